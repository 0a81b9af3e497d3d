/**
 * A `measure` task goes in, the transferability of each candidate on the attached data comes out: a stratified
 * sub-sample is embedded by every candidate and judged by the ridge probe, beside features without transfer. What
 * does not fit into the time budget is named as skipped. Called by `child.ts`.
 */
import { classificationRecipe as recipe } from '../../knowledge/recipes/classification.ts';
import { loadBackbone } from '../backbones/load-backbone.ts';
import type { ChildEvent } from '../child/events.ts';
import type { ChildResultOf, ChildTaskOf, Measurement } from '../child/messages.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { isUserError, UserError } from '../errors.ts';
import { compareMeasured, measureCandidate, measureGram } from '../probe/index.ts';
import type { Measured } from '../probe/measure-candidate.ts';
import { LOG_MEL } from './classifier/audio/log-mel-graph.ts';
import { makeSimpleSoundBackbone } from './classifier/audio/sound-backbones.ts';
import { embedAll } from './classifier/classifier-features.ts';
import { drawStratified, onlySamples } from './classifier/draw-samples.ts';
import { takeColumns } from './classifier/head/feature-columns.ts';
import { gatherSamples, type Samples } from './classifier/samples.ts';
import { makeSimpleImageBackbone } from './classifier/simple/image-backbone.ts';
import { sparseGram } from './classifier/text/sparse-gram.ts';
import { fitVectoriser, vectorise } from './classifier/text/vectoriser.ts';
import { type Budget, startBudget } from './job/budget.ts';
import { type Progress, startProgress } from './job/progress.ts';

/** Samples embedded at most (DESIGN 6.3). */
const MAX_SAMPLES = 1_000;
const FOLDS = 5;
const NO_TRANSFER = 'no-transfer';

const UNMEASURED = { series: 'time series', policy: 'logged decisions', prose: 'plain text' } as const;

type Named = Measured & { id: string };

export async function measure(
  task: ChildTaskOf<'measure'>,
  options: { emit: (event: ChildEvent) => void; signal: AbortSignal },
): Promise<ChildResultOf<'measured'>> {
  const budget = startBudget(task.budgetSeconds, recipe.reserve, options.signal);
  const progress = startProgress(options.emit);
  progress.begin('Opening the data set', 0.05);
  const { workDir } = task.folders;
  const dataset = await openDataset(task.file, { workDir, kind: task.task, target: task.target });
  if (dataset.kind === 'series' || dataset.kind === 'policy' || dataset.kind === 'prose')
    throw new UserError(
      'nothing-to-measure',
      `Candidates for ${UNMEASURED[dataset.kind]} are not measured; the ranking rests on facts alone.`,
    );
  const all = gatherSamples(dataset, null, task.seed);
  const samples = onlySamples(all, drawStratified(all, MAX_SAMPLES, task.seed));
  const measured: Named[] = [];
  const skipped: { id: string; reason: string }[] = [];
  const judge = { folds: FOLDS, seed: task.seed, groups: samples.groups };
  const steps = [NO_TRANSFER, ...task.candidates];
  for (const [i, id] of steps.entries()) {
    progress.begin(`Measuring ${id}`, 0.05 + (0.95 * (i + 1)) / steps.length);
    if (budget.signal.aborted) {
      options.signal.throwIfAborted();
      skipped.push({ id, reason: 'the time budget had ended' });
      continue;
    }
    try {
      const one =
        id === NO_TRANSFER
          ? await measureNoTransfer(task, samples, judge, { budget, progress })
          : await measureOne(task, id, samples, judge, { budget, progress });
      measured.push({ ...one, id });
    } catch (error) {
      options.signal.throwIfAborted();
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
    measurements: compared.filter(({ id }) => id !== NO_TRANSFER),
    skipped,
  };
}

type Judge = { folds: number; seed: number; groups: Int32Array };
type Watched = { budget: Budget; progress: Progress };

async function measureOne(
  task: ChildTaskOf<'measure'>,
  id: string,
  samples: Samples,
  judge: Judge,
  { budget, progress }: Watched,
): Promise<Measured> {
  const { cacheDir } = task.folders;
  const start = performance.now();
  const backbone = await loadBackbone(id, { cacheDir });
  if (backbone.preprocessing.kind !== samples.kind)
    throw new UserError(
      'backbone-of-other-kind',
      `it reads ${backbone.preprocessing.kind} data, not ${samples.kind} data`,
    );
  const features = await embedAll(backbone, {
    samples,
    cacheDir,
    signal: budget.signal,
    onProgress: progress.advance,
  });
  const measured = measureCandidate(features, samples.labels, judge);
  return { ...measured, seconds: (performance.now() - start) / 1_000 };
}

/** TF-IDF for text, gradients and colours for images, log-mel statistics for sounds. */
async function measureNoTransfer(
  task: ChildTaskOf<'measure'>,
  samples: Samples,
  judge: Judge,
  { budget, progress }: Watched,
): Promise<Measured> {
  const { cacheDir } = task.folders;
  if (samples.kind === 'text') {
    const matrix = vectorise(fitVectoriser(samples.texts, recipe.tfidf), samples.texts);
    return measureGram(sparseGram(matrix), samples.labels, judge);
  }
  const watch = { samples, cacheDir, signal: budget.signal, onProgress: progress.advance };
  if (samples.kind === 'audio') {
    const features = await embedAll(await makeSimpleSoundBackbone(cacheDir), watch);
    return measureCandidate(takeColumns(features, 0, LOG_MEL.dim), samples.labels, judge);
  }
  const { pixelSide } = recipe.scratch;
  const backbone = await makeSimpleImageBackbone({ cacheDir, like: null, pixelSide });
  return measureCandidate(await embedAll(backbone, watch), samples.labels, judge);
}

function toMeasurement({
  id,
  accuracy,
  logme,
  seconds,
  difference,
}: Named & Pick<Measurement, 'difference'>) {
  return { id, accuracy, logme, seconds, difference };
}
