/**
 * Tuned weights → the `model/` folder in the Hub's layout, in the form of the file that came in (with or without keys and
 * values of the past), and `pipeline.json`. The file is opened again and has to give what was tested. Next: the Report.
 */
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactHost } from '../../../delivered/artifact-host.ts';
import type { Split } from '../../../onnx/cut/split.ts';
import { mergeTrained } from '../../../onnx/cut/write-back.ts';
import { writeModel } from '../../../onnx/file/mapped-model.ts';
import { dimsOf, type OnnxModel } from '../../../onnx/model.ts';
import { withOutputs } from '../../../onnx/prepare.ts';
import { type Delivery, variantOf } from '../../../report/delivery.ts';
import type { Report } from '../../../report/report.ts';
import { modelFiles } from '../../delivery/model-files.ts';
import type { Block } from '../blocks.ts';
import { logProbabilitiesOf } from '../log-probabilities.ts';
import { openGenerator } from '../open-generator.ts';
import { GENERATION_MODEL, type GenerationPipeline } from '../pipeline.ts';
import { deliverDecoder } from './deliver-decoder.ts';
import { type Decoder, LOGITS_OUTPUT } from './load-decoder.ts';

const PAST_INPUT = /^past_key_values?\b/;
const COPIED = ['config.json', 'special_tokens_map.json'];
/** Largest difference of ln p between the file and what was tested: single precision in another order. */
const TOLERANCE = 2e-3;

export interface WriteDecoderOptions {
  artifactDir: string;
  decoder: Decoder;
  /** null: the decoder is delivered as it came. */
  tuned: { split: Split; weights: ReadonlyMap<string, Float32Array> } | null;
  /** Blocks and ln p of their targets, as tested. */
  proof: { block: Block; logProbabilities: Float32Array }[];
  /** Blocks of the test part. */
  test: readonly Block[];
  workDir: string;
  signal: AbortSignal;
}

/** What the Report tells of the written files. */
export interface WrittenDecoder {
  files: Report['files'];
  delivery: Delivery;
}

/** @throws Error when the written file does not predict what was tested: it is not announced then */
export async function writeDecoder(options: WriteDecoderOptions): Promise<WrittenDecoder> {
  const { artifactDir, decoder, tuned } = options;
  const folder = join(artifactDir, 'model');
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const { model: read } = decoder.graphs;
  const whole = tuned ? mergeTrained(read, tuned.split, tuned.weights) : read;
  const model = withoutUselessPast(whole);
  await writeModel(join(artifactDir, GENERATION_MODEL), model);
  for (const name of COPIED) await copyIfThere(join(decoder.configDir, name), join(folder, name));
  await writeFile(join(folder, 'tokenizer.json'), decoder.tokenizer.tokenizer);
  await writeFile(join(folder, 'tokenizer_config.json'), decoder.tokenizer.config);
  await writeGenerationConfig(decoder, folder);
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipelineOf(model, decoder), null, 1));
  await prove(options);
  const delivery = await deliverDecoder(options);
  const { path } = variantOf(delivery, delivery.delivered)!;
  const pipeline = { ...pipelineOf(model, decoder), modelPath: path! };
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipeline, null, 1));
  return { files: await modelFiles(artifactDir, path!), delivery };
}

/** Keys and values that no input takes would mislead a loader into feeding them. */
function withoutUselessPast(model: OnnxModel): OnnxModel {
  if (model.graph.input.some(({ name }) => PAST_INPUT.test(name))) return model;
  const { input } = model.graph;
  const reduced = withOutputs(model, [LOGITS_OUTPUT]);
  return { ...reduced, graph: { ...reduced.graph, input } };
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (await stat(from).catch(() => null)) await copyFile(from, to);
}

async function writeGenerationConfig(
  { configDir, startToken, endToken }: Decoder,
  folder: string,
): Promise<void> {
  const own = await readFile(join(configDir, 'generation_config.json'), 'utf8').catch(() => null);
  const made = { bos_token_id: startToken, eos_token_id: endToken, pad_token_id: endToken };
  await writeFile(join(folder, 'generation_config.json'), own ?? JSON.stringify(made, null, 1));
}

function pipelineOf({ graph }: OnnxModel, { positions, startToken, endToken }: Decoder): GenerationPipeline {
  const past = graph.input.filter(({ name }) => PAST_INPUT.test(name));
  return {
    version: 1,
    kind: 'prose',
    modelPath: GENERATION_MODEL,
    tokenizerDir: 'model',
    inputs: graph.input.map(({ name }) => name).filter((name) => !PAST_INPUT.test(name)),
    past: past.map((info) => {
      const [, heads, , width] = dimsOf(info) ?? [];
      const output = info.name.replace(/^past_key_values?/, 'present');
      if (typeof heads !== 'number' || typeof width !== 'number')
        throw new Error(`the sizes of ${info.name} are open`);
      return { input: info.name, output, heads, width };
    }),
    positions,
    startToken,
    endToken,
  };
}

/** Reads each block in two parts, so that the past is proven too. */
async function prove({ artifactDir, proof }: WriteDecoderOptions): Promise<void> {
  const generator = await openGenerator(artifactHost(artifactDir));
  try {
    for (const { block, logProbabilities } of proof) {
      const got = await logProbabilitiesOf(generator, block);
      got.forEach((value, i) => {
        if (!(Math.abs(value - logProbabilities[i]!) <= TOLERANCE))
          throw new Error(`the delivered model gives ln p ${value} where ${logProbabilities[i]} was tested`);
      });
    }
  } finally {
    await generator.close();
  }
}
