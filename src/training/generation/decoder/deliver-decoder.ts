/**
 * A written text generator → the Delivery of its Report: smaller variants scored on test blocks by the code that continues
 * texts. In: the artifact folder, the test blocks. Out: Delivery. Called by `write-decoder.ts`.
 */
import { artifactHost } from '../../../delivered/artifact-host.ts';
import type { Delivery } from '../../../report/delivery.ts';
import type { Judged, Measure } from '../../delivery/as-good.ts';
import { offerCompact } from '../../delivery/offer-compact.ts';
import { variantHost } from '../../delivery/variant-host.ts';
import type { Block } from '../blocks.ts';
import { logProbabilitiesOf } from '../log-probabilities.ts';
import { openGenerator } from '../open-generator.ts';
import { GENERATION_MODEL } from '../pipeline.ts';

/** Half a hundredth, as half a point is of accuracy. */
const MEASURE: Measure = {
  name: 'bits per token',
  better: 'lower',
  tolerance: { by: 0.005, relative: true },
};
/** Blocks that variants are scored on, evenly from all: each takes a decoder up to a second. */
const MOST_JUDGED = 48;

interface DeliverOptions {
  artifactDir: string;
  workDir: string;
  /** Of the test part. */
  test: readonly Block[];
  signal: AbortSignal;
}

export async function deliverDecoder({
  artifactDir,
  workDir,
  test,
  signal,
}: DeliverOptions): Promise<Delivery> {
  const count = Math.min(test.length, MOST_JUDGED);
  const blocks = Array.from({ length: count }, (_, i) => test[Math.floor((i * test.length) / count)]!);
  const judge = async (path: string) => (await judgeFile(path)).judged;
  const judgeFile = async (path: string) => {
    const host = variantHost(artifactHost(artifactDir), () => path);
    const generator = await openGenerator(host);
    try {
      const samples: number[] = [];
      let [sum, tokens] = [0, 0];
      for (const block of blocks) {
        signal.throwIfAborted();
        const values = await logProbabilitiesOf(generator, block);
        const total = values.reduce((all, value) => all + value, 0);
        samples.push(total / values.length);
        sum += total;
        tokens += values.length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      const judged: Judged = { figure: -sum / Math.max(1, tokens) / Math.LN2, samples };
      return { judged, feeds: host.firstFeeds() };
    } finally {
      await generator.close();
    }
  };
  const { judged: full, feeds } = await judgeFile(GENERATION_MODEL);
  const graphs = [{ path: GENERATION_MODEL, feeds }] as const;
  return offerCompact({ artifactDir, workDir, graphs, measure: MEASURE, full, judge, signal });
}
