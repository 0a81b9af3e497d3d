/**
 * Times of the recommendation: p50, p95, p99 of understand + recommend + explain over the panel's requests (warm,
 * after one pass), and of the probe at n = 1,000 for three feature widths (10 classes, 5 folds × 9 λ, one process).
 * `npx tsx bench/recommend.ts`. Wall and CPU seconds are both given: on a shared machine wall time says little.
 */
import { cpus } from 'node:os';
import { stratifiedFolds } from '../src/probe/folds.ts';
import { gramMatrix, scaleFeatures } from '../src/probe/gram.ts';
import { logMe } from '../src/probe/logme.ts';
import { ridgeFold } from '../src/probe/ridge.ts';
import { explain } from '../src/recommend/explain/explain.ts';
import { recommend } from '../src/recommend/recommend.ts';
import { understand } from '../src/recommend/understand/understand.ts';
import { seededRandom } from '../src/statistics/random.ts';
import { readPanel } from './panel.ts';

async function timed<T>(work: () => T | Promise<T>): Promise<{ wallMs: number; cpuMs: number; result: T }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - started, cpuMs: (user + system) / 1_000, result };
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

async function benchRecommend(): Promise<void> {
  const requests = readPanel().map(({ request }) => request);
  const once = (description: string) =>
    timed(async () => explain(await recommend(understand({ description })), 'en'));
  const first = await once(requests[0]!);
  for (const request of requests) await once(request);
  const runs = [];
  for (let pass = 0; pass < 5; pass++) for (const request of requests) runs.push(await once(request));
  for (const key of ['wallMs', 'cpuMs'] as const) {
    const sorted = runs.map((run) => run[key]).sort((a, b) => a - b);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(1));
    console.log(
      `recommend ${key}: p50 ${p50}, p95 ${p95}, p99 ${p99} (${sorted.length} calls); first call ${first[key].toFixed(0)}`,
    );
  }
}

async function benchProbe(d: number): Promise<void> {
  const n = 1_000;
  const { next: random } = seededRandom(d);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 10);
  const values = Float32Array.from(
    { length: n * d },
    (_, at) => random() * 4 + ((at % d) % 97 === labels[Math.floor(at / d)]! * 9 ? 1 : 0),
  );
  const gram = await timed(() => gramMatrix(scaleFeatures({ values, n, d })));
  const fold = stratifiedFolds(labels, { folds: 5, seed: 1 });
  const ridge = await timed(() => {
    const all = Array.from({ length: n }, (_, i) => i);
    for (let f = 0; f < 5; f++)
      ridgeFold(
        gram.result,
        labels,
        10,
        Int32Array.from(all.filter((i) => fold[i] !== f)),
        Int32Array.from(all.filter((i) => fold[i] === f)),
      );
  });
  const evidence = await timed(() => logMe(gram.result, labels, 10));
  const show = (name: string, time: { wallMs: number; cpuMs: number }) =>
    `${name} ${(time.wallMs / 1e3).toFixed(2)} s wall, ${(time.cpuMs / 1e3).toFixed(2)} s CPU`;
  console.log(
    `probe n=1,000 D=${d}: ${show('Gram', gram)}; ${show('ridge 5 × 9', ridge)}; ${show('LogME', evidence)}`,
  );
}

console.log(`${cpus()[0]?.model} × ${cpus().length}, Node ${process.version}, ${new Date().toISOString()}`);
await benchRecommend();
for (const d of [512, 1_280, 2_048]) await benchProbe(d);
