/**
 * Backbones over a waveform that are made here, written to the cache as ONNX files: sound features without
 * pretraining, and those joined with a pretrained Backbone's. Next: `features/embed.ts` runs them like any other.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Backbone, WAVEFORM_INPUT } from '../../../backbones/backbone.ts';
import { readModelFile, writeModelFile } from '../../../onnx/file/model-file.ts';
import { buildModel, DataType, type OnnxModel, opsetOf, valueInfo } from '../../../onnx/model.ts';
import { buildLogMelGraph, COURSE, FACTS, GRID, LOG_MEL } from './log-mel-graph.ts';
import { RATE } from './mel.ts';

const SIMPLE_SOUND_ID = 'simple-sound-features';

/** Taps: log-mel statistics, the coarse spectrogram, peak and clipped share of a clip, and the course of its bands. */
export async function makeSimpleSoundBackbone(cacheDir: string): Promise<Backbone> {
  const file = await keep(cacheDir, buildLogMelGraph());
  return {
    id: SIMPLE_SOUND_ID,
    name: 'Log-mel statistics',
    licence: 'MIT',
    source: 'made by this project',
    ...file,
    preprocessing: { kind: 'audio', rate: RATE, frontend: 'waveform', parameters: {} },
    taps: [LOG_MEL, GRID, FACTS, COURSE].map(({ name, dim }) => ({ output: name, dim, pooling: 'none' })),
    languages: [],
  };
}

/** Whether a pretrained Backbone reads what the simple one reads, so that one graph can hold both. */
export const joinsWithSimple = ({ preprocessing, taps }: Backbone): boolean =>
  preprocessing.kind === 'audio' &&
  preprocessing.frontend === 'waveform' &&
  preprocessing.rate === RATE &&
  taps.every(({ pooling }) => pooling === 'none');

/** One Backbone with the taps of the pretrained one, then the log-mel statistics of the simple one. */
export async function joinBackbones(
  pretrained: Backbone,
  simple: Backbone,
  cacheDir: string,
): Promise<Backbone> {
  const [first, second] = await Promise.all([prefixed(pretrained, 'a/'), prefixed(simple, 'b/')]);
  const taps = [
    ...pretrained.taps.map((tap) => ({ ...tap, output: `a/${tap.output}` })),
    ...simple.taps.slice(0, 1).map((tap) => ({ ...tap, output: `b/${tap.output}` })),
  ];
  const file = await keep(
    cacheDir,
    buildModel({
      nodes: [...first.graph.node, ...second.graph.node],
      initializers: [...first.graph.initializer, ...second.graph.initializer],
      inputs: [valueInfo(WAVEFORM_INPUT, DataType.FLOAT, [1, 'samples'])],
      outputs: taps.map(({ output, dim }) => valueInfo(output, DataType.FLOAT, [1, dim])),
      opset: Math.max(opsetOf(first), opsetOf(second)),
    }),
  );
  return {
    ...pretrained,
    ...file,
    id: `${pretrained.id}+${simple.id}`,
    name: `${pretrained.name} and log-mel statistics`,
    source: `${pretrained.source}; ${simple.source}`,
    taps,
  };
}

/** The graph with every name under a prefix but its waveform, which is called as the other's. */
async function prefixed(backbone: Backbone, prefix: string): Promise<OnnxModel> {
  const model = await readModelFile(backbone.onnxPath);
  const { graph } = model;
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const input = graph.input.find(({ name }) => !weights.has(name))!.name;
  const rename = (name: string) => (name === '' ? '' : name === input ? WAVEFORM_INPUT : prefix + name);
  return {
    ...model,
    graph: {
      ...graph,
      initializer: graph.initializer.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
      node: graph.node.map((inner) => ({
        ...inner,
        name: rename(inner.name || inner.output[0]!),
        input: inner.input.map(rename),
        output: inner.output.map(rename),
      })),
    },
  };
}

/** Writes the file under its hash; whoever is second finds the same bytes. */
async function keep(cacheDir: string, model: OnnxModel): Promise<{ onnxPath: string; sha256: string }> {
  const folder = join(cacheDir, 'simple');
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${randomUUID()}.part`);
  const sha256 = await writeModelFile(temporary, model);
  const onnxPath = join(folder, `${sha256.slice(0, 16)}.onnx`);
  await rename(temporary, onnxPath);
  return { onnxPath, sha256 };
}
