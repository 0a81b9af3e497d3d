import { describe, expect, it } from 'vitest';
import { claimable, guessingOutcome, transferOutcome } from '../../src/report/outcome.ts';

const paired = (mean: number, low: number, high: number) => ({
  mean,
  interval: [low, high] as [number, number],
});
const unsure = paired(0.02, -0.01, 0.05);
const ahead = paired(0.1, 0.04, 0.16);
const behind = paired(-0.1, -0.16, -0.04);

describe('transferOutcome', () => {
  it('is won only where validation excludes chance and the test part agrees', () => {
    expect(transferOutcome(ahead, paired(0.01, -0.1, 0.1))).toBe('won');
    expect(transferOutcome(ahead, paired(-0.01, -0.1, 0.1))).toBe('no-difference');
    expect(transferOutcome(ahead, paired(0, 0, 0))).toBe('no-difference');
    expect(transferOutcome(ahead, null)).toBe('no-difference');
  });

  it('is never decided by the sign of a lead', () => {
    expect(transferOutcome(unsure, ahead)).toBe('no-difference');
    expect(transferOutcome(paired(0, 0, 0), paired(0, 0, 0))).toBe('no-difference');
  });

  it('is lost where validation excludes chance and the test part does not take it back', () => {
    expect(transferOutcome(behind, null)).toBe('lost');
    expect(transferOutcome(behind, paired(-0.01, -0.1, 0.1))).toBe('lost');
    expect(transferOutcome(behind, paired(0.01, -0.1, 0.1))).toBe('no-difference');
  });
});

describe('claimable', () => {
  const transfer = { outcome: 'won' as const, transfer: 'a', baseline: 'b', validation: ahead, test: ahead };
  const guessing = { outcome: 'no-better' as const, accuracy: 0.5, logLoss: 0.7 };

  it('withholds a win from a model that is no better than guessing, and from no other', () => {
    expect(claimable(transfer, guessing)?.outcome).toBe('no-difference');
    expect(claimable(transfer, { ...guessing, outcome: 'not-shown' })?.outcome).toBe('won');
    expect(claimable({ ...transfer, outcome: 'lost' }, guessing)?.outcome).toBe('lost');
    expect(claimable(null, guessing)).toBeNull();
  });
});

describe('guessingOutcome', () => {
  const gains = { accuracy: ahead, macroF1: 0.2, logLoss: ahead };

  it('is no better where the model is right no more often than the commonest class', () => {
    expect(guessingOutcome({ ...gains, accuracy: paired(0, -0.1, 0.1) }, false)).toBe('no-better');
    expect(guessingOutcome({ ...gains, accuracy: behind }, false)).toBe('no-better');
  });

  it('lets unequal classes make up for that by the rare ones, not equal classes', () => {
    const rare = { ...gains, accuracy: paired(0, -0.02, 0.02) };
    expect(guessingOutcome(rare, true)).toBe('better');
    expect(guessingOutcome({ ...rare, macroF1: 0 }, true)).toBe('no-better');
  });

  it('is no better where its probabilities are worse than the shares of the classes', () => {
    expect(guessingOutcome({ ...gains, logLoss: behind }, false)).toBe('no-better');
  });

  it('is not shown where both gains may be chance', () => {
    expect(guessingOutcome({ ...gains, accuracy: unsure, logLoss: unsure }, false)).toBe('not-shown');
    expect(guessingOutcome({ ...gains, accuracy: unsure }, false)).toBe('better');
  });
});
