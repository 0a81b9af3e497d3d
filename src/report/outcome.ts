/**
 * What a Run showed, as data: did transfer learning win, by the paired difference and its interval; and is the model
 * better than guessing? Training fills it in, `verdict.ts` puts it into words.
 */
import { z } from 'zod';

/** Mean difference on the same samples (or windows), first − second, with its 95 % interval. */
const pairedDifferenceSchema = z.object({
  mean: z.number(),
  interval: z.tuple([z.number(), z.number()]),
});
export type Paired = z.infer<typeof pairedDifferenceSchema>;

export const transferOutcomeSchema = z.object({
  outcome: z.enum(['won', 'no-difference', 'lost']),
  /** Ids of the two that were compared: the best with and the best without transfer. */
  transfer: z.string(),
  baseline: z.string(),
  /** With − without transfer, in units of the score. */
  validation: pairedDifferenceSchema,
  /** Null where only one of the two was tested. */
  test: pairedDifferenceSchema.nullable(),
});
export type TransferOutcome = z.infer<typeof transferOutcomeSchema>;

/** Of classifiers, on the test part: against always the commonest class, and against the classes' shares. */
export const guessingSchema = z.object({
  outcome: z.enum(['better', 'not-shown', 'no-better']),
  /** Share right of always guessing the commonest class. */
  accuracy: z.number(),
  /** Log-loss of answering with the shares of the classes. */
  logLoss: z.number(),
});
export type Guessing = z.infer<typeof guessingSchema>;

/**
 * Validation decides where its interval excludes zero, and the test part may take it back: choices were made on
 * validation, which flatters whoever was chosen. A difference without an interval beyond zero is none.
 */
export function transferOutcome(
  validation: Paired,
  test: Paired | null,
): z.infer<typeof transferOutcomeSchema>['outcome'] {
  const [low, high] = validation.interval;
  if (low > 0 && test !== null && test.mean > 0) return 'won';
  if (high < 0 && (test === null || test.mean < 0)) return 'lost';
  return 'no-difference';
}

/** Nothing is won by a model that is no better than guessing. */
export const claimable = (transfer: TransferOutcome | null, guessing: Guessing): TransferOutcome | null =>
  transfer?.outcome === 'won' && guessing.outcome === 'no-better'
    ? { ...transfer, outcome: 'no-difference' }
    : transfer;

/** The gains over guessing, on the same samples: of being right, and of log-loss (guessing − model). */
interface GuessingGains {
  accuracy: Paired;
  /** Where classes are unequal, a model that finds the rare ones may be right no more often. */
  macroF1: number;
  logLoss: Paired;
}

/**
 * No better: right no more often (nor better balanced), or with probabilities that are worse than the classes' shares.
 * Not shown: better, but by no more than chance may give.
 */
export function guessingOutcome({ accuracy, macroF1, logLoss }: GuessingGains, imbalanced: boolean) {
  const right = accuracy.mean > 0 || (imbalanced && macroF1 > 0);
  if (!right || logLoss.mean <= 0) return 'no-better';
  return accuracy.interval[0] > 0 || logLoss.interval[0] > 0 ? 'better' : 'not-shown';
}
