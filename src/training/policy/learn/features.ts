/**
 * Standardised states [n, d] → features [n, k] on which values are fitted by least squares (`action-regression.ts`): a
 * constant, the state itself, and either one bump a distinct state, where the log has few of them, or random Fourier
 * features of three length scales (Rahimi & Recht 2007). The same features as ONNX nodes stand in `linear-model.ts`.
 */
import { seededRandom } from '../../../statistics/random.ts';
import type { Transitions } from '../transitions.ts';

export interface FeatureMap {
  d: number;
  /** All features: 1 + d + size. */
  k: number;
  /** Count of bumps or waves. */
  size: number;
  /** Bumps exp(−|s − c|² / 2h²) or waves cos(s·w + φ). */
  shape: 'bump' | 'wave';
  /** Row-major [d, size]: w, or c / h². */
  weight: Float32Array;
  /** [size]: φ, or −|c|² / 2h². */
  phase: Float32Array;
  /** 1 / 2h² of bumps, 0 for waves. */
  sharpness: number;
}

/** Length scales of the waves in units of √d deviations: two random states are about √(2d) apart. */
const LENGTHS = [0.25, 0.6, 1.4];
const MOST_WAVES = 150;
const FEWEST_WAVES = 24;
/** Rows of an action that a wave has to be learnt from. */
const ROWS_PER_WAVE = 4;
/** With more distinct states they are told apart by waves. */
const MOST_BUMPS = 120;
/** Width of a bump in the least distance of two states: neighbours share less than 2 %. */
const BUMP_WIDTH = 0.35;

export function makeFeatures(data: Transitions, seed: number, most = MOST_WAVES): FeatureMap {
  const states = distinctStates(data);
  return states && states.length > 1 ? makeBumps(states, data.d) : makeWaves(data, seed, most);
}

/** All distinct states, next states included; null when there are more than `MOST_BUMPS`. */
function distinctStates({ d, states, nextStates }: Transitions): Float32Array[] | null {
  const found = new Map<string, Float32Array>();
  for (const table of [states, nextStates]) {
    for (let from = 0; from < table.length; from += d) {
      const state = table.subarray(from, from + d);
      found.set(state.join(), state);
      if (found.size > MOST_BUMPS) return null;
    }
  }
  return [...found.values()];
}

function makeBumps(centres: readonly Float32Array[], d: number): FeatureMap {
  let least = Number.POSITIVE_INFINITY;
  centres.forEach((one, index) => {
    for (const other of centres.slice(0, index))
      least = Math.min(
        least,
        one.reduce((sum, value, column) => sum + (value - other[column]!) ** 2, 0),
      );
  });
  const sharpness = 1 / (2 * BUMP_WIDTH ** 2 * least);
  const size = centres.length;
  return {
    d,
    k: 1 + d + size,
    size,
    shape: 'bump',
    weight: Float32Array.from({ length: d * size }, (_, index) => {
      return 2 * sharpness * centres[index % size]![Math.floor(index / size)]!;
    }),
    phase: Float32Array.from(centres, (centre) => {
      return -sharpness * centre.reduce((sum, value) => sum + value * value, 0);
    }),
    sharpness,
  };
}

function makeWaves({ d, a, n }: Transitions, seed: number, most: number): FeatureMap {
  const size = Math.round(Math.max(FEWEST_WAVES, Math.min(most, n / a / ROWS_PER_WAVE)));
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const weight = new Float32Array(d * size);
  const phase = new Float32Array(size);
  for (let wave = 0; wave < size; wave += 1) {
    const length = LENGTHS[wave % LENGTHS.length]! * Math.sqrt(d);
    for (let row = 0; row < d; row += 1) weight[row * size + wave] = normal() / length;
    phase[wave] = 2 * Math.PI * random.next();
  }
  return { d, k: 1 + d + size, size, shape: 'wave', weight, phase, sharpness: 0 };
}

/** Row-major [n, k]. */
export function expand(map: FeatureMap, states: Float32Array): Float32Array {
  const { d, k, size, shape, weight, phase, sharpness } = map;
  const n = states.length / d;
  const features = new Float32Array(n * k);
  for (let row = 0; row < n; row += 1) {
    const at = row * k;
    features[at] = 1;
    let square = 0;
    for (let column = 0; column < d; column += 1) {
      const value = states[row * d + column]!;
      features[at + 1 + column] = value;
      square += value * value;
    }
    for (let index = 0; index < size; index += 1) {
      let sum = phase[index]! - sharpness * square;
      for (let column = 0; column < d; column += 1)
        sum += states[row * d + column]! * weight[column * size + index]!;
      features[at + 1 + d + index] = shape === 'wave' ? Math.cos(sum) : Math.exp(sum);
    }
  }
  return features;
}
