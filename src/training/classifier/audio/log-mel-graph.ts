/**
 * Sound features that need no pretraining, as an ONNX graph over a waveform, so that they are computed, exported and
 * checked like any Backbone: statistics over time of 40 log-mel bands, a few measures of the spectrum and loudness, and a
 * coarse spectrogram for the comparison without pretraining. Next: `sound-backbones.ts`.
 *
 * Frames count by how loud they are beside the loudest one, so silence around a sound weighs nothing, and time runs
 * over what is heard: a word with a second of silence before it has the features of the word alone.
 */
import { WAVEFORM_INPUT } from '../../../backbones/backbone.ts';
import { GraphWriter } from '../../../onnx/import/graph-writer.ts';
import { buildModel, DataType, floatTensor, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { BANDS, FRAME, fourierKernels, HOP, melMatrix } from './mel.ts';

/** Parts of the heard time: coarse enough for any word or call, and the finer grid of the comparison. */
const PARTS = 4;
const GRID_PARTS = 12;
const SPECTRUM = 4;
const LOUDNESS = 4;

export const LOG_MEL = { name: 'log_mel', dim: BANDS * (4 + PARTS) + 2 * SPECTRUM + LOUDNESS };
export const GRID = { name: 'grid', dim: BANDS * GRID_PARTS };
/**
 * The statistics with a fine course of the bands instead of the coarse one, each band less its mean over the sound: what is
 * said, less who says it and through which microphone.
 */
export const COURSE = { name: 'course', dim: BANDS * (4 + GRID_PARTS) + 2 * SPECTRUM + LOUDNESS };
/** Peak and the share of samples at full scale. */
export const FACTS = { name: 'facts', dim: 2 };

/** Below the hiss of 16-bit recordings, above the noise of lossy formats; a full-scale sine has 1e4. */
const POWER_FLOOR = 1e-5;
/** 30 dB below the loudest frame a frame counts by half. */
const HEARD = Math.log(1e3);
/** Full scale, with room for the ripple that resampling adds to a clipped peak. */
const FULL_SCALE = 0.985;
/** Under a square root: keeps it defined for a constant. */
const TINY = 1e-6;

export function buildLogMelGraph(): OnnxModel {
  const writer = new GraphWriter();
  const graph = new SoundGraph(writer);
  graph.addAll();
  const output = ({ name, dim }: { name: string; dim: number }) => valueInfo(name, DataType.FLOAT, [1, dim]);
  return buildModel({
    name: 'log_mel_statistics',
    nodes: writer.nodes,
    initializers: writer.initializers,
    inputs: [valueInfo(WAVEFORM_INPUT, DataType.FLOAT, [1, 'samples'])],
    outputs: [output(LOG_MEL), output(GRID), output(FACTS), output(COURSE)],
  });
}

/** Values over time are [1, channels, t]. */
class SoundGraph {
  constructor(private readonly writer: GraphWriter) {}

  addAll(): void {
    const power = this.addPower();
    const bands = this.floor(
      this.op('MatMul', [this.tensor('mel', [BANDS, power.bins], melMatrix()), power.value]),
    );
    const total = this.floor(this.sum(power.value, 1));
    const heard = this.addHeard(total);
    const levels = [
      ...this.addMoments(bands, heard),
      this.op('Flatten', [this.op('GlobalMaxPool', [bands])], { axis: 1 }),
      this.addChanges(bands, heard),
    ];
    const spectrum = [
      ...this.addMoments(this.addSpectrum(bands, total), heard),
      this.addLoudness(total, heard),
    ];
    const coarse = this.flat(this.addParts(bands, heard, PARTS));
    this.writer.emit('Concat', [...levels, coarse, ...spectrum], LOG_MEL.name, { axis: 1 });
    const grid = this.addParts(bands, heard, GRID_PARTS);
    this.writer.emit('Flatten', [grid], GRID.name, { axis: 1 });
    const mean = this.op('Div', [this.sum(grid, 2), this.number(GRID_PARTS)]);
    const course = this.flat(this.op('Sub', [grid, mean]));
    this.writer.emit('Concat', [...levels, course, ...spectrum], COURSE.name, { axis: 1 });
    this.addFacts();
  }

  private op(type: string, inputs: string[], attributes: Parameters<GraphWriter['emit']>[3] = {}): string {
    return this.writer.emit(type, inputs, `${type.toLowerCase()}_value`, attributes);
  }
  private tensor(wish: string, dims: number[], values: Float32Array): string {
    const name = this.writer.name(wish);
    this.writer.initializers.push(floatTensor(name, dims, values));
    return name;
  }
  private number(value: number): string {
    return this.writer.scalar('number', value);
  }
  /** Over one axis, which stays with size 1. */
  private sum(value: string, axis: number): string {
    return this.op('ReduceSum', [value, this.writer.ints('axes', [axis])], { keepdims: 1 });
  }
  private floor(power: string): string {
    return this.op('Log', [this.op('Add', [power, this.number(POWER_FLOOR)])]);
  }
  private flat(value: string): string {
    return this.op('Flatten', [value], { axis: 1 });
  }
  /** Entries [from, to) of the last axis; counted from its end when negative. */
  private slice(value: string, from: number, to: number): string {
    const ints = (n: number) => this.writer.ints('bound', [n]);
    return this.op('Slice', [value, ints(from), ints(to), ints(2)]);
  }

  /** Power spectrum of 25 ms frames every 10 ms. The margins give the shortest clip three frames. */
  private addPower(): { value: string; bins: number } {
    const margin = FRAME - HOP / 4;
    const padded = this.op('Pad', [WAVEFORM_INPUT, this.writer.ints('margins', [0, margin, 0, margin])]);
    const signal = this.op('Unsqueeze', [padded, this.writer.ints('axes', [1])]);
    const { bins, cosines, sines } = fourierKernels();
    const part = (name: string, kernels: Float32Array) => {
      const weights = this.tensor(name, [bins, 1, FRAME], kernels);
      const wave = this.op('Conv', [signal, weights], { strides: [HOP], kernel_shape: [FRAME] });
      return this.op('Mul', [wave, wave]);
    };
    return { value: this.op('Add', [part('cosines', cosines), part('sines', sines)]), bins };
  }

  /** How much each frame counts, 0–1: [1, 1, t]. */
  private addHeard(total: string): string {
    const below = this.op('Sub', [total, this.op('GlobalMaxPool', [total])]);
    return this.op('Sigmoid', [this.op('Add', [below, this.number(HEARD)])]);
  }

  private shares(weights: string): string {
    return this.op('Div', [weights, this.sum(weights, 2)]);
  }

  /** Mean and deviation over the heard time, each [1, channels]. */
  private addMoments(value: string, heard: string): string[] {
    const shares = this.shares(heard);
    const mean = this.sum(this.op('Mul', [value, shares]), 2);
    const centred = this.op('Sub', [value, mean]);
    return [this.flat(mean), this.root(centred, shares)];
  }

  /** The root of the weighted mean square, [1, channels]. */
  private root(value: string, shares: string): string {
    const square = this.sum(this.op('Mul', [this.op('Mul', [value, value]), shares]), 2);
    return this.flat(this.op('Sqrt', [this.op('Add', [square, this.number(TINY)])]));
  }

  /** How fast the bands change: the root mean square of the difference across two frames. */
  private addChanges(bands: string, heard: string): string {
    const end = Number.MAX_SAFE_INTEGER;
    const change = this.op('Sub', [this.slice(bands, 2, end), this.slice(bands, 0, -2)]);
    return this.root(change, this.shares(this.slice(heard, 1, -1)));
  }

  /** Mean of the bands around each of `parts` moments of the heard time, [1, bands, parts]. */
  private addParts(bands: string, heard: string, parts: number): string {
    const passed = this.op('CumSum', [heard, this.writer.ints('time_axis', [2], [])]);
    const middle = this.op('Sub', [passed, this.op('Mul', [heard, this.number(0.5)])]);
    const position = this.op('Mul', [this.op('Div', [middle, this.sum(heard, 2)]), this.number(parts)]);
    const centres = this.tensor(
      'centres',
      [1, parts, 1],
      Float32Array.from({ length: parts }, (_, i) => i + 0.5),
    );
    const distance = this.op('Sub', [position, centres]);
    const near = this.op('Exp', [this.op('Mul', [this.op('Mul', [distance, distance]), this.number(-2)])]);
    const shares = this.shares(this.op('Mul', [near, heard]));
    const turned = this.op('Transpose', [shares], { perm: [0, 2, 1] });
    return this.op('MatMul', [bands, turned]);
  }

  /** Loudness, centre, spread and flatness of each frame's spectrum: [1, 4, t]. */
  private addSpectrum(bands: string, total: string): string {
    const shares = this.op('Softmax', [bands], { axis: 1 });
    const heights = this.tensor(
      'heights',
      [1, BANDS, 1],
      // In quarters of a band, so that these measures vary about as much as the bands' levels.
      Float32Array.from({ length: BANDS }, (_, i) => i / 4),
    );
    const centre = this.sum(this.op('Mul', [shares, heights]), 1);
    const away = this.op('Sub', [heights, centre]);
    const spread = this.sum(this.op('Mul', [this.op('Mul', [away, away]), shares]), 1);
    const mean = this.op('Div', [this.sum(bands, 1), this.number(BANDS)]);
    return this.op('Concat', [total, centre, spread, this.op('Sub', [mean, total])], { axis: 1 });
  }

  /** Loudest frame, and the heard time, its share and the whole time: [1, 4]. */
  private addLoudness(total: string, heard: string): string {
    const time = this.op('Mul', [this.sum(heard, 2), this.number(HOP / 16_000)]);
    const everything = this.op('Add', [this.op('Mul', [heard, this.number(0)]), this.number(HOP / 16_000)]);
    const whole = this.sum(everything, 2);
    const parts = [
      this.op('GlobalMaxPool', [total]),
      this.op('Log', [time]),
      this.op('Div', [time, whole]),
      this.op('Log', [whole]),
    ];
    return this.flat(this.op('Concat', parts, { axis: 1 }));
  }

  private addFacts(): void {
    const size = this.op('Unsqueeze', [this.op('Abs', [WAVEFORM_INPUT]), this.writer.ints('axes', [1])]);
    const full = this.op('Cast', [this.op('Greater', [size, this.number(FULL_SCALE)])], {
      to: DataType.FLOAT,
    });
    const share = this.op('GlobalAveragePool', [full]);
    const peak = this.op('GlobalMaxPool', [size]);
    this.writer.emit('Flatten', [this.op('Concat', [peak, share], { axis: 1 })], FACTS.name, { axis: 1 });
  }
}
