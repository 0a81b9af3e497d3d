import { expect, test } from 'vitest';
import { differenceSentence, equalsNote } from '../../../src/training/job/report-words.ts';

const tuned = { name: 'Tuned', accuracy: 0.7614 };
const probe = { name: 'Probe', accuracy: 0.756 };

test('why a model of lower accuracy was delivered is said with both figures', () => {
  expect(equalsNote(tuned, probe, false).message).toMatch(
    /^Tuned scored 0\.761 on validation, Probe 0\.756: .* log-loss is lower\.$/,
  );
  expect(equalsNote(tuned, probe, true).message).toContain('macro-F1 is higher');
});

test('a difference whose interval holds zero is too close to call', () => {
  const sentence = differenceSentence('TF-IDF', {
    mean: 0.02,
    interval: [-0.01, 0.05],
    standardError: 0.015,
    pValue: 0.2,
  });
  expect(sentence).toContain('too close to call: +2.0 points against TF-IDF');
  expect(sentence).toContain('−1.0 to +5.0');
});
