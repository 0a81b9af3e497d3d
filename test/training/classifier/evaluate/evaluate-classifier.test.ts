import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifierEvaluationSchema } from '../../../../src/report/evaluation.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { reportWords } from '../../../../src/text/words.ts';
import {
  evaluateClassifier,
  writeJudged,
} from '../../../../src/training/classifier/evaluate/evaluate-classifier.ts';
import type { JudgedSamples } from '../../../../src/training/classifier/evaluate/mistakes.ts';
import { fromScores, withTemperature } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { adviseThresholds, positiveClass } from '../../../../src/training/classifier/evaluate/thresholds.ts';

const samples: JudgedSamples = {
  kind: 'text',
  ids: ['1', '2', '3', '4'],
  labels: [0, 1, 0, 1],
  classes: ['ham', 'spam'],
  texts: ['=cmd()', 'win a prize', 'lunch at noon?', 'cheap pills'],
  paths: null,
  groups: ['ann', 'ann', 'bob', ''],
};
/** Rows 2 and 3 are wrong, 3 with more confidence. */
const predictions = fromScores([2, 0, 1, 0, 0, 3, 0, 2], 2);
const options = { temperature: 2, positive: 1, thresholds: null };

describe('evaluateClassifier', () => {
  const evaluation = evaluateClassifier(predictions, samples, options);

  it('lists mistakes by confidence and groups by accuracy', () => {
    expect(evaluation.mistakes.map(({ id, truth, predicted }) => [id, truth, predicted])).toEqual([
      ['3', 'ham', 'spam'],
      ['2', 'spam', 'ham'],
    ]);
    expect(evaluation.mistakes[0]!.excerpt).toBe('lunch at noon?');
    expect(evaluation.groups.map(({ name, n, accuracy }) => [name, n, accuracy])).toEqual([
      ['bob', 1, 0],
      ['ann', 2, 0.5],
    ]);
  });

  it('shows calibration before the temperature was applied', () => {
    const undone = evaluateClassifier(withTemperature(predictions, 0.5), samples, {
      ...options,
      temperature: null,
    });
    expect(evaluation.uncalibrated).toEqual(undone.calibrated);
    expect(undone.uncalibrated).toBeNull();
    expect(classifierEvaluationSchema.parse(evaluation)).toEqual(evaluation);
  });

  it('knows the same test part in another order, and tells another one apart', () => {
    const turned = [3, 2, 1, 0];
    const pick = <T>(list: ArrayLike<T>) => turned.map((i) => list[i]!);
    const same = {
      ...samples,
      ids: pick(samples.ids),
      labels: pick(samples.labels),
      texts: pick(samples.texts!),
    };
    const testPart = (judged: JudgedSamples) => evaluateClassifier(predictions, judged, options).testPart;
    expect(testPart(same)).toBe(evaluation.testPart);
    expect(testPart({ ...samples, texts: ['x', ...samples.texts!.slice(1)] })).not.toBe(evaluation.testPart);
  });

  it('writes the mistakes and every prediction, formulas made harmless', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'judged-'));
    const wrongFirst = fromScores([0, 2, 1, 0, 0, 3, 0, 2], 2);
    const files = await writeJudged(folder, wrongFirst, samples, reportWords('en'));
    expect(files.map(({ path }) => path)).toEqual(['mistakes.csv']);
    const mistakes = (await readFile(join(folder, 'mistakes.csv'), 'utf8')).trim().split('\n');
    expect(mistakes[0]).toBe('row,true,predicted,confidence,text');
    expect(mistakes).toHaveLength(4);
    expect(mistakes.find((line) => line.startsWith('1,'))).toMatch(/,'=cmd\(\)$/);
    const all = (await readFile(join(folder, 'test-predictions.csv'), 'utf8')).trim().split('\n');
    expect(all[0]).toBe('id,true,predicted,p(ham),p(spam)');
    expect(all).toHaveLength(5);
    await rm(folder, { recursive: true });
  });
});

describe('threshold advice', () => {
  const draw = (n: number, seed: number, shift: number) => {
    const random = seededRandom(seed);
    const labels = Array.from({ length: n }, () => Number(random.next() < 0.25));
    const scores = labels.flatMap((label) => [0, 3 * (random.next() - 0.5) + 2 * (label - 0.5) + shift]);
    return { labels, predictions: fromScores(scores, 2) };
  };
  const advise = (shift: number) => {
    const [validation, test] = [draw(400, 1, shift), draw(300, 2, shift)];
    return adviseThresholds({
      validation: validation.predictions,
      validationLabels: validation.labels,
      test: test.predictions,
      testLabels: test.labels,
      names: ['no', 'yes'],
      positive: 1,
      seed: 1,
    })!;
  };

  it('moves the threshold of a model that says yes too rarely, and reaches its goals on validation', () => {
    const advice = advise(-2);
    const row = (goal: string) => advice.rows.find((one) => one.goal === goal)!;
    expect(advice.defaultIsAsGood).toBe(false);
    expect(row('best-f1').threshold!).toBeLessThan(0.4);
    expect(row('best-f1').test!.f1).toBeGreaterThan(row('default').test!.f1);
    expect(row('recall-95').validation!.recall).toBeGreaterThanOrEqual(0.95);
    expect(row('precision-95').validation!.precision).toBeGreaterThanOrEqual(0.95);
    expect(row('recall-95').threshold!).toBeLessThan(row('precision-95').threshold!);
  });

  it('leaves 0.5 alone where it is as good', () => {
    const [labels, scores] = [
      [0, 0, 0, 1, 1, 1],
      [4, 0, 4, 0, 4, 0, 0, 4, 0, 4, 0, 4],
    ];
    const own = { validation: fromScores(scores, 2), test: fromScores(scores, 2) };
    const advice = adviseThresholds({
      ...own,
      validationLabels: labels,
      testLabels: labels,
      names: ['no', 'yes'],
      positive: 1,
      seed: 1,
    });
    expect(advice!.defaultIsAsGood).toBe(true);
    expect(advice!.rows.map(({ test }) => test!.f1)).toEqual([1, 1, 1, 1]);
  });

  it('looks for the clearly rarer class, else for the second', () => {
    expect([positiveClass([10, 90]), positiveClass([90, 10]), positiveClass([50, 52])]).toEqual([0, 1, 1]);
  });
});
