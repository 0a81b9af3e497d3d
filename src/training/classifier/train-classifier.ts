/**
 * A labelled Dataset goes in, a chosen, fitted and tested classifier comes out. Reads top to bottom: baselines →
 * features → probe → mixtures → unfreezing → choose on validation → fit on train + validation → test once. Next:
 * `export/` writes the model, `classifier-report.ts` the Report.
 */

import { classificationRecipe as recipe } from '../../../knowledge/recipes/classification.ts';
import type { Backbone } from '../../backbones/backbone.ts';
import { loadBackbone, loadOwnFile } from '../../backbones/load-backbone.ts';
import { noteUse } from '../../engines/compute/choice.ts';
import { openMatrices } from '../../engines/compute/matrices.ts';
import { UserError } from '../../errors.ts';
import type { Trial } from '../../report/report.ts';
import { type Note, note } from '../../text/notes.ts';
import { listed } from '../../text/terms.ts';
import { openCheckpoints } from '../job/checkpoint.ts';
import { thinFiles, thinTexts } from './afford/thin-samples.ts';
import { clipWarnings } from './audio/clip-warnings.ts';
import { makeSimpleSoundBackbone } from './audio/sound-backbones.ts';
import { makeAudioBaselines } from './audio/sound-contenders.ts';
import { chooseBackbone } from './backbone-choice.ts';
import {
  type Baselines,
  type ContenderOptions,
  embedAll,
  makeImageBaselines,
  makeTextBaselines,
} from './classifier-features.ts';
import { compareBackbones } from './compare-backbones.ts';
import { isImbalanced } from './contenders/class-weights.ts';
import type { LearningCurvePoint } from './contenders/contender.ts';
import type { Predictions } from './evaluate/predictions.ts';
import { sharedGroupsWarning } from './evaluate/shared-groups.ts';
import type { Finalist, FittedFinalist } from './finalist.ts';
import { chooseWinner, fitAndTest, recordHistory } from './finish-classifier.ts';
import { type FoldPlan, planFolds } from './folds.ts';
import { chooseInput } from './input/choose-input.ts';
import type { Race } from './race.ts';
import { raceCore, raceScratch } from './race-steps.ts';
import { classCounts, gatherSamples, labelsOf, type Samples, withoutSamples } from './samples.ts';
import { makeSimpleImageBackbone } from './simple/image-backbone.ts';
import type { ClassifierJob, Simple, Stage } from './stage.ts';
import { raceUnfrozen } from './tune/race-unfrozen.ts';

export type { ClassifierJob } from './stage.ts';

export interface TrainedClassifier {
  samples: Samples;
  plan: FoldPlan;
  /** Whether macro-F1 instead of log-loss decided among equals. */
  imbalanced: boolean;
  finalists: readonly Finalist[];
  winner: Finalist;
  fitted: FittedFinalist;
  /** Predictions for the test part: of the winner, and of every baseline by id. */
  tested: Map<string, Predictions>;
  /** By id: the Backbones whose features were used. */
  backbones: Map<string, Backbone>;
  /** The pretrained one; null when none was used. */
  pretrained: Backbone | null;
  history: LearningCurvePoint[];
  warnings: Note[];
  /** Settings that were tried, and how the search for them went. */
  trials: Trial[];
  searchNotes: Note[];
  seconds: Record<string, number>;
}

export async function trainClassifier(job: ClassifierJob): Promise<TrainedClassifier> {
  const engine = await openMatrices();
  noteUse('head', engine.name);
  const warnings: Note[] = [];
  const seconds: Record<string, number> = {};
  const backbones = new Map<string, Backbone>();
  const { spec } = job.task;

  let samples = gatherSamples(job.dataset, job.test, spec.seed);
  const opened = await openPretrained(job, samples);
  const thinned = await thinSamples(job, samples, opened.pretrained);
  const pretrained = thinned.withPretrained ? opened.pretrained : null;
  samples = thinned.samples;
  warnings.push(...(pretrained?.notes ?? []), ...thinned.said, ...sharedGroupsWarning(samples));
  const simple = thinned.simple && (await embedSimple(job, samples, thinned.simple));
  seconds.reading = job.budget.elapsed();
  if (simple) {
    backbones.set(simple.backbone.id, simple.backbone);
    samples = leaveOutDamaged(samples, simple.features.failed, warnings);
    if (samples.kind === 'audio') warnings.push(...clipWarnings(samples, simple.features));
  }

  const plan = planFolds(samples, recipe.validation, spec.seed);
  const race: Race = {
    plan,
    labels: labelsOf(samples, plan.scored),
    imbalanced: isImbalanced(classCounts(samples, samples.pool), recipe.imbalance),
    budget: job.budget,
    progress: job.progress,
    trials: [...opened.trials],
    checkpoints: openCheckpoints(job.task.folders.workDir, {
      recipe,
      spec,
      data: [job.dataset.profile.hash, job.test?.profile.hash],
      backbone: pretrained?.sha256,
      input: pretrained?.preprocessing.kind === 'image' && pretrained.preprocessing,
      samples: samples.labels.length,
    }),
  };
  const options: ContenderOptions = { samples, recipe, engine, seed: spec.seed };
  const stage: Stage = {
    job,
    options,
    race,
    finalists: [],
    backbones,
    simple,
    warnings,
    searchNotes: opened.notes,
    closers: [],
    seconds,
  };
  try {
    const finished = await raceAndFinish(stage, pretrained);
    return {
      samples,
      ...finished,
      imbalanced: race.imbalanced,
      backbones,
      warnings,
      trials: race.trials,
      searchNotes: stage.searchNotes,
      seconds,
    };
  } finally {
    for (const close of stage.closers) await close();
  }
}

