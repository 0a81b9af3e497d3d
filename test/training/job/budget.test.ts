import { describe, expect, it } from 'vitest';
import type { ChildEvent } from '../../../src/child/events.ts';
import { startBudget } from '../../../src/training/job/budget.ts';
import { startProgress } from '../../../src/training/job/progress.ts';

const reserve = { share: 0.15, least: 3, most: 30 };

describe('the budget of a Run', () => {
  it('has three ends, of which the last is within 1.5 times the budget and 10 s', () => {
    for (const seconds of [10, 20, 300, 3_600]) {
      const budget = startBudget(seconds, reserve, new AbortController().signal);
      expect(budget.left()).toBeLessThan(budget.coreLeft());
      expect(budget.coreLeft()).toBeLessThan(budget.lastLeft());
      expect(budget.lastLeft()).toBeLessThan(1.5 * seconds + 10);
    }
  });

  it('never tells that more time is left than before, nor more than the Run has', async () => {
    const events: ChildEvent[] = [];
    const progress = startProgress(
      (event) => events.push(event),
      () => 90,
    );
    // Steps that claim much and then little: an estimate by shares alone would climb.
    for (const until of [0.06, 0.9, 0.901, 0.902, 0.903, 1]) {
      progress.begin(`until ${until}`, until);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const told = events.flatMap((event) => (event.type === 'progress' ? [event.etaSeconds] : []));
    const known = told.filter((eta) => eta !== null);
    expect(known.length).toBeGreaterThan(3);
    expect(known).toEqual(known.toSorted((a, b) => b - a));
    expect(known[0]).toBeLessThanOrEqual(90);
  });
});
