/**
 * Time to judge one candidate on the samples of a `measure` task: ridge probe in 5 folds and LogME of 1,000 samples.
 * Run: npx tsx bench/probe.ts [runs]. Prints one JSON object: processor seconds (the least of the runs, after one
 * to warm up) of the whole and of the Gram matrix alone, for each feature width.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { type Features, gramMatrix, measureCandidate, scaleFeatures } from '../src/probe/index.ts';
import { seededRandom } from '../src/statistics/random.ts';

const RUNS = Number(process.argv[2] ?? 3);
const SAMPLES = 1_000;
const CLASSES = 10;
const WIDTHS = [512, 1_280, 2_048];

/** Class means of a random low-dimensional signal plus noise, so that eigenvalues fall off as real features' do. */
function makeFeatures(d: number): { features: Features; labels: Int32Array } {
  const random = seededRandom(1);
  const means = Float64Array.from({ length: CLASSES * d }, () => random.next() - 0.5);
  const labels = Int32Array.from({ length: SAMPLES }, (_, i) => i % CLASSES);
  const values = Float32Array.from(
    { length: SAMPLES * d },
    (_, at) => means[labels[Math.floor(at / d)]! * d + (at % d)]! + 4 * (random.next() - 0.5),
  );
  return { features: { values, n: SAMPLES, d }, labels };
}

function leastProcessorSeconds(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= RUNS; run += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    if (run > 0) least = Math.min(least, (user + system) / 1e6);
  }
  return Number(least.toFixed(2));
}

const result = {
  widths: WIDTHS.map((d) => {
    const { features, labels } = makeFeatures(d);
    return {
      d,
      accuracy: measureCandidate(features, labels, { seed: 1 }).accuracy,
      processorSeconds: leastProcessorSeconds(() => measureCandidate(features, labels, { seed: 1 })),
      gramSeconds: leastProcessorSeconds(() => gramMatrix(scaleFeatures(features))),
    };
  }),
  machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg()[0] },
  versions: { node: process.version },
  date: new Date().toISOString().slice(0, 10),
};
console.log(JSON.stringify(result, null, 2));
