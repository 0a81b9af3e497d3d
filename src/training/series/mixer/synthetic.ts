/**
 * Synthetic series to pretrain on, in the spirit of Chronos' KernelSynth (Ansari et al. 2024): random compositions of
 * trends, seasons, autoregressive and white noise, level shifts, spikes and intermittent demand. Seeded.
 */
import { type Random, seededRandom } from '../../../statistics/random.ts';

interface SyntheticSeries {
  values: Float64Array;
  /** The season's length that a person would know, 1 for none. */
  period: number;
}

const PERIODS = [4, 5, 6, 7, 7, 8, 10, 12, 12, 12, 24, 24, 30, 48, 52, 96, 144, 168] as const;

class Draw {
  readonly random: Random;
  constructor(seed: number) {
    this.random = seededRandom(seed);
  }
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random.next();
  }
  chance(probability: number): boolean {
    return this.random.next() < probability;
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random.next())) * Math.cos(2 * Math.PI * this.random.next());
  }
  /** Log-uniform between two positive numbers. */
  scale(low: number, high: number): number {
    return Math.exp(this.uniform(Math.log(low), Math.log(high)));
  }
}

/** Straight line, saturating, exponential, or with up to three bends; about unit rise over the series. */
function trend(draw: Draw, length: number): Float64Array {
  const rise = draw.normal() * draw.scale(0.05, 3);
  const kind = draw.random.below(4);
  if (kind === 1) {
    const rate = draw.uniform(0.5, 5);
    return Float64Array.from(
      { length },
      (_, t) => (rise * (1 - Math.exp((-rate * t) / length))) / (1 - Math.exp(-rate)),
    );
  }
  if (kind === 2) {
    const rate = draw.uniform(0.3, 2.5);
    return Float64Array.from(
      { length },
      (_, t) => (rise * (Math.exp((rate * t) / length) - 1)) / (Math.exp(rate) - 1),
    );
  }
  const bends = kind === 3 ? 1 + draw.random.below(3) : 0;
  const at = Array.from({ length: bends }, () => draw.random.below(length));
  const change = at.map(() => draw.normal() * draw.scale(0.1, 2));
  return Float64Array.from(
    { length },
    (_, t) =>
      (rise * t) / length +
      at.reduce((sum, bend, index) => sum + (t > bend ? (change[index]! * (t - bend)) / length : 0), 0),
  );
}

/** One season as random Fourier terms, or a random shape with a few levels (weekdays, opening hours). */
function season(draw: Draw, length: number, period: number): Float64Array {
  let shape: Float64Array;
  if (draw.chance(0.3)) {
    const levels = Array.from({ length: 2 + draw.random.below(4) }, () => draw.normal());
    shape = Float64Array.from({ length: period }, () => levels[draw.random.below(levels.length)]!);
  } else {
    const terms = 1 + draw.random.below(Math.max(1, Math.min(6, Math.floor(period / 2))));
    const waves = Array.from({ length: terms }, (_, k) => ({
      size: draw.normal() / (k + 1) ** draw.uniform(0.3, 1.5),
      phase: draw.uniform(0, 2 * Math.PI),
    }));
    shape = Float64Array.from({ length: period }, (_, t) =>
      waves.reduce(
        (sum, { size, phase }, k) => sum + size * Math.sin((2 * Math.PI * (k + 1) * t) / period + phase),
        0,
      ),
    );
  }
  const offset = draw.random.below(period);
  const growth = draw.chance(0.25) ? draw.uniform(-0.7, 1.2) : 0;
  return Float64Array.from({ length }, (_, t) => shape[(t + offset) % period]! * (1 + (growth * t) / length));
}

/** First-order autoregressive noise; weight 1 is a random walk. */
function autoregressive(draw: Draw, length: number): Float64Array {
  const weight = draw.chance(0.3) ? 1 : draw.uniform(0.3, 0.99);
  const values = new Float64Array(length);
  for (let t = 1; t < length; t += 1) values[t] = weight * values[t - 1]! + draw.normal();
  const size = weight === 1 ? Math.sqrt(length / 2) : 1 / Math.sqrt(1 - weight * weight);
  return values.map((value) => value / size);
}

/** A smooth random curve: sines of random frequency (a Gaussian process with an RBF-like spectrum). */
function smooth(draw: Draw, length: number): Float64Array {
  const reach = draw.scale(8, 120);
  const waves = Array.from({ length: 12 }, () => ({
    size: draw.normal() / Math.sqrt(6),
    frequency: draw.normal() / reach,
    phase: draw.uniform(0, 2 * Math.PI),
  }));
  return Float64Array.from({ length }, (_, t) =>
    waves.reduce((sum, { size, frequency, phase }) => sum + size * Math.sin(frequency * t + phase), 0),
  );
}

const add = (into: Float64Array, part: Float64Array, weight: number) => {
  part.forEach((value, t) => {
    into[t]! += weight * value;
  });
};

/** Steps where the level jumps for good, and single spikes. */
function disturb(draw: Draw, values: Float64Array): void {
  if (draw.chance(0.15)) {
    const at = draw.random.below(values.length);
    const jump = draw.normal() * 2;
    for (let t = at; t < values.length; t += 1) values[t]! += jump;
  }
  if (draw.chance(0.15)) {
    const spikes = 1 + draw.random.below(5);
    for (let spike = 0; spike < spikes; spike += 1)
      values[draw.random.below(values.length)]! += draw.normal() * 4;
  }
}

/** Counts with many zeros: sales of a slow item. */
function intermittent(draw: Draw, values: Float64Array): Float64Array {
  const rate = draw.uniform(0.1, 0.7);
  return values.map((value) =>
    draw.chance(rate) ? Math.max(0, Math.round(2 + 1.5 * value + draw.normal())) : 0,
  );
}

/** One series of `length` steps. The same seed gives the same series. */
export function syntheticSeries(seed: number, length: number): SyntheticSeries {
  const draw = new Draw(seed);
  const period = draw.chance(0.72) ? PERIODS[draw.random.below(PERIODS.length)]! : 1;
  const values = new Float64Array(length);
  if (draw.chance(0.65)) add(values, trend(draw, length), draw.scale(0.3, 4));
  if (draw.chance(0.4)) add(values, smooth(draw, length), draw.scale(0.2, 2));
  if (draw.chance(0.45)) add(values, autoregressive(draw, length), draw.scale(0.1, 2));
  if (period > 1) {
    const wave = season(draw, length, period);
    const weight = draw.scale(0.2, 3);
    if (draw.chance(0.25)) {
      const level = Math.max(1, ...values.map(Math.abs));
      wave.forEach((value, t) => {
        values[t]! += (weight * value * (values[t]! + level)) / (2 * level);
      });
    } else add(values, wave, weight);
  }
  const noise = draw.scale(0.01, 1);
  for (let t = 0; t < length; t += 1) values[t]! += noise * draw.normal();
  disturb(draw, values);
  if (draw.chance(0.08)) return { values: intermittent(draw, values), period };
  return { values, period };
}