async function raceAndFinish(stage: Stage, pretrained: Backbone | null) {
  const baselines = makeBaselines(stage);
  await raceCore(stage, baselines, pretrained);
  await raceScratch(stage, baselines);
  if (pretrained) await raceUnfrozen(stage, pretrained);
  const chosen = chooseWinner(stage);
  const history = await recordHistory(stage, chosen.winner);
  const { fitted, tested } = await fitAndTest(stage, chosen);
  const used = pretrained !== null && stage.backbones.has(pretrained.id);
  return { ...chosen, history, fitted, tested, pretrained: used ? pretrained : null };
}

async function openPretrained(job: ClassifierJob, samples: Samples) {
  const compared = job.task.modelFile ? null : await compareBackbones(job, samples);
  const loaded = await loadPretrained(job, compared?.chosen ?? job.task.spec.model);
  const chosen = loaded && (await chooseInput(job, samples, loaded));
  return {
    pretrained: chosen?.backbone ?? null,
    trials: compared?.trials ?? [],
    notes: [...(compared?.notes ?? []), ...(chosen?.notes ?? [])],
  };
}

async function loadPretrained(job: ClassifierJob, model: string): Promise<Backbone | null> {
  const { folders, modelFile } = job.task;
  const options = {
    cacheDir: folders.cacheDir,
    kind: job.dataset.kind,
    onProgress: (text: string) => job.progress.begin(text, 0.05),
  };
  if (modelFile) {
    job.progress.begin('Preparing the attached model', 0.05);
    return loadOwnFile(modelFile, options);
  }
  const id = chooseBackbone(model, job.dataset.kind);
  if (id === null) return null;
  job.progress.begin('Preparing the pretrained model', 0.05);
  return loadBackbone(id, options);
}

/** With the network of simple features; null for texts, whose simple features are terms and no table. */
async function thinSamples(job: ClassifierJob, samples: Samples, pretrained: Backbone | null) {
  if (samples.kind === 'text') return { ...thinTexts(job, samples, recipe.tfidf), simple: null };
  const simple = await makeSimpleBackbone(samples.kind, pretrained, job.task.folders.cacheDir);
  job.progress.begin(`Reading the ${samples.kind === 'image' ? 'images' : 'sounds'}`, 0.2);
  return { ...(await thinFiles(job, samples, { simple, pretrained })), simple };
}

/** Not under the signal of the budget: without these features there is no baseline and nothing to deliver. */
async function embedSimple(job: ClassifierJob, samples: Samples, backbone: Backbone): Promise<Simple> {
  const features = await embedAll(backbone, {
    samples,
    cacheDir: job.task.folders.cacheDir,
    signal: job.signal,
    onProgress: job.progress.advance,
  });
  return { backbone, features };
}

function makeSimpleBackbone(
  kind: 'image' | 'audio',
  pretrained: Backbone | null,
  cacheDir: string,
): Promise<Backbone> {
  if (kind === 'audio') return makeSimpleSoundBackbone(cacheDir);
  const like = pretrained?.preprocessing.kind === 'image' ? pretrained.preprocessing : null;
  return makeSimpleImageBackbone({ cacheDir, like, pixelSide: recipe.scratch.pixelSide });
}

function makeBaselines({ options, simple }: Stage): Baselines {
  if (!simple) return makeTextBaselines(options);
  const make = options.samples.kind === 'image' ? makeImageBaselines : makeAudioBaselines;
  return make(options, simple.backbone, simple.features);
}

function leaveOutDamaged(
  samples: Samples,
  failed: readonly { index: number; reason: string }[],
  warnings: Note[],
): Samples {
  if (failed.length === 0) return samples;
  const named = failed.map(({ index }) => samples.ids[index]!);
  warnings.push(note('files-unreadable', { count: failed.length, names: listed(named, 5) }));
  const kept = withoutSamples(samples, new Set(failed.map(({ index }) => index)));
  if (kept.train.length === 0 || kept.validation.length === 0 || kept.test.length === 0)
    throw new UserError('too-few-readable', {
      count: kept.pool.length + kept.test.length,
      total: samples.ids.length,
      first: `${named[0]} (${failed[0]!.reason})`,
    });
  return kept;
}
