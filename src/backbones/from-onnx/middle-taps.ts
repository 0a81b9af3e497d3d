/**
 * A network for pictures and the tap of its last features → more taps further down, to be pooled and joined with them:
 * after the last block, after the last quarter and in the middle. What a network was trained for shows most at its end;
 * pictures of another kind are often told apart by what lies before it. Used by: `build-backbone.ts`.
 *
 * Measured with EfficientNet-Lite0 under the ridge probe: docs/figures.md, "Features from several places".
 */
import { measureShapes, probeFeeds } from '../../engines/measure-shapes.ts';
import { type Boundary, listBoundaries } from '../../onnx/cut/boundaries.ts';
import { appendFeatures, type FeatureTap } from '../../onnx/head.ts';
import type { OnnxModel } from '../../onnx/model.ts';

/** Whole blocks above a tap, as a share of all; the first lies right below the last block. */
const SHARES = [0, 1 / 4, 1 / 2];
/** Networks with fewer blocks, or without names that tell of them, keep to their last features. */
const LEAST_BLOCKS = 4;
/** Taps may be this many times as wide as the last features: the head grows with them. */
const WIDEST = 2;

/** @returns none where the graph shows no blocks */
export async function middleTaps(
  model: OnnxModel,
  last: FeatureTap,
  { workDir }: { workDir: string },
): Promise<FeatureTap[]> {
  const pooled = appendFeatures(model, [last]);
  const measured = await measureShapes(
    pooled,
    probeFeeds(pooled, { batch: 2, other: 11 }),
    probeFeeds(pooled, { batch: 3, other: 13 }),
    { workDir },
  );
  const boundaries = listBoundaries(pooled, measured).filter(({ values }) => values.length === 1);
  const blocks = Math.max(0, ...boundaries.map((boundary) => boundary.blocks));
  if (blocks < LEAST_BLOCKS) return [];
  const widthOf = ({ output, rank }: FeatureTap) =>
    Number(measured.sizes.get(output)?.[rank === 4 ? 1 : rank - 1] ?? 0);
  const taps: FeatureTap[] = [];
  let left = WIDEST * widthOf(last);
  for (const share of SHARES) {
    const wanted = Math.max(1, Math.round(share * blocks));
    const found = boundaries.find((boundary) => boundary.blocks === wanted);
    const tap = found && tapAt(found, measured.sizes.get(found.values[0]!)?.length ?? 0, last);
    if (!tap || tap.output === last.output || taps.some(({ output }) => output === tap.output)) continue;
    left -= widthOf(tap);
    if (left < 0) break;
    taps.push(tap);
  }
  return taps;
}

/** Pooled as the last features are; maps by their mean. */
function tapAt({ values }: Boundary, rank: number, last: FeatureTap): FeatureTap | null {
  const [output = ''] = values;
  if (rank === 4) return { output, rank, pooling: 'mean' };
  if (rank === 3 && (last.pooling === 'cls' || last.pooling === 'mean'))
    return { output, rank, pooling: last.pooling };
  return null;
}
