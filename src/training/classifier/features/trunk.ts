/**
 * A backbone's frozen trunk in ONNX Runtime. In: a Backbone and a batch's feeds. Out: the joined, pooled taps, [n, d].
 * Next: the `*-features.ts` of each data kind feed it.
 */
import type { Backbone, Tap } from '../../../backbones/backbone.ts';
import type { Provider } from '../../../engines/compute/accelerator.ts';
import { openPicked } from '../../../engines/compute/pick.ts';
import { type Feeds, floatsOf, openSession, runSession } from '../../../engines/onnxruntime.ts';
import { poolTap } from './pooling.ts';

export interface Trunk {
  inputNames: readonly string[];
  /**
   * @param lengths real positions a sample, where the rest is padding
   * @returns row-major [n, d]
   */
  run: (feeds: Feeds, n: number, lengths?: readonly number[]) => Promise<Float32Array>;
  close: () => Promise<void>;
}

/** Width of the feature vector: the taps' widths together. */
export const featureWidth = (taps: readonly Tap[]): number => taps.reduce((sum, tap) => sum + tap.dim, 0);

export async function openTrunk({ onnxPath, taps }: Pick<Backbone, 'onnxPath' | 'taps'>): Promise<Trunk> {
  const outputs = taps.map((tap) => tap.output);
  const open = async (provider: Provider) => {
    const session = await openSession(onnxPath, { provider });
    return {
      inputNames: session.inputNames,
      run: (feeds: Feeds) => runSession(session, feeds, outputs),
      close: () => session.release(),
    };
  };
  const opened = await openPicked('trunk', open, (results) => floatsOf(results[outputs[0]!]));
  return {
    inputNames: opened.first.inputNames,
    run: async (feeds, n, lengths) => {
      const results = await opened.run(feeds);
      const parts = taps.map((tap) => {
        const tensor = results[tap.output];
        return poolTap({ data: floatsOf(tensor), dims: tensor?.dims ?? [] }, tap.pooling, lengths);
      });
      return joinTaps(parts, taps, n);
    },
    close: opened.close,
  };
}

/** @throws Error when a tap is not as wide as the backbone says */
function joinTaps(parts: Float32Array[], taps: readonly Tap[], n: number): Float32Array {
  const d = featureWidth(taps);
  const joined = new Float32Array(n * d);
  let offset = 0;
  for (const [i, { output, dim }] of taps.entries()) {
    const part = parts[i]!;
    if (part.length !== n * dim)
      throw new Error(`tap ${output}: ${part.length} values for ${n} samples of width ${dim}`);
    for (let row = 0; row < n; row++) joined.set(part.subarray(row * dim, (row + 1) * dim), row * d + offset);
    offset += dim;
  }
  return joined;
}
