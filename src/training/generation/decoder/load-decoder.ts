/**
 * A model of the Hub (fetched already) or a person's own file → a causal decoder to tune. In: what the Run asks for. Out:
 * a Decoder: the graph as it came or was built, the same graph from token ids to logits alone, tokenizer and limits. Next:
 * `plan-decoder.ts` cuts it.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { openArchitecture } from '../../../architectures/open-architecture.ts';
import { graphInputs, withOpenBatch, withoutPast } from '../../../backbones/from-onnx/graph-inputs.ts';
import { openOwnFile } from '../../../backbones/own-file.ts';
import { readTokenizer, type TokenizerFiles } from '../../../backbones/tokenizers/read-tokenizer.ts';
import type { ChildTaskOf } from '../../../child/messages.ts';
import { needsModel } from '../../../child/needs-model.ts';
import type { Feeds } from '../../../engines/graph-session.ts';
import { UserError } from '../../../errors.ts';
import { readSnapshot, snapshotDir } from '../../../hub/hub-cache.ts';
import { findHubRef } from '../../../hub/hub-id.ts';
import { isHeavy, storeWeights } from '../../../onnx/file/mapped-model.ts';
import { readModelFile } from '../../../onnx/file/model-file.ts';
import { DataType, dimsOf, int64Tensor, type OnnxModel } from '../../../onnx/model.ts';
import { prepareModel, withOutputs } from '../../../onnx/prepare.ts';

export interface Decoder {
  id: string;
  name: string;
  licence: string;
  source: string;
  /** Folder with config.json and so on. */
  configDir: string;
  tokenizer: TokenizerFiles;
  graphs: DecoderGraphs;
  vocabulary: number;
  /** Tokens it can look back on. */
  positions: number;
  /** Stands before a text, and behind it; many models have one token for both. */
  startToken: number;
  endToken: number;
}

/** Their weights, half a gigabyte and more, stay in a file. */
export interface DecoderGraphs {
  /** The file, prepared; with the keys and values of earlier tokens where it reads them. */
  model: OnnxModel;
  /** The same weights, without a past: ids (mask, positions) → LOGITS. */
  plain: OnnxModel;
}

export const LOGITS_OUTPUT = 'logits';
const KEEP = 'num_logits_to_keep';
const SERVED = /^(input_ids|attention_mask|position_ids)$/;

const configSchema = z.object({
  bos_token_id: z.number().int().nullish(),
  eos_token_id: z.union([z.number().int(), z.array(z.number().int()).min(1)]).nullish(),
  n_positions: z.number().int().positive().optional(),
  max_position_embeddings: z.number().int().positive().optional(),
});

/** @throws UserError `generation-needs-model`, `hub-not-cached-decoder`, `tokenizer-missing`, `tokenizer-file-missing`, `not-a-decoder` */
export async function loadDecoder(task: ChildTaskOf<'train'>): Promise<Decoder> {
  const found = await findFiles(task);
  const { configDir } = found;
  const config = configSchema.parse(JSON.parse(await readConfig(configDir, 'config.json')));
  const tokenizer = await readTokenizer(configDir);
  if (tokenizer === null) throw new UserError('tokenizer-file-missing', { name: 'tokenizer.json' });
  const model = await found.open(join(task.folders.workDir, 'decoder-weights.bin'));
  const plain = plainDecoder(model, found.name);
  const dims = dimsOf(plain.graph.output[0]!) ?? [];
  const end = Array.isArray(config.eos_token_id) ? config.eos_token_id[0] : config.eos_token_id;
  if (end === null || end === undefined)
    throw notADecoder(found.name, 'its config.json names no eos_token_id, which marks the end of a text');
  const [vocabulary] = [dims.at(-1)].filter((size) => typeof size === 'number');
  const { open: _, ...described } = found;
  return {
    ...described,
    tokenizer,
    graphs: { model, plain },
    vocabulary: vocabulary ?? (await vocabularySize(configDir)),
    positions: config.n_positions ?? config.max_position_embeddings ?? 1_024,
    startToken: config.bos_token_id ?? end,
    endToken: end,
  };
}

async function vocabularySize(configDir: string): Promise<number> {
  const text = await readConfig(configDir, 'config.json');
  return z.object({ vocab_size: z.number().int().positive() }).parse(JSON.parse(text)).vocab_size;
}

