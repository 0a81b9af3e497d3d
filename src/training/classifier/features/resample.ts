/** Mono samples at one rate → the same sound at another. Pure, and so shared with the page of a Run. */

/** Zero crossings of the windowed sinc on each side, at the lower of the two rates. */
const TAPS = 16;

/**
 * Band-limited resampling with a Hann-windowed sinc (Smith, "Digital Audio Resampling Home Page", CCRMA): the cutoff is
 * half of the lower rate. Output samples whose place between input samples is the same share their weights, of which
 * there are `to` / gcd(from, to) sets.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return Float32Array.from(samples);
  const common = greatestCommonDivisor(Math.round(from), Math.round(to));
  const step = Math.round(from) / common;
  const phases = Math.round(to) / common;
  const half = TAPS / Math.min(1, to / from);
  const width = 2 * Math.ceil(half) + 1;
  const weights: (Float64Array | undefined)[] = [];
  const output = new Float32Array(Math.max(1, Math.round((samples.length * to) / from)));
  for (let i = 0; i < output.length; i++) {
    const phase = (i * step) % phases;
    const first = (i * step - phase) / phases - Math.ceil(half);
    weights[phase] ??= sincWeights(phase / phases, half, width);
    const kernel = weights[phase];
    const begin = Math.max(0, -first);
    const end = Math.min(width, samples.length - first);
    let sum = 0;
    for (let k = begin; k < end; k++) sum += samples[first + k]! * kernel[k]!;
    output[i] = sum;
  }
  return output;
}

/** Weights of `width` input samples around a point that lies `fraction` after the middle one. */
function sincWeights(fraction: number, half: number, width: number): Float64Array {
  const ratio = TAPS / half;
  return Float64Array.from({ length: width }, (_, k) => {
    const x = k - (width - 1) / 2 - fraction;
    if (Math.abs(x) > half) return 0;
    const angle = Math.PI * ratio * x;
    const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
    return ratio * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
