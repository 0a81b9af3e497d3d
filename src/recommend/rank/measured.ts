/**
 * Measured accuracies on the person's data → order of the Ranking. A measured candidate comes before any that
 * was not measured; within two standard errors of the best, candidates are tied and LogME, then the static
 * score decides. The static score stays beside the measurement.
 */
import { z } from 'zod';
import type { Candidate, MeasuredCandidate, Ranking } from '../ranking.ts';

/** Same shape as `measured` in `src/child/messages.ts`. */
export const measuredResultSchema = z.object({
  n: z.number().int(),
  noTransfer: z
    .object({
      accuracy: z.number(),
      difference: z.object({ mean: z.number(), standardError: z.number() }).nullable(),
    })
    .nullable(),
  /** By likeness to the names of the classes, without training; the id is the model's. */
  zeroShot: z
    .object({
      id: z.string(),
      accuracy: z.number(),
      difference: z.object({ mean: z.number(), standardError: z.number() }).nullable(),
    })
    .nullable()
    .default(null),
  measurements: z.array(
    z.object({
      id: z.string(),
      accuracy: z.number(),
      logme: z.number().nullable(),
      seconds: z.number(),
      difference: z.object({ mean: z.number(), standardError: z.number() }).nullable(),
    }),
  ),
  skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type MeasuredResult = z.infer<typeof measuredResultSchema>;

/** Two standard errors, the usual bound of "not distinguishable". */
const withinNoise = (difference: { mean: number; standardError: number } | null): boolean =>
  difference === null || Math.abs(difference.mean) <= 2 * difference.standardError;

function toMeasured(measurement: MeasuredResult['measurements'][number]): MeasuredCandidate {
  const { accuracy, logme, seconds, difference } = measurement;
  return { accuracy, logme, seconds, difference, tied: withinNoise(difference) };
}

function compare(a: Candidate, b: Candidate): number {
  if (!a.measured || !b.measured) return (a.measured ? 0 : 1) - (b.measured ? 0 : 1) || a.rank - b.rank;
  if (a.measured.tied !== b.measured.tied) return a.measured.tied ? -1 : 1;
  const byAccuracy = b.measured.accuracy - a.measured.accuracy;
  if (!a.measured.tied) return byAccuracy || a.rank - b.rank;
  const byLogme = (b.measured.logme ?? -Infinity) - (a.measured.logme ?? -Infinity);
  return (Number.isFinite(byLogme) ? byLogme : 0) || byAccuracy || a.rank - b.rank;
}

/**
 * `difference` is the baseline's correctness minus the best candidate's; null means that the baseline itself was
 * the best of all, and the candidates were compared with it.
 */
const transferWins = (difference: { mean: number; standardError: number } | null): boolean =>
  difference !== null && difference.mean < -2 * difference.standardError;

export function applyMeasurements(ranking: Ranking, result: MeasuredResult): Ranking {
  const byId = new Map(result.measurements.map((measurement) => [measurement.id, toMeasured(measurement)]));
  const eligible = ranking.eligible
    .map((candidate) => ({ ...candidate, measured: byId.get(candidate.id) ?? null }))
    .sort(compare)
    .map((candidate, index) => ({ ...candidate, rank: index + 1 }));
  const { noTransfer, zeroShot } = result;
  return {
    ...ranking,
    eligible,
    ranking: eligible.slice(0, ranking.requirements.top),
    measured: {
      n: result.n,
      noTransfer: noTransfer && { accuracy: noTransfer.accuracy },
      transferWins: noTransfer && transferWins(noTransfer.difference),
      zeroShot: zeroShot && {
        name: ranking.eligible.find(({ id }) => id === zeroShot.id)?.name ?? zeroShot.id,
        accuracy: zeroShot.accuracy,
        enough: withinNoise(zeroShot.difference),
      },
      skipped: result.skipped,
    },
  };
}
