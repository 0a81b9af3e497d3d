/**
 * A Dataset with classes → the transferability of each candidate on it: a stratified sub-sample is embedded by every
 * candidate and judged by the ridge probe, beside features without transfer. What does not fit into the time budget is
 * named as skipped.
 */

import { classificationRecipe as recipe } from '../../../../knowledge/recipes/classification.ts';
import { loadBackbone } from '../../../backbones/load-backbone.ts';
import type { ChildResultOf, ChildTaskOf, Measurement } from '../../../child/messages.ts';
import type { LabelledDataset } from '../../../datasets/dataset.ts';
import { isUserError, UserError } from '../../../errors.ts';
import { compareMeasured, measureCandidate, measureGram } from '../../../probe/index.ts';
import type { Measured } from '../../../probe/measure-candidate.ts';
import { dataWord } from '../../../text/terms.ts';
import type { Timed } from '../../job/kind.ts';
import { LOG_MEL } from '../audio/log-mel-graph.ts';
import { makeSimpleSoundBackbone } from '../audio/sound-backbones.ts';
import { embedAll } from '../classifier-features.ts';
import { drawStratified, onlySamples } from '../draw-samples.ts';
import { takeColumns } from '../head/feature-columns.ts';
import { gatherSamples, type Samples } from '../samples.ts';
import { makeSimpleImageBackbone } from '../simple/image-backbone.ts';
import { sparseGram } from '../text/sparse-gram.ts';
import { fitVectoriser, vectorise } from '../text/vectoriser.ts';
import { type MeasuredOne, measuredBefore } from './measured-before.ts';
import { classifyByNames } from './zero-shot.ts';

/** Samples embedded at most (docs/ranking.md). */
const MAX_SAMPLES = 1_000;
const FOLDS = 5;
const NO_TRANSFER = 'no-transfer';

/** Stands before the id of the model by which it was done. */
const ZERO_SHOT = 'zero-shot:';

export async function measureClasses(
  job: Timed<'measure'>,
  dataset: LabelledDataset,
): Promise<ChildResultOf<'measured'>> {
  const { task, budget, progress } = job;
  const all = gatherSamples(dataset, null, task.seed);
  const samples = onlySamples(all, drawStratified(all, MAX_SAMPLES, task.seed));
  const before = measuredBefore(task.folders.workDir, `${dataset.profile.hash} ${task.seed}`);
  const measured: MeasuredOne[] = [];
  const skipped: { id: string; reason: string }[] = [];
  const steps = [NO_TRANSFER, ...task.candidates];
  for (const [i, id] of steps.entries()) {
    progress.begin(`Measuring ${id}`, 0.05 + (0.95 * (i + 1)) / steps.length);
    const known = await before.recall(id);
    if (known) {
      measured.push(...known);
      continue;
    }
    if (budget.signal.aborted) {
      job.signal.throwIfAborted();
      skipped.push({ id, reason: 'the time budget had ended' });
      continue;
    }
    try {
      const found = await measureStep(job, id, samples);
      await before.keep(id, found);
      measured.push(...found);
    } catch (error) {
      job.signal.throwIfAborted();
      if (budget.ranOut()) skipped.push({ id, reason: 'the time budget ended while it was measured' });
      else if (isUserError(error)) skipped.push({ id, reason: error.message });
      else throw error;
    }
  }
  const compared = compareMeasured(measured).map(toMeasurement);
  return {
    kind: 'measured',
    profile: dataset.profile,
    n: samples.labels.length,
    noTransfer: compared.find(({ id }) => id === NO_TRANSFER) ?? null,
    zeroShot: bestZeroShot(compared),
    measurements: compared.filter(({ id }) => id !== NO_TRANSFER && !id.startsWith(ZERO_SHOT)),
    skipped,
  };
}

/** Of several models that can do it, the best; named by the model. */
function bestZeroShot(compared: readonly Measurement[]): Measurement | null {
  const [best] = compared
    .filter(({ id }) => id.startsWith(ZERO_SHOT))
    .toSorted((a, b) => b.accuracy - a.accuracy);
  return best ? { ...best, id: best.id.slice(ZERO_SHOT.length) } : null;
}

/** The probe of one candidate, and what it does without training; or the features without transfer. */
async function measureStep(job: Timed<'measure'>, id: string, samples: Samples): Promise<MeasuredOne[]> {
  const { task, budget, progress } = job;
  const { cacheDir } = task.folders;
  const judge = { folds: FOLDS, seed: task.seed, groups: samples.groups };
  if (id !== NO_TRANSFER) return measureOne(task, id, samples, judge, { budget, progress });
  const plain = await NO_TRANSFER_OF[samples.kind](samples, { ...judge, budget, progress, cacheDir });
  return [{ ...plain, id }];
}

interface Judge {
  folds: number;
  seed: number;
  groups: Int32Array;
}
type Watched = Pick<Timed<'measure'>, 'budget' | 'progress'>;

async function measureOne(
  task: ChildTaskOf<'measure'>,
  id: string,
  samples: Samples,
  judge: Judge,
  { budget, progress }: Watched,
): Promise<MeasuredOne[]> {
  const { cacheDir } = task.folders;
  const { signal } = budget;
  const start = performance.now();
  const backbone = await loadBackbone(id, { cacheDir, kind: samples.kind });
  if (backbone.preprocessing.kind !== samples.kind)
    throw new UserError('measured-other-kind', {
      kind: dataWord(backbone.preprocessing.kind),
      wanted: dataWord(samples.kind),
    });
  const features = await embedAll(backbone, { samples, cacheDir, signal, onProgress: progress.advance });
  const measured = measureCandidate(features, samples.labels, judge);
  const seconds = (performance.now() - start) / 1_000;
  const byNames = await classifyByNames(id, { backbone, samples, features, cacheDir, signal });
  return [
    { ...measured, id, seconds },
    ...(byNames ? [{ ...byNames, id: `${ZERO_SHOT}${id}`, logme: null, seconds }] : []),
  ];
}

interface Plain extends Judge, Watched {
  cacheDir: string;
}

/** Without transfer: TF-IDF for text, gradients and colours for images, log-mel statistics for sounds. */
const NO_TRANSFER_OF: Record<Samples['kind'], (samples: Samples, options: Plain) => Promise<Measured>> = {
  text: async (samples, judge) => {
    const matrix = vectorise(fitVectoriser(samples.texts, recipe.tfidf), samples.texts);
    return measureGram(sparseGram(matrix), samples.labels, judge);
  },
  audio: async (samples, options) => {
    const backbone = await makeSimpleSoundBackbone(options.cacheDir);
    const features = await embedAll(backbone, watching(samples, options));
    return measureCandidate(takeColumns(features, 0, LOG_MEL.dim), samples.labels, options);
  },
  image: async (samples, options) => {
    const { cacheDir } = options;
    const { pixelSide } = recipe.scratch;
    const backbone = await makeSimpleImageBackbone({ cacheDir, like: null, pixelSide });
    return measureCandidate(await embedAll(backbone, watching(samples, options)), samples.labels, options);
  },
};

const watching = (samples: Samples, { cacheDir, budget, progress }: Plain) => ({
  samples,
  cacheDir,
  signal: budget.signal,
  onProgress: progress.advance,
});

function toMeasurement({
  id,
  accuracy,
  logme,
  seconds,
  difference,
}: MeasuredOne & Pick<Measurement, 'difference'>) {
  return { id, accuracy, logme, seconds, difference };
}
