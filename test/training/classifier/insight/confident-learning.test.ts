import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../../../src/statistics/random.ts';
import type { Predictions } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { findLabelIssues } from '../../../../src/training/classifier/insight/confident-learning.ts';

const fixture = z
  .object({
    cases: z.array(
      z.object({
        n: z.number(),
        classCount: z.number(),
        labels: z.array(z.number()),
        probabilities: z.array(z.number()),
        joint: z.array(z.array(z.number())),
        issues: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/label-issues.json', import.meta.url), 'utf8')));

describe('findLabelIssues', () => {
  it.each(fixture.cases.map((entry, i) => [i, entry] as const))(
    'gives the confident joint, the issues and their order as cleanlab 2.9.0 does (case %i)',
    (_, { n, classCount, labels, probabilities, joint, issues }) => {
      const logProbabilities = Float64Array.from(probabilities, Math.log);
      const found = findLabelIssues({ n, classCount, logProbabilities }, labels);
      expect(found.joint.map((row) => [...row])).toEqual(joint);
      expect(found.issues.map(({ row }) => row)).toEqual(issues);
    },
  );

  it('finds nothing where every prediction agrees with its label', () => {
    const random = seededRandom(3);
    const labels = Array.from({ length: 60 }, () => random.below(3));
    const found = findLabelIssues(confidentPredictions(labels, 3), labels);
    expect(found).toMatchObject({ estimated: 0, issues: [] });
  });

  it('gets along with a class without samples and with a single sample', () => {
    const labels = [0, 0, 0, 2];
    expect(findLabelIssues(confidentPredictions([0, 0, 0, 0], 3), labels).issues).toEqual([]);
    expect(findLabelIssues(confidentPredictions([0], 3), [0]).issues).toEqual([]);
  });
});

/** Probability 0.9 for the given class of each row. */
function confidentPredictions(classes: readonly number[], classCount: number): Predictions {
  const logProbabilities = Float64Array.from(
    classes.flatMap((own) =>
      Array.from({ length: classCount }, (_, c) => Math.log(c === own ? 0.9 : 0.1 / (classCount - 1))),
    ),
  );
  return { n: classes.length, classCount, logProbabilities };
}
