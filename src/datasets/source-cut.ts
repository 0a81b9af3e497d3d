/**
 * What was left out of a data set of the Hub to stay under the size limit. The bot writes it into the comment of the zip
 * in which it packs the files (`hub/fetch-data-set.ts`); opening the zip makes findings of the profile of it.
 */

import { z } from 'zod';
import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';

const sourceCutSchema = z.object({
  /** Files of the train part that were fetched, and how many it has. */
  taken: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  /** Whether validation or test files were there and were left out. */
  withoutParts: z.boolean(),
  limitMiB: z.string().max(12),
});
export type SourceCut = z.infer<typeof sourceCutSchema>;

const MARK = 'tunesmith-source:';

export const writeSourceCut = (cut: SourceCut): string => `${MARK}${JSON.stringify(cut)}`;

/** @param comment of a zip. @returns null for every other comment. */
export function readSourceCut(comment: string): SourceCut | null {
  if (!comment.startsWith(MARK)) return null;
  try {
    return sourceCutSchema.parse(JSON.parse(comment.slice(MARK.length)));
  } catch {
    return null;
  }
}

/** In words, for the profile. */
export function sourceCutProblems({ taken, of, withoutParts, limitMiB }: SourceCut): Problem[] {
  const problems: Problem[] = [];
  if (taken < of)
    problems.push(
      problem({
        severity: 'warning',
        code: 'source-cut-files',
        values: { taken, of, limit: limitMiB },
        items: [],
      }),
    );
  if (withoutParts)
    problems.push(
      problem({
        severity: 'note',
        code: 'source-cut-parts',
        values: { limit: limitMiB },
        items: [],
      }),
    );
  return problems;
}
