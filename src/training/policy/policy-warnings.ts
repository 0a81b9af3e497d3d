/** What a person has to know before they trust the estimate of a policy, in plain words. */
import { type Note, note } from '../../text/notes.ts';
import { measure, percent } from '../../text/words.ts';
import { SURE } from './learn/candidates.ts';
import type { TrainedPolicy } from './train-policy.ts';
import type { Transitions } from './transitions.ts';

/** Below this share of seen actions an estimate speaks of the untried. */
const COVERED = 0.8;
/** Share of the interval that the draws of the features span when they make most of the doubt. */
const DISAGREEMENT = 0.5;
const FEW_TEST_EPISODES = 10;
/** Sums of single-precision rewards that differ by less are the same. */
const ROUNDING = 1e-5;

interface WarningFacts {
  trained: Pick<TrainedPolicy, 'test' | 'parts' | 'tried' | 'chosen' | 'skipped' | 'untunable' | 'horizon'>;
  /** Mean return of the test episodes, counted as the estimates count. */
  logged: number;
  actions: { differs: number };
}

export function policyWarnings(facts: WarningFacts): Note[] {
  return [
    note('estimate-not-trial'),
    ...doubts(facts),
    ...choiceWarnings(facts),
    ...certaintyWarnings(facts),
    ...courseWarnings(facts),
  ];
}

/** Why the estimate itself is not to be relied on. */
function doubts({ trained: { test, parts }, logged }: WarningFacts): Note[] {
  const { chosen, log, coverage } = test;
  const [low, high] = log.interval;
  const [least, most] = [Math.min(...chosen.members), Math.max(...chosen.members)].map(measure);
  const span = Math.max(...chosen.members) - Math.min(...chosen.members);
  const found: (Note | null)[] = [
    coverage < COVERED ? beyondLog(percent(1 - coverage)) : null,
    logged < low || logged > high ? missesLog(log, logged) : null,
    haveEqualReturns(parts.test) ? equalReturns(measure(logged)) : null,
    span > DISAGREEMENT * (chosen.interval[1] - chosen.interval[0])
      ? note('estimate-disagrees', { count: chosen.members.length, least: least!, most: most! })
      : null,
  ];
  return found.filter((one) => one !== null);
}

const beyondLog = (share: string): Note => note('estimate-beyond-log', { share });

const equalReturns = (value: string): Note => note('test-returns-alike', { value });

/** Whether every episode earned the same, undiscounted. */
function haveEqualReturns({ starts, reward, n }: Transitions): boolean {
  const returns = Array.from(starts, (from, episode) =>
    reward.subarray(from, starts[episode + 1] ?? n).reduce((sum, one) => sum + one, 0),
  );
  const [least, most] = [Math.min(...returns), Math.max(...returns)];
  return most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most));
}

function missesLog({ value, interval: [low, high] }: TrainedPolicy['test']['log'], logged: number): Note {
  const values = {
    estimate: measure(value),
    low: measure(low),
    high: measure(high),
    logged: measure(logged),
  };
  return note('estimate-misses-log', values);
}

/** A rival that was estimated better is not delivered unless that is sure. */
function choiceWarnings({ trained: { tried, chosen } }: WarningFacts): Note[] {
  const rival = tried.toSorted((a, b) => b.estimate.value - a.estimate.value)[0];
  if (!rival || rival.estimate.value <= chosen.estimate.value) return [];
  const values = {
    other: { phrase: rival.policy.name },
    otherValue: measure(rival.estimate.value),
    model: { phrase: chosen.policy.name },
    value: measure(chosen.estimate.value),
    share: percent(SURE),
  };
  return [note('better-not-surely', values)];
}

/** Whether the policy does better than the log, and on how much that stands. */
function certaintyWarnings({ trained: { test, parts, chosen }, logged, actions }: WarningFacts): Note[] {
  const warnings: Note[] = [];
  if (test.chosen.interval[0] <= logged) warnings.push(note('not-surely-better-than-log'));
  const count = parts.test.starts.length;
  if (count < FEW_TEST_EPISODES) warnings.push(note('few-test-episodes', { count }));
  const share = percent(actions.differs);
  if (chosen.id === 'cloning') warnings.push(note('imitation-best', { share }));
  return warnings;
}

/** What the length of the episodes, the attached policy or the time kept from being done. */
function courseWarnings({ trained: { horizon, untunable, skipped } }: WarningFacts): Note[] {
  const warnings: Note[] = [];
  if (horizon.discount < 1) warnings.push(note('returns-discounted'));
  if (untunable)
    warnings.push(
      note('attached-untuned', {
        reason: untunable,
      }),
    );
  if (skipped.length > 0)
    warnings.push(note('candidates-left-out', { models: skipped.map((name) => ({ phrase: name })) }));
  return warnings;
}
