/**
 * A labelled Dataset goes in, a chosen, fitted and tested classifier comes out. Reads top to bottom: features →
 * baselines → probe → mixtures → choose on validation → fit on train + validation → test once. Next: `export/` writes
 * the model, `classifier-report.ts` the Report.
 */
import { classificationRecipe as recipe } from '../../knowledge/recipes/classification.ts';
import type { Backbone } from '../backbones/backbone.ts';
import { loadBackbone } from '../backbones/load-backbone.ts';
import type { LabelledDataset } from '../datasets/dataset.ts';
import { loadTensorFlow, type TensorFlow } from '../engines/tensorflow.ts';
import { UserError } from '../errors.ts';
import type { RunEvent } from '../runs/events.ts';
import { chooseBackbone } from './backbone-choice.ts';
import type { Budget } from './budget.ts';
import { openCheckpoints } from './checkpoint.ts';
import { chooseBest } from './choose.ts';
import {
  type ContenderOptions,
  embedAll,
  makeImageBaselines,
  makeProbe,
  makeTextBaselines,
} from './classifier-features.ts';
import { isImbalanced } from './contenders/class-weights.ts';
import type { Contender, LearningCurvePoint } from './contenders/contender.ts';
import { makeMajority } from './contenders/majority.ts';
import type { Predictions } from './evaluate/predictions.ts';
import { type Finalist, type FitCache, type FittedFinalist, fitFinalist, mixFinalists } from './finalist.ts';
import { type FoldPlan, planFolds } from './folds.ts';
import type { ChildTaskOf } from './messages.ts';
import type { Progress } from './progress.ts';
import { enter, type Race } from './race.ts';
import { classCounts, gatherSamples, labelsOf, type Samples, withoutSamples } from './samples.ts';
import { makeSimpleImageBackbone } from './simple/image-backbone.ts';

export interface ClassifierJob {
  task: ChildTaskOf<'train'>;
  dataset: LabelledDataset;
  test: LabelledDataset | null;
  budget: Budget;
  progress: Progress;
  emit: (event: RunEvent) => void;
  signal: AbortSignal;
}

export interface TrainedClassifier {
  samples: Samples;
  plan: FoldPlan;
  finalists: Finalist[];
  winner: Finalist;
  fitted: FittedFinalist;
  /** Predictions for the test part: of the winner, and of every baseline by id. */
  tested: Map<string, Predictions>;
  /** By id: the Backbones whose features were used. */
  backbones: Map<string, Backbone>;
  /** The pretrained one; null when none was used. */
  pretrained: Backbone | null;
  history: LearningCurvePoint[];
  engine: TensorFlow;
  warnings: string[];
  seconds: Record<string, number>;
}

interface Stage {
  job: ClassifierJob;
  options: ContenderOptions;
  race: Race;
  finalists: Finalist[];
  backbones: Map<string, Backbone>;
  warnings: string[];
  seconds: Record<string, number>;
}

