/**
 * The pretrained mixer as two Forecasters: as it is (zero-shot), and fine-tuned on the person's series. Both deliver
 * an ONNX file, with which `mixer-forecast.ts` forecasts.
 */
import { readFile } from 'node:fs/promises';
import { openGraph } from '../../../engines/graph-session.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../onnx/model.ts';
import { withWeights } from '../../../onnx/with-weights.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import type { Forecast, ForecastContext, Forecaster } from '../forecaster.ts';
import { tuningWindows } from '../tuning-windows.ts';
import { mixerForecast, mixerMethod } from './mixer-forecast.ts';
import { HORIZON } from './sizes.ts';
import { meanPinball, openMixerTraining, windowBatch } from './train-mixer.ts';

const WEIGHTS = new URL('./weights/series-mixer.onnx', import.meta.url);
const BATCH = 64;
const MAX_WINDOWS = 4_000;
/** Fewer windows than this teach nothing that the pretrained weights do not know. */
const MINIMUM_WINDOWS = 24;
const MAX_STEPS = 240;
const CHECK_EVERY = 20;
/** Checks without a better validation loss before fine-tuning stops. */
const PATIENCE = 3;
const RATES = { head: 5e-4, trunk: 1e-4 };

/** A few hundred steps from the pretrained weights, stopped early; null when there is too little to learn from. */
async function fineTune(
  model: OnnxModel,
  training: readonly Float64Array[],
  context: ForecastContext,
): Promise<OnnxModel | null> {
  const { train, validation, horizon } = tuningWindows(training, context, {
    horizon: HORIZON,
    most: MAX_WINDOWS,
  });
  if (train.length < MINIMUM_WINDOWS || validation.length < 4) return null;
  const executor = await openMixerTraining(model, { horizon, weightDecay: 0.01 });
  const random = seededRandom(context.seed);
  const held = windowBatch(validation.slice(0, 512), horizon);
  const loss = async () => {
    const outputs = await executor.predict(held.inputs);
    return meanPinball(Object.values(outputs)[0]!.data, held.targets.data);
  };
  let best = { loss: await loss(), weights: executor.weights() };
  let stale = 0;
  const order = train.map((_, index) => index);
  for (let step = 0, next = order.length; step < MAX_STEPS && stale < PATIENCE; step += 1) {
    if (next + BATCH > order.length) {
      shuffle(order, random);
      next = 0;
    }
    const { inputs, targets } = windowBatch(
      order.slice(next, next + BATCH).map((index) => train[index]!),
      horizon,
    );
    next += BATCH;
    const warm = Math.min(1, (step + 1) / CHECK_EVERY);
    await executor.step({
      batch: { ...inputs, targets },
      rates: { head: RATES.head * warm, trunk: RATES.trunk * warm },
    });
    if ((step + 1) % CHECK_EVERY !== 0) continue;
    const now = await loss();
    stale = now < best.loss ? 0 : stale + 1;
    if (now < best.loss) best = { loss: now, weights: executor.weights() };
  }
  await executor.close();
  return withWeights(model, best.weights);
}

const openForecast = async (onnx: Uint8Array, context: ForecastContext): Promise<Forecast> =>
  mixerForecast(await openGraph(onnx), context);

const PRETRAINED = {
  id: 'tunesmith-series-mixer',
  name: 'Tunesmith series mixer',
  licence: 'MIT',
  source: 'pretrained on synthetic series, npm run pretrain:series',
} as const;

export const mixer: Forecaster = {
  ...mixerMethod('mixer'),
  pretrained: { ...PRETRAINED, frozen: 'used as it is (zero-shot)' },
  role: 'transfer',
  name: 'Pretrained mixer, zero-shot',
  prepare: async (_training, context) => {
    const onnx = await readFile(WEIGHTS);
    return { forecast: await openForecast(onnx, context), state: null, onnx };
  },
};

export const tunedMixer: Forecaster = {
  ...mixerMethod('mixer-tuned'),
  pretrained: { ...PRETRAINED, frozen: 'every layer fine-tuned' },
  role: 'transfer',
  name: 'Pretrained mixer, fine-tuned',
  prepare: async (training, context) => {
    const pretrained = await readFile(WEIGHTS);
    const tuned = await fineTune(decodeModel(pretrained), training, context);
    const onnx = tuned ? encodeModel(tuned) : pretrained;
    return { forecast: await openForecast(onnx, context), state: null, onnx };
  },
};
