import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  accuracyOf,
  fromScores,
  logLossOf,
} from '../../../../src/training/classifier/evaluate/predictions.ts';
import { fitSparsePath, scoreRows } from '../../../../src/training/classifier/text/sparse-classifier.ts';
import { hashTerm, TermTable } from '../../../../src/training/classifier/text/terms.ts';
import {
  featureCountOf,
  fitVectoriser,
  type VectoriserRecipe,
  vectorise,
  vectoriserSchema,
} from '../../../../src/training/classifier/text/vectoriser.ts';

const recipe: VectoriserRecipe = {
  blocks: [
    { kind: 'word', shortest: 1, longest: 2 },
    { kind: 'char', shortest: 2, longest: 5 },
  ],
  minTexts: 2,
  smallSet: 100,
  maxTermsPerBlock: 100_000,
  maxCharacters: 4_000,
  totalCharacters: 8_000_000,
};
const fixture: { featureCount: number; results: { cost: number; accuracy: number; logLoss: number }[] } =
  JSON.parse(readFileSync(new URL('./fixtures/tfidf.json', import.meta.url), 'utf8'));
const rows: { subject: string; kind: string }[] = parse(
  readFileSync(new URL('../../../../samples/mail-subjects.csv', import.meta.url)),
  { columns: true },
);
const texts = rows.map((row) => row.subject);
const names = [...new Set(rows.map((row) => row.kind))].sort();
const labels = rows.map((row) => names.indexOf(row.kind));

describe('TF-IDF with logistic regression', () => {
  it('agrees with scikit-learn on the sample subjects', () => {
    const train = Int32Array.from(rows.keys()).filter((row) => row % 4 !== 0);
    const test = Int32Array.from(rows.keys()).filter((row) => row % 4 === 0);
    const vectoriser = fitVectoriser(
      Array.from(train, (row) => texts[row]!),
      recipe,
    );
    // NFKC and one-character words apart, the terms are scikit-learn's.
    expect(Math.abs(featureCountOf(vectoriser) / fixture.featureCount - 1)).toBeLessThan(0.02);
    const matrix = vectorise(vectoriser, texts);
    const problem = {
      matrix,
      rows: train,
      labels,
      classCount: 3,
      classWeights: [1, 1, 1],
      seed: 1,
      tolerance: 2e-3,
      maxEpochs: 30,
    };
    const path = fitSparsePath(
      problem,
      fixture.results.map((result) => result.cost),
    );
    for (const { cost, classifier } of path) {
      const predictions = fromScores(scoreRows(classifier, matrix, test), 3);
      const answers = Array.from(test, (row) => labels[row]!);
      const known = fixture.results.find((result) => result.cost === cost)!;
      // The solver stops early and the bias is regularised here: log-loss to 0.03, accuracy to three samples of 165.
      expect(logLossOf(predictions, answers)).toBeCloseTo(known.logLoss, 1.3);
      expect(accuracyOf(predictions, answers)).toBeGreaterThan(known.accuracy - 0.02);
    }
  });

  it('reaches the optimum: W equals C Σ v (y − p) xᵀ', () => {
    const matrix = vectorise(fitVectoriser(texts, recipe), texts);
    const train = Int32Array.from(rows.keys());
    const classWeights = [0.7, 1, 1.6];
    const problem = {
      matrix,
      rows: train,
      labels,
      classCount: 3,
      classWeights,
      seed: 2,
      maxEpochs: 400,
      tolerance: 1e-6,
    };
    const { classifier } = [...fitSparsePath(problem, [2])][0]!;
    const predictions = fromScores(scoreRows(classifier, matrix, train), 3);
    const expected = new Float64Array(classifier.weights.length);
    for (const row of train)
      for (let c = 0; c < 3; c++) {
        const label = labels[row]!;
        const residual = Number(c === label) - Math.exp(predictions.logProbabilities[row * 3 + c]!);
        const change = 2 * classWeights[label]! * residual;
        expected[matrix.featureCount * 3 + c]! += change;
        for (let i = matrix.offsets[row]!; i < matrix.offsets[row + 1]!; i++)
          expected[matrix.columns[i]! * 3 + c]! += change * matrix.values[i]!;
      }
    let difference = 0;
    let length = 0;
    expected.forEach((value, i) => {
      difference += (value - classifier.weights[i]!) ** 2;
      length += value ** 2;
    });
    expect(Math.sqrt(difference / length)).toBeLessThan(0.01);
  });

  it('learns Chinese, which has no spaces between words', () => {
    const good = ['今天天气很好', '这部电影很好看', '服务很好', '味道很好吃', '非常好的体验'];
    const bad = ['今天天气很差', '这部电影太差', '服务很差劲', '味道差极了', '非常差的体验'];
    const matrix = vectorise(fitVectoriser([...good, ...bad], recipe), [
      ...good,
      ...bad,
      '房间很好',
      '态度很差',
    ]);
    const problem = {
      matrix,
      rows: Int32Array.from({ length: 10 }, (_, i) => i),
      labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
      classCount: 2,
      classWeights: [1, 1],
      seed: 1,
      tolerance: 2e-3,
      maxEpochs: 30,
    };
    for (const { classifier } of fitSparsePath(problem, [10])) {
      const predictions = fromScores(scoreRows(classifier, matrix, Int32Array.of(10, 11)), 2);
      expect(accuracyOf(predictions, [0, 1])).toBe(1);
    }
  });

  it('survives a round trip through JSON with characters outside the basic plane', () => {
    const emojis = ['so glad 😀😀', 'so sad 😢', 'glad 😀', 'sad 😢 again'];
    const vectoriser = fitVectoriser(emojis, recipe);
    const restored = vectoriserSchema.parse(JSON.parse(JSON.stringify(vectoriser)));
    expect(vectorise(restored, emojis)).toEqual(vectorise(vectoriser, emojis));
    expect(vectoriser.blocks[1]!.terms).toContain(' 😀');
    for (const block of vectoriser.blocks) expect(new Set(block.terms).size).toBe(block.terms.length);
  });
});

it('the term table finds every term it was given, and no other', () => {
  const table = new TermTable();
  const terms = Array.from({ length: 20_000 }, (_, i) => `term ${i}`);
  const ids = terms.map((term) => table.add(...hashTerm(term)));
  expect(ids).toEqual(terms.map((_, i) => i));
  expect(terms.map((term) => table.find(...hashTerm(term)))).toEqual(ids);
  expect(table.find(...hashTerm('another'))).toBe(-1);
});

it('lists its terms in the order of their letters, so that the list does not spell out the texts', () => {
  const { blocks } = fitVectoriser(['zebras met Anna', 'the harbour at noon'], {
    ...recipe,
    blocks: [{ kind: 'word', shortest: 1, longest: 1 }],
  });
  expect(blocks[0]!.terms).toEqual(['anna', 'at', 'harbour', 'met', 'noon', 'the', 'zebras']);
});
