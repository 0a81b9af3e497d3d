/**
 * Predictions and true labels go in, the classification metrics of the Report come out. Agrees with scikit-learn
 * (`scripts/fixtures/metrics`). Called once for the test part, and by `/evaluate`.
 */
import type { ClassificationMetrics } from '../../../report/report.ts';
import { wilsonInterval } from '../../../statistics/intervals.ts';
import { calibrationError } from './calibration.ts';
import { accuracyOf, logLossOf, type Predictions, predictedClasses } from './predictions.ts';
import { macroRocAuc } from './roc.ts';

/** confusion[true][predicted], counts. */
function confusionMatrix(labels: ArrayLike<number>, predicted: ArrayLike<number>, size: number): number[][] {
  const confusion = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < labels.length; i++) confusion[labels[i]!]![predicted[i]!]!++;
  return confusion;
}

/** Precision, recall and F1 of each class; 0 where the denominator is 0 (scikit-learn's `zero_division=0`). */
function perClassMetrics(confusion: number[][], names: readonly string[]) {
  return names.map((name, c) => {
    const hits = confusion[c]![c]!;
    const support = sum(confusion[c]!);
    const claimed = sum(confusion.map((row) => row[c]!));
    const precision = claimed === 0 ? 0 : hits / claimed;
    const recall = support === 0 ? 0 : hits / support;
    const f1 = support + claimed === 0 ? 0 : (2 * hits) / (support + claimed);
    return { name, precision, recall, f1, support };
  });
}

/** Mean F1 over the classes that occur among the labels or the predictions. */
export function macroF1Of(predictions: Predictions, labels: ArrayLike<number>): number {
  const confusion = confusionMatrix(labels, predictedClasses(predictions), predictions.classCount);
  const names = confusion.map((_, c) => String(c));
  return mean(present(perClassMetrics(confusion, names), confusion).map((row) => row.f1));
}

/** All metrics of one set of predictions. Shapes: predictions [n, names.length], labels [n]. */
export function classificationMetrics(
  predictions: Predictions,
  labels: ArrayLike<number>,
  names: readonly string[],
): ClassificationMetrics {
  const confusion = confusionMatrix(labels, predictedClasses(predictions), names.length);
  const perClass = perClassMetrics(confusion, names);
  const averaged = present(perClass, confusion);
  const accuracy = accuracyOf(predictions, labels);
  return {
    n: predictions.n,
    accuracy,
    accuracyInterval: wilsonInterval(Math.round(accuracy * predictions.n), predictions.n),
    macroPrecision: mean(averaged.map((row) => row.precision)),
    macroRecall: mean(averaged.map((row) => row.recall)),
    macroF1: mean(averaged.map((row) => row.f1)),
    perClass,
    confusion,
    logLoss: logLossOf(predictions, labels),
    ece: calibrationError(predictions, labels),
    rocAuc: macroRocAuc(predictions, labels),
  };
}

/** scikit-learn averages over classes seen among labels or predictions; so do we. */
const present = <T>(rows: T[], confusion: number[][]) =>
  rows.filter((_, c) => sum(confusion[c]!) + sum(confusion.map((row) => row[c]!)) > 0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? 0 : sum(values) / values.length);
