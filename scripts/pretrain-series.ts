/**
 * Pretrains the series mixer on synthetic series and writes its weights and log:
 *
 *   npm run pretrain:series            # 7,000 steps of 256 windows, about half an hour on 2 idle cores
 *   npm run pretrain:series -- 300     # fewer steps, to try it
 *
 * Out: `src/training/series/mixer/weights/series-mixer.onnx` and `series-mixer.log.json`. Seeded: the same machine
 * gives the same weights.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { encodeModel } from '../src/onnx/model.ts';
import { withWeights } from '../src/onnx/with-weights.ts';
import { seededRandom } from '../src/statistics/random.ts';
import { QUANTILE_LEVELS } from '../src/training/series/backtest/metrics.ts';
import { buildMixer } from '../src/training/series/mixer/architecture.ts';
import { HORIZON } from '../src/training/series/mixer/sizes.ts';
import { syntheticSeries } from '../src/training/series/mixer/synthetic.ts';
import { meanPinball, openMixerTraining, windowBatch } from '../src/training/series/mixer/train-mixer.ts';
import type { TuningWindow } from '../src/training/series/tuning-windows.ts';

const SEED = 20_261_124;
const BATCH = 256;
const WINDOWS_PER_SERIES = 4;
const PEAK_RATE = 1e-3;
const WARM_UP = 300;
const STEPS = Number(process.argv[2] ?? 7_000);
const FOLDER = new URL('../src/training/series/mixer/weights/', import.meta.url);

/** Windows from one synthetic series: histories of 8 steps to all there is; the season is unknown in a tenth. */
function windowsOf(seed: number): TuningWindow[] {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const length = HORIZON + 24 + random.below(random.next() < 0.5 ? 120 : 460);
  const { values, period } = syntheticSeries(seed, length);
  return Array.from({ length: WINDOWS_PER_SERIES }, () => {
    const origin = 8 + random.below(length - HORIZON - 8);
    const start = random.next() < 0.4 ? random.below(Math.max(1, origin - 7)) : 0;
    const history = values.slice(start, origin);
    const known = random.next() < 0.9 && history.length >= 1.5 * period;
    return { history, future: values.slice(origin, origin + HORIZON), period: known ? period : 1 };
  });
}

const batchOf = (firstSeed: number, windows: number) =>
  Array.from({ length: windows / WINDOWS_PER_SERIES }, (_, index) => windowsOf(firstSeed + index)).flat();

/** Warm-up, then half a cosine down to a hundredth. */
const rateAt = (step: number) =>
  step < WARM_UP
    ? (PEAK_RATE * (step + 1)) / WARM_UP
    : PEAK_RATE * (0.01 + 0.495 * (1 + Math.cos((Math.PI * (step - WARM_UP)) / (STEPS - WARM_UP))));

/** The guide's first half repeated over the quantiles: the seasonal naive forecast, for comparison. */
const naiveQuantiles = (guide: Float32Array, n: number) =>
  Float32Array.from({ length: n * HORIZON * QUANTILE_LEVELS.length }, (_, index) => {
    const cell = Math.floor(index / QUANTILE_LEVELS.length);
    return guide[Math.floor(cell / HORIZON) * 2 * HORIZON + (cell % HORIZON)]!;
  });

const model = buildMixer(SEED);
const training = await openMixerTraining(model, { horizon: HORIZON, weightDecay: 0.01 });
const held = windowBatch(batchOf(2_000_000_000, 1_024), HORIZON);
const naive = meanPinball(naiveQuantiles(held.inputs.guide.data, 1_024), held.targets.data);

async function save(log: object[]): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL('series-mixer.onnx', FOLDER), encodeModel(withWeights(model, training.weights())));
  const summary = { seed: SEED, steps: STEPS, batch: BATCH, seasonalNaivePinball: naive, log };
  await writeFile(new URL('series-mixer.log.json', FOLDER), `${JSON.stringify(summary, null, 1)}\n`);
}

const log: { step: number; trainLoss: number; heldOutLoss: number; seconds: number }[] = [];
const start = performance.now();
let recent = 0;
const EVERY = Math.min(500, STEPS);
for (let step = 0; step < STEPS; step += 1) {
  const { inputs, targets } = windowBatch(
    batchOf(1_000 + (step * BATCH) / WINDOWS_PER_SERIES, BATCH),
    HORIZON,
  );
  const rate = rateAt(step);
  recent += await training.step({ batch: { ...inputs, targets }, rates: { head: rate, trunk: rate } });
  if ((step + 1) % EVERY === 0) {
    const { quantiles } = await training.predict(held.inputs);
    const heldOutLoss = meanPinball(quantiles!.data, held.targets.data);
    const seconds = (performance.now() - start) / 1_000;
    log.push({ step: step + 1, trainLoss: recent / EVERY, heldOutLoss, seconds: Math.round(seconds) });
    console.log(
      `step ${step + 1}: train ${(recent / EVERY).toFixed(4)}, held out ${heldOutLoss.toFixed(4)} (seasonal naive ${naive.toFixed(4)}), ${seconds.toFixed(0)} s`,
    );
    recent = 0;
    await save(log);
  }
}
await training.close();
