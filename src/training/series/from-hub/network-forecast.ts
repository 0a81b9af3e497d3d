/**
 * A network of the Hub and histories → its forecasts: the medians. A history is centred on its mean and divided by its
 * deviation, and what lacks before it to whole patches is masked. Pure, and so shared with the page of a Run. Next:
 * `hub-forecasters.ts` brings the network, `methods/delivered.ts` restores it.
 */
import { z } from 'zod';
import type { Feeds, GraphSession } from '../../../engines/graph-session.ts';
import type { Forecast, ForecastContext, Method } from '../forecaster.ts';

/**
 * What config.json says of the network, in steps; `median` is the place of 0.5 among its quantiles. A network that reads
 * exactly `longest` steps has one patch of that length.
 */
export const networkSizesSchema = z.object({
  patch: z.number().int().positive(),
  longest: z.number().int().positive(),
  horizon: z.number().int().positive(),
  median: z.number().int().nonnegative(),
});
export type NetworkSizes = z.infer<typeof networkSizesSchema>;

const BATCH = 32;
/** Deviation of a series that never changes. */
const EPSILON = 1e-5;

export interface NormalisedHistory {
  centre: number;
  scale: number;
  values: Float64Array;
}

export function normalised(window: Float64Array): NormalisedHistory {
  const centre = window.reduce((sum, value) => sum + value, 0) / window.length;
  const square = window.reduce((sum, value) => sum + (value - centre) ** 2, 0) / window.length;
  const scale = Math.sqrt(square) || EPSILON;
  return { centre, scale, values: window.map((value) => (value - centre) / scale) };
}

/** Feeds of the network: each history at the end of whole patches. @param longest steps of the longest one, or more */
export function networkBatch(rows: readonly NormalisedHistory[], patch: number, longest: number): Feeds {
  const steps = Math.ceil(longest / patch) * patch;
  const context = new Float32Array(rows.length * steps);
  const mask = new Float32Array(rows.length * steps);
  rows.forEach(({ values }, row) => {
    const start = (row + 1) * steps - values.length;
    context.set(values, start);
    mask.fill(1, start, (row + 1) * steps);
  });
  const dims = [rows.length, steps];
  return { context: { dims, data: context }, mask: { dims, data: mask } };
}

/** Medians of one pass, in the unit of each series. */
async function onePass(network: GraphSession, histories: readonly Float64Array[], sizes: NetworkSizes) {
  const rows = histories.map((history) => normalised(history.subarray(-sizes.longest)));
  const longest = Math.max(...rows.map(({ values }) => values.length));
  const { quantiles } = await network.run(networkBatch(rows, sizes.patch, longest));
  const levels = quantiles!.dims[1]!;
  return rows.map(({ centre, scale }, row) =>
    Float64Array.from({ length: sizes.horizon }, (_, step) => {
      const index = (row * levels + sizes.median) * sizes.horizon + step;
      return centre + scale * Number(quantiles!.data[index]);
    }),
  );
}

/** Longer horizons than the network's are rolled on with the median as history. */
export function networkForecast(
  network: GraphSession,
  sizes: NetworkSizes,
  { horizon }: ForecastContext,
): Forecast {
  return async (histories) => {
    const forecasts: Float64Array[] = [];
    for (let from = 0; from < histories.length; from += BATCH) {
      const group = histories.slice(from, from + BATCH);
      let grown = group.map((history) => Float64Array.from(history));
      while (grown[0]!.length < group[0]!.length + horizon) {
        const next = await onePass(network, grown, sizes);
        grown = grown.map((history, index) => Float64Array.of(...history, ...next[index]!));
      }
      forecasts.push(
        ...grown.map((history, i) => history.slice(group[i]!.length, group[i]!.length + horizon)),
      );
    }
    return forecasts;
  };
}

/** As it is delivered, fine-tuned or not. */
export const networkMethod = (id: 'hub-network' | 'hub-network-tuned'): Method => ({
  id,
  minimumHistory: () => 8,
  restore: async (state, context, network) => {
    if (!network) throw new Error('A network of the Hub cannot be restored without its ONNX file.');
    return networkForecast(network, networkSizesSchema.parse(state), context);
  },
});
