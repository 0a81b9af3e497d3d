/**
 * A Report as training made it → the same Report with finite figures only. A figure that came out as NaN or infinite (a
 * test part without values, numbers at the end of the range) is absent: null where the Report has a place for that, left
 * out of its list where not. Called by `train.ts`, before charts and card. Nowhere else is a figure checked again.
 */
import { UserError } from '../errors.ts';
import { reportWords } from '../text/words.ts';
import { transferOutcome } from './outcome.ts';
import type { Contender, Report } from './report.ts';
import { verdict } from './verdict.ts';

const orNull = (value: number | null): number | null => (Number.isFinite(value) ? value : null);
const areFinite = (values: readonly number[]): boolean => values.every(Number.isFinite);

function finiteEntries<T>(record: Record<string, T>): Record<string, T> {
  const kept = Object.entries(record).filter(
    ([, value]) => value !== undefined && (typeof value !== 'number' || Number.isFinite(value)),
  );
  return Object.fromEntries(kept);
}

/** Measures of a Report or of a later file. */
export const finiteMeasures = (measures: Report['measures']): Report['measures'] =>
  measures
    .filter(({ value }) => Number.isFinite(value))
    .map((one) => ({
      ...one,
      interval: one.interval && areFinite(one.interval) ? one.interval : null,
      baseline: orNull(one.baseline),
    }));

/** @throws UserError `no-finite-score` when the chosen one has none */
function finiteContenders({ contenders, chosen }: Report): Contender[] {
  const scored = contenders.filter(({ validationScore }) => Number.isFinite(validationScore));
  if (!scored.some(({ id }) => id === chosen))
    throw new UserError('no-finite-score', { tried: contenders.length });
  return scored.map((one) => ({
    ...one,
    testScore: orNull(one.testScore),
    hyperparameters: finiteEntries(one.hyperparameters),
  }));
}

/** The comparison stands only on figures: without them nothing was shown. */
function finiteTransfer({ transfer }: Report): Report['transfer'] {
  if (!transfer) return null;
  const hasFigures = ({ mean, interval }: { mean: number; interval: [number, number] }): boolean =>
    areFinite([mean, ...interval]);
  if (!hasFigures(transfer.validation)) return null;
  if (!transfer.test || hasFigures(transfer.test)) return transfer;
  return { ...transfer, outcome: transferOutcome(transfer.validation, null), test: null };
}

function finiteDelivery({ delivery }: Report): Report['delivery'] {
  if (!delivery) return null;
  const variants = delivery.variants.map((one) => ({
    ...one,
    figure: orNull(one.figure),
    cost: one.cost && areFinite(Object.values(one.cost)) ? one.cost : null,
  }));
  return { ...delivery, variants };
}

function finiteInsight({ insight }: Report): Report['insight'] {
  const curve = insight?.dataCurve;
  if (!insight || !curve) return insight;
  const { law, doubling } = curve;
  const dataCurve = {
    ...curve,
    law: law && areFinite(Object.values(law)) ? law : null,
    doubling: doubling && areFinite(Object.values(doubling)) ? doubling : null,
  };
  return { ...insight, dataCurve };
}

/** Probabilities that are no numbers make a model that nobody can judge. */
function requireFiniteLoss({ classification, contenders }: Report): void {
  if (classification && !Number.isFinite(classification.logLoss))
    throw new UserError('no-finite-score', { tried: contenders.length });
}

/** @throws UserError `no-finite-score` */
export function finiteReport(report: Report): Report {
  requireFiniteLoss(report);
  const transfer = finiteTransfer(report);
  const { guessing, evaluation } = report;
  const finite: Report = {
    ...report,
    contenders: finiteContenders(report),
    transfer,
    transferWon: report.transferWon && (report.transfer === null || transfer?.outcome === 'won'),
    measures: finiteMeasures(report.measures),
    history: report.history
      .filter(({ trainLoss, validationLoss }) => areFinite([trainLoss, validationLoss]))
      .map((row) => ({
        ...row,
        trainScore: orNull(row.trainScore),
        validationScore: orNull(row.validationScore),
      })),
    forecasts: report.forecasts
      .filter(({ point, low, high }) => [point, low, high].every(areFinite))
      .map((row) => ({ ...row, history: row.history.map(orNull), actual: row.actual.map(orNull) })),
    trials: report.trials.map((trial) => ({
      ...trial,
      validationScore: orNull(trial.validationScore),
      logLoss: orNull(trial.logLoss),
      settings: finiteEntries(trial.settings),
    })),
    guessing: guessing && areFinite([guessing.accuracy, guessing.logLoss]) ? guessing : null,
    evaluation: evaluation && Number.isFinite(evaluation.brier) ? evaluation : null,
    insight: finiteInsight(report),
    temperature: orNull(report.temperature),
    delivery: finiteDelivery(report),
    seconds: finiteEntries(report.seconds),
  };
  return { ...finite, verdict: verdict(finite, reportWords('en')) };
}
