/**
 * Histories → the mixer's inputs, and its outputs → forecasts. A history is cut to the last 96 steps, centred on its
 * mean and divided by its deviation (Kim et al. 2022, RevIN); what is missing on the left is masked.
 */
import { CONTEXT, HORIZON } from './sizes.ts';

/** A batch: row-major float32 of the sizes in `sizes.ts`, and how to undo the normalisation. */
export interface MixerBatch {
  n: number;
  context: Float32Array;
  mask: Float32Array;
  guide: Float32Array;
  centre: Float64Array;
  scale: Float64Array;
}

const MAX_SEASONS = 4;
/** Normalised values beyond this are cut: an outlier must not drown the rest. */
const LIMIT = 20;
const clip = (value: number) => Math.max(-LIMIT, Math.min(LIMIT, value));

/** Mean and deviation of the last `CONTEXT` values; deviation 1 for a constant. */
function moments(history: Float64Array): { centre: number; scale: number } {
  const window = history.subarray(-CONTEXT);
  const centre = window.reduce((sum, value) => sum + value, 0) / window.length;
  const variance = window.reduce((sum, value) => sum + (value - centre) ** 2, 0) / window.length;
  const deviation = Math.sqrt(variance);
  return { centre, scale: deviation > 1e-9 * (1 + Math.abs(centre)) ? deviation : 1 };
}

/** The last season and the mean of the last few, at a step of the horizon. */
function guesses(history: Float64Array, period: number, step: number): [last: number, mean: number] {
  const season = Math.min(period, history.length);
  const phase = step % season;
  let sum = 0;
  let count = 0;
  for (let back = 1; back <= MAX_SEASONS; back += 1) {
    const index = history.length - back * season + phase;
    if (index < 0) break;
    sum += history[index]!;
    count += 1;
  }
  return [history[history.length - season + phase]!, sum / count];
}

/** @param histories without NaN, at least one value each. @param period steps of a season, 1 for none. */
export function mixerInputs(histories: readonly Float64Array[], period: number): MixerBatch {
  const n = histories.length;
  const batch: MixerBatch = {
    n,
    context: new Float32Array(n * CONTEXT),
    mask: new Float32Array(n * CONTEXT),
    guide: new Float32Array(n * 2 * HORIZON),
    centre: new Float64Array(n),
    scale: new Float64Array(n),
  };
  histories.forEach((history, row) => {
    const { centre, scale } = moments(history);
    batch.centre[row] = centre;
    batch.scale[row] = scale;
    const window = history.subarray(-CONTEXT);
    const start = (row + 1) * CONTEXT - window.length;
    window.forEach((value, index) => {
      batch.context[start + index] = clip((value - centre) / scale);
      batch.mask[start + index] = 1;
    });
    for (let step = 0; step < HORIZON; step += 1) {
      const [last, mean] = guesses(history, period, step);
      batch.guide[row * 2 * HORIZON + step] = clip((last - centre) / scale);
      batch.guide[row * 2 * HORIZON + HORIZON + step] = clip((mean - centre) / scale);
    }
  });
  return batch;
}

/** As feeds of the graph. */
export const mixerFeeds = ({ n, context, mask, guide }: MixerBatch) => ({
  context: { dims: [n, CONTEXT], data: context },
  mask: { dims: [n, CONTEXT], data: mask },
  guide: { dims: [n, 2 * HORIZON], data: guide },
});