async function findFiles({ spec, modelFile, folders }: ChildTaskOf<'train'>) {
  if (modelFile) {
    const { onnxPath, configDir } = await openOwnFile(modelFile);
    if (configDir === null) throw tokenizerMissing(modelFile.name);
    const { name } = modelFile;
    return {
      id: 'own-file',
      name,
      licence: 'not stated',
      source: `attached file ${name}`,
      open: openFile(onnxPath),
      configDir,
    };
  }
  const ref = spec.model === 'auto' ? null : findHubRef(spec.model);
  if (!ref) throw needsModel(spec.model);
  const snapshot = await readSnapshot(folders.cacheDir, ref, 'prose');
  if (!snapshot) throw new UserError('hub-not-cached-decoder', { id: ref.name });
  const configDir = snapshotDir(folders.cacheDir, snapshot);
  return {
    id: spec.model,
    name: snapshot.name,
    licence: snapshot.licence,
    source: `${snapshot.name}@${snapshot.commit}`,
    open: snapshot.model.endsWith('.onnx')
      ? openFile(join(configDir, ...snapshot.model.split('/')))
      : openBuilt(configDir),
    configDir,
  };
}

type Open = (weightsPath: string) => Promise<OnnxModel>;

const openFile =
  (path: string): Open =>
  async (weightsPath) => {
    const model = prepareModel(await readModelFile(path));
    return isHeavy(model) ? await storeWeights(model, weightsPath) : model;
  };

/** Built from configuration and weights; hidden states are of no use to a reader of texts. */
const openBuilt =
  (folder: string): Open =>
  async (weightsPath) => {
    await mkdir(dirname(weightsPath), { recursive: true });
    const model = prepareModel(await openArchitecture({ folder, kind: 'prose', weightsPath }));
    const names = model.graph.output.map(({ name }) => name).filter((name) => name !== 'last_hidden_state');
    const { graph } = withOutputs(model, names);
    return { ...model, graph: { ...graph, input: model.graph.input } };
  };

const tokenizerMissing = (name: string) => new UserError('tokenizer-missing', { name });

async function readConfig(configDir: string, name: string): Promise<string> {
  try {
    return await readFile(join(configDir, name), 'utf8');
  } catch (cause) {
    throw new UserError('tokenizer-file-missing', { name }, { cause });
  }
}

const notADecoder = (name: string, reason: string) => new UserError('not-a-decoder', { name, reason });

/** @throws UserError `not-a-decoder` */
function plainDecoder(model: OnnxModel, name: string): OnnxModel {
  if (!model.graph.output.some((output) => output.name === LOGITS_OUTPUT))
    throw notADecoder(name, 'it has no output "logits"');
  if (model.graph.node.some(({ opType }) => opType === 'If'))
    throw notADecoder(
      name,
      'it is a merged decoder with an If inside, through which nothing is trained; its repository has to hold onnx/model.onnx or onnx/decoder_model.onnx too',
    );
  const open = withoutKeep(withoutPast(withOpenBatch(model)));
  const unknown = graphInputs(open).filter(
    ({ name: input, elemType }) => !SERVED.test(input) || elemType !== DataType.INT64,
  );
  if (unknown.length > 0)
    throw notADecoder(name, `it reads ${unknown.map((input) => input.name).join(', ')}`);
  return withOutputs(open, [LOGITS_OUTPUT]);
}

/** Some exports can give the logits of the last tokens only; 0 means all. */
function withoutKeep(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const keep = graph.input.find(({ name }) => name === KEEP);
  if (!keep) return model;
  const zero = int64Tensor(KEEP, [], [0]);
  const input = graph.input.filter((one) => one !== keep);
  return { ...model, graph: { ...graph, input, initializer: [...graph.initializer, zero] } };
}

/** Feeds of `plain` for rows of equal length t: ids, and where the graph reads them a mask of ones and positions. */
export function tokenInputs(rows: readonly ArrayLike<number>[]): Feeds {
  const [n, t] = [rows.length, rows[0]?.length ?? 0];
  const fill = (value: (row: number, at: number) => number) => {
    const data = new BigInt64Array(n * t);
    for (let row = 0; row < n; row++)
      for (let at = 0; at < t; at++) data[row * t + at] = BigInt(value(row, at));
    return { dims: [n, t], data };
  };
  return {
    input_ids: fill((row, at) => rows[row]![at]!),
    attention_mask: fill(() => 1),
    position_ids: fill((_, at) => at),
  };
}

export const pickFeeds = (feeds: Feeds, names: readonly string[]): Feeds =>
  Object.fromEntries(names.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : [])));
