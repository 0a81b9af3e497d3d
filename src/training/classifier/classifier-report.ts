/** A trained classifier goes in, its Report (without files) comes out; `train.ts` adds charts, card and model. */

import type { ChildTaskOf } from '../../child/messages.ts';
import { unknownLanguage } from '../../child/unknown-language.ts';
import type { LabelledDataset } from '../../datasets/dataset.ts';
import { enginesUsed, fallbackNotes } from '../../engines/compute/choice.ts';
import { onnxRuntimeVersion } from '../../engines/onnxruntime.ts';
import { claimable } from '../../report/outcome.ts';
import type { Report } from '../../report/report.ts';
import { verdict } from '../../report/verdict.ts';
import { bootstrapInterval } from '../../statistics/intervals.ts';
import { comparePaired } from '../../statistics/significance.ts';
import { type Note, note } from '../../text/notes.ts';
import { depthWord } from '../../text/terms.ts';
import { reportWords } from '../../text/words.ts';
import { equalsNote, sizeWarnings } from '../job/report-words.ts';
import { evaluateClassifier } from './evaluate/evaluate-classifier.ts';
import { judgeGuessing, judgeTransfer } from './evaluate/judge-outcome.ts';
import { classificationMetrics, macroF1Of } from './evaluate/metrics.ts';
import { accuracyOf, correctness, takeRows } from './evaluate/predictions.ts';
import { adviseThresholds, positiveClass } from './evaluate/thresholds.ts';
import type { Finalist } from './finalist.ts';
import { classCounts, judgedSamples, labelsOf } from './samples.ts';
import type { TrainedClassifier } from './train-classifier.ts';
import { DEPTHS, type Depth } from './tune/depth.ts';

export function classifierReport(
  task: ChildTaskOf<'train'>,
  dataset: LabelledDataset,
  trained: TrainedClassifier,
): Report {
  const { samples, winner, tested, pretrained, plan } = trained;
  const labels = labelsOf(samples, samples.test);
  const predictions = tested.get(winner.id)!;
  const contenders = trained.finalists.map((finalist) => ({
    id: finalist.id,
    name: finalist.name,
    role: finalist.role,
    validationScore: finalist.accuracy,
    testScore: tested.has(finalist.id) ? accuracyOf(tested.get(finalist.id)!, labels) : null,
    hyperparameters: finalist.hyperparameters,
    seconds: finalist.seconds,
  }));
  const judged = {
    ...trained,
    validationLabels: labelsOf(samples, plan.scored),
    testLabels: labels,
    seed: task.spec.seed,
  };
  const guessing = judgeGuessing({ ...judged, counts: classCounts(samples, samples.pool) });
  const transfer = claimable(judgeTransfer(judged), guessing);
  const outcome = { contenders, chosen: winner.id, transfer, guessing };
  const classification = classificationMetrics(predictions, labels, samples.classes);
  return {
    version: 1,
    runId: task.runId,
    kind: dataset.kind,
    createdAt: new Date().toISOString(),
    dataset: dataset.profile,
    split: {
      train: samples.train.length,
      validation: samples.validation.length,
      test: samples.test.length,
      seed: task.spec.seed,
      note: [...samples.splitNotes, ...plan.notes],
    },
    backbone: pretrained && {
      id: pretrained.id,
      name: pretrained.name,
      licence: pretrained.licence,
      source: pretrained.source,
      frozen: frozenPart(winner),
    },
    engines: {
      ...((pretrained || trained.backbones.size > 0) && { trunk: onnxRuntimeVersion() }),
      ...enginesUsed(),
    },
    scoreName: 'accuracy',
    ...outcome,
    transferWon: transfer?.outcome === 'won',
    verdict: verdict({ ...outcome, classification }, reportWords('en')),
    classification,
    evaluation: evaluationOf(task, trained),
    forecasts: [],
    measures: measuresOf(task, trained, labels),
    history: trained.history,
    trials: trained.trials,
    searchNote: trained.searchNotes,
    temperature: winner.temperature,
    service: null,
    warnings: [...trained.warnings, ...fallbackNotes(), ...warningsOf(task, dataset, trained)],
    seconds: trained.seconds,
    insight: null,
    delivery: null,
    files: [],
  };
}