export async function trainClassifier(job: ClassifierJob): Promise<TrainedClassifier> {
  const engine = await loadTensorFlow();
  const warnings: string[] = [];
  const seconds: Record<string, number> = {};
  const backbones = new Map<string, Backbone>();
  const { spec } = job.task;

  const pretrained = await openPretrained(job);
  let samples = gatherSamples(job.dataset, job.test, spec.seed);
  let simple: { backbone: Backbone; features: Awaited<ReturnType<typeof embedAll>> } | null = null;
  if (samples.kind === 'image') {
    simple = await embedSimpleImages(job, samples, pretrained);
    backbones.set(simple.backbone.id, simple.backbone);
    samples = leaveOutDamaged(samples, simple.features.failed, warnings);
  }

  const plan = planFolds(samples, recipe.validation, spec.seed);
  const race: Race = {
    plan,
    labels: labelsOf(samples, plan.scored),
    imbalanced: isImbalanced(classCounts(samples, samples.pool), recipe.imbalance),
    budget: job.budget,
    progress: job.progress,
    checkpoints: openCheckpoints(job.task.folders.workDir, {
      recipe,
      spec,
      data: [job.dataset.profile.hash, job.test?.profile.hash],
      backbone: pretrained?.sha256,
    }),
  };
  const options: ContenderOptions = { samples, recipe, engine, seed: spec.seed };
  const stage: Stage = { job, options, race, finalists: [], backbones, warnings, seconds };

  const baselines = simple
    ? makeImageBaselines(options, simple.backbone, simple.features)
    : samples.kind === 'text'
      ? makeTextBaselines(options)
      : [];
  await raceBaselines(stage, baselines);
  if (pretrained) await raceTransfer(stage, pretrained);

  const winner = chooseWinner(stage.finalists, race);
  const history = await recordHistory(stage, winner);
  const final = await fitAndTest(stage, winner);
  return {
    samples,
    plan,
    finalists: stage.finalists,
    winner,
    ...final,
    backbones,
    pretrained: pretrained && backbones.has(pretrained.id) ? pretrained : null,
    history,
    engine,
    warnings,
    seconds,
  };
}

async function openPretrained(job: ClassifierJob): Promise<Backbone | null> {
  const { spec, folders } = job.task;
  const id = chooseBackbone(spec.model, job.dataset.kind);
  if (id === null) return null;
  job.progress.begin('Preparing the pretrained model', 0.05);
  return loadBackbone(id, {
    cacheDir: folders.cacheDir,
    onProgress: (text) => job.progress.begin(text, 0.05),
  });
}

async function embedSimpleImages(job: ClassifierJob, samples: Samples, pretrained: Backbone | null) {
  const like = pretrained?.preprocessing.kind === 'image' ? pretrained.preprocessing : null;
  const { cacheDir } = job.task.folders;
  const { pixelSide } = recipe.scratch;
  const backbone = await makeSimpleImageBackbone({ cacheDir, like, pixelSide });
  job.progress.begin('Reading the images', 0.2);
  // Not under the budget: without these features there is no baseline and nothing to deliver.
  const features = await embedAll(backbone, {
    samples,
    cacheDir,
    signal: job.signal,
    onProgress: job.progress.advance,
  });
  return { backbone, features };
}

function leaveOutDamaged(
  samples: Samples,
  failed: readonly { index: number; reason: string }[],
  warnings: string[],
): Samples {
  if (failed.length === 0) return samples;
  const named = failed.slice(0, 5).map(({ index, reason }) => `${samples.ids[index]} (${reason})`);
  const more = failed.length > named.length ? ` and ${failed.length - named.length} more` : '';
  warnings.push(`${failed.length} files could not be read and were left out: ${named.join(', ')}${more}.`);
  const kept = withoutSamples(samples, new Set(failed.map(({ index }) => index)));
  if (kept.train.length === 0 || kept.validation.length === 0 || kept.test.length === 0)
    throw new UserError(
      'too-few-readable',
      `Only ${kept.pool.length + kept.test.length} of ${samples.ids.length} files can be read, too few to train and test. First problem: ${named[0]}.`,
    );
  return kept;
}

async function raceBaselines(stage: Stage, baselines: readonly Contender[]): Promise<void> {
  const { job, race, finalists, seconds } = stage;
  const start = performance.now();
  const contenders = [makeMajority(stage.options.samples), ...baselines];
  for (const [i, contender] of contenders.entries()) {
    const until = 0.2 + (0.25 * (i + 1)) / contenders.length;
    // The no-transfer baseline is what is delivered when time runs out: it may not be cut off.
    const mustFinish = contender.id !== 'scratch';
    const finalist = await enter(race, contender, until, { mustFinish, signal: job.signal });
    if (finalist) finalists.push(finalist);
  }
  seconds.baselines = (performance.now() - start) / 1_000;
}

