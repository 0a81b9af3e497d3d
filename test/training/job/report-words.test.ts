import { expect, test } from 'vitest';
import { equalsNote } from '../../../src/training/job/report-words.ts';

const tuned = { name: 'Tuned', accuracy: 0.7614 };
const probe = { name: 'Probe', accuracy: 0.756 };

test('why a model of lower accuracy was delivered is said with both figures', () => {
  expect(equalsNote(tuned, probe, false).message).toMatch(
    /^Tuned scored 0\.761 on validation, Probe 0\.756: .* log-loss is lower\.$/,
  );
  expect(equalsNote(tuned, probe, true).message).toContain('macro-F1 is higher');
});