function evaluationOf({ spec }: ChildTaskOf<'train'>, { samples, plan, winner, tested }: TrainedClassifier) {
  const predictions = tested.get(winner.id)!;
  const judged = judgedSamples(samples, samples.test);
  const positive = positiveClass(classCounts(samples, samples.pool));
  const thresholds = adviseThresholds({
    validation: winner.validation,
    validationLabels: labelsOf(samples, plan.scored),
    test: predictions,
    testLabels: judged.labels,
    names: samples.classes,
    positive,
    seed: spec.seed,
  });
  return evaluateClassifier(predictions, judged, { temperature: winner.temperature, positive, thresholds });
}

function frozenPart({ members }: Finalist): string {
  const tuned = members.find(({ hyperparameters }) => 'layers' in hyperparameters);
  return tuned
    ? `frozen but for the ${tuned.hyperparameters.layers}, which were tuned together with a new linear head`
    : 'the whole network frozen; a new linear head was trained on its features';
}

const best = (finalists: readonly Finalist[]): Finalist | undefined =>
  finalists.toSorted((a, b) => b.accuracy - a.accuracy)[0];

function measuresOf(
  task: ChildTaskOf<'train'>,
  { tested, winner, finalists }: TrainedClassifier,
  labels: Int32Array,
): Report['measures'] {
  const predictions = tested.get(winner.id)!;
  const baseline = best(finalists.filter(({ id, role }) => role === 'baseline' && id !== winner.id));
  const other = baseline && tested.get(baseline.id);
  const rowLabels = (rows: Int32Array) => rows.map((row) => labels[row]!);
  const macroF1 = (rows: Int32Array) => macroF1Of(takeRows(predictions, rows), rowLabels(rows));
  const measures: Report['measures'] = [
    {
      name: 'macro-F1',
      value: macroF1Of(predictions, labels),
      interval: bootstrapInterval(labels.length, macroF1, { seed: task.spec.seed, rounds: 500 }),
      baseline: other ? macroF1Of(other, labels) : null,
      note: note('bootstrap-over-samples'),
    },
  ];
  if (baseline && other) {
    const right = correctness(predictions, labels);
    const difference = comparePaired(right, correctness(other, labels), task.spec.seed);
    const p = difference.pValue.toPrecision(2);
    measures.push({
      name: `accuracy beyond ${baseline.name}`,
      value: difference.mean,
      interval: difference.interval,
      baseline: null,
      note: note('paired-mcnemar', { p }),
    });
  }
  return measures;
}

function warningsOf(
  { spec }: ChildTaskOf<'train'>,
  dataset: LabelledDataset,
  { samples, pretrained, finalists, winner, imbalanced }: TrainedClassifier,
): Note[] {
  const counts = classCounts(samples, samples.pool);
  const smallest = counts.indexOf(Math.min(...counts));
  const warnings = sizeWarnings(
    { name: samples.classes[smallest]!, count: counts[smallest]! },
    samples.test.length,
  );
  const unknown = pretrained && unknownLanguage(dataset.profile.language, pretrained);
  if (unknown) warnings.push(unknown);
  const depth = DEPTHS.find((one) => one === spec.unfreeze);
  const asked = finalists.find(({ id }) => id === `unfrozen-${depth}`);
  if (depth && asked && !winner.id.startsWith(asked.id)) warnings.push(notBetterNote(depth, asked, winner));
  const higher = best(finalists.filter(({ deliverable }) => deliverable))!;
  if (higher !== asked && higher.accuracy > winner.accuracy)
    warnings.push(equalsNote(higher, winner, imbalanced));
  return warnings;
}

function notBetterNote(layers: Depth, asked: Finalist, winner: Finalist): Note {
  const [score, modelScore] = [asked.accuracy.toFixed(3), winner.accuracy.toFixed(3)];
  return note('tuning-not-better', {
    layers: depthWord(layers),
    score,
    model: { phrase: winner.name },
    modelScore,
  });
}