async function raceTransfer(stage: Stage, pretrained: Backbone): Promise<void> {
  const { job, race, finalists, warnings, seconds } = stage;
  const start = performance.now();
  try {
    job.progress.begin(`Extracting features with ${pretrained.name}`, 0.75);
    const features = await embedAll(pretrained, {
      samples: stage.options.samples,
      cacheDir: job.task.folders.cacheDir,
      signal: race.budget.signal,
      onProgress: job.progress.advance,
    });
    stage.backbones.set(pretrained.id, pretrained);
    seconds.features = (performance.now() - start) / 1_000;
    const probe = makeProbe(stage.options, pretrained, features);
    const finalist = await enter(race, probe, 0.88, { signal: job.signal });
    if (finalist) addWithMixture(stage, finalist);
    else warnings.push('The time budget ended while the probe was being tried; it was left out.');
  } catch (error) {
    if (!race.budget.ranOut() || job.signal.aborted) throw error;
    warnings.push(
      `The time budget ended while features were extracted with ${pretrained.name}, so only models without it were compared. A larger budget would let it in; what was extracted is kept.`,
    );
  }
  const best = finalists.some(({ role }) => role === 'transfer');
  if (!best && finalists.every(({ deliverable }) => !deliverable))
    throw new UserError(
      'budget-too-small',
      `The budget of ${job.task.spec.budgetSeconds} s ended before any model was ready. Give the run more time.`,
    );
  seconds.transfer = (performance.now() - start) / 1_000;
}

function addWithMixture({ finalists, race }: Stage, probe: Finalist): void {
  const plain = finalists.find(({ id }) => id === 'no-transfer');
  finalists.push(probe);
  if (!plain) return;
  const { labels, imbalanced } = race;
  finalists.push(mixFinalists(probe, plain, { shares: recipe.mixtureShares, labels, imbalanced }));
}

function chooseWinner(finalists: readonly Finalist[], race: Race): Finalist {
  const open = finalists.filter(({ deliverable }) => deliverable);
  const best = chooseBest(
    open.map(({ validation }) => validation),
    race.labels,
    race.imbalanced,
  );
  return open[best.index]!;
}

/** The winner's learning curve on train and validation; a mixture shows that of its first member. */
async function recordHistory(stage: Stage, winner: Finalist): Promise<LearningCurvePoint[]> {
  const { job, race } = stage;
  const { train, validation } = stage.options.samples;
  const { contender, hyperparameters } = winner.members[0]!;
  const history: LearningCurvePoint[] = [];
  job.progress.begin(`Recording the learning curve of ${contender.name}`, 0.92);
  try {
    await contender.curve?.(
      hyperparameters,
      { train, validation },
      {
        signal: race.budget.signal,
        onEpoch: (point) => {
          history.push(point);
          const { epoch, trainLoss, validationLoss, validationScore } = point;
          job.emit({ type: 'epoch', model: winner.id, epoch, trainLoss, validationLoss, validationScore });
        },
      },
    );
  } catch (error) {
    if (!race.budget.ranOut() || job.signal.aborted) throw error;
  }
  return history;
}

/** Fits the winner and the baselines on train + validation and predicts the test part: the only time it is read. */
async function fitAndTest(stage: Stage, winner: Finalist) {
  const { job, options, seconds } = stage;
  const { pool, test } = options.samples;
  const start = performance.now();
  job.progress.begin('Fitting the winner on train and validation', 0.96);
  const cache: FitCache = new Map();
  const tested = new Map<string, Predictions>();
  const fitted = await fitFinalist(winner, pool, cache);
  tested.set(winner.id, fitted.predict(test));
  for (const baseline of stage.finalists) {
    if (baseline.role !== 'baseline' || tested.has(baseline.id)) continue;
    job.signal.throwIfAborted();
    tested.set(baseline.id, (await fitFinalist(baseline, pool, cache)).predict(test));
  }
  seconds.final = (performance.now() - start) / 1_000;
  return { fitted, tested };
}
