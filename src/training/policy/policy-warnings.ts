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

export interface WarningFacts {
  trained: Pick<TrainedPolicy, 'test' | 'parts' | 'tried' | 'chosen' | 'skipped' | 'untunable' | 'horizon'>;
  /** Mean return of the test episodes, counted as the estimates count. */
  logged: number;
  actions: { differs: number };
}

export function policyWarnings(facts: WarningFacts): Note[] {
  return [
    note(
      'estimate-not-trial',
      'The return of the policy is an estimate from the log, not a trial. Try the policy where a mistake is cheap before relying on it.',
    ),
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
      ? note(
          'estimate-disagrees',
          `The estimate is unreliable: with ${chosen.members.length} draws of its features it comes to anything from ${least} to ${most}. More logged episodes make the draws agree.`,
          { count: chosen.members.length, least: least!, most: most! },
        )
      : null,
  ];
  return found.filter((one) => one !== null);
}

const beyondLog = (share: string): Note =>
  note(
    'estimate-beyond-log',
    `The estimate is unreliable: in ${share} of the states the policy does what the log hardly ever tried there (less than 5 % of the time). Log more varied decisions.`,
    { share },
  );

const equalReturns = (value: string): Note =>
  note(
    'test-returns-alike',
    `The estimate is unreliable: every test episode earned ${value}, so it cannot tell a good policy from a bad one. Log episodes that end better.`,
    { value },
  );

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
  return note(
    'estimate-misses-log',
    `The estimate is unreliable: asked about the log itself it says ${values.estimate} (${values.low} – ${values.high}), while the log earned ${values.logged}.`,
    values,
  );
}

/** A rival that was estimated better is not delivered unless that is sure. */
function choiceWarnings({ trained: { tried, chosen } }: WarningFacts): Note[] {
  const rival = tried.toSorted((a, b) => b.estimate.value - a.estimate.value)[0];
  if (!rival || rival.estimate.value <= chosen.estimate.value) return [];
  const values = {
    other: rival.policy.name,
    otherValue: measure(rival.estimate.value),
    model: chosen.policy.name,
    value: measure(chosen.estimate.value),
    share: percent(SURE),
  };
  return [
    note(
      'better-not-surely',
      `${values.other} was estimated better on validation (${values.otherValue} against ${values.value}), but not surely: not on ${values.share} of the resampled episodes. So ${values.model} was delivered, which is the default; more logged episodes would tell.`,
      values,
    ),
  ];
}

/** Whether the policy does better than the log, and on how much that stands. */
function certaintyWarnings({ trained: { test, parts, chosen }, logged, actions }: WarningFacts): Note[] {
  const warnings: Note[] = [];
  if (test.chosen.interval[0] <= logged)
    warnings.push(
      note(
        'not-surely-better-than-log',
        'The interval of the estimate reaches down to the logged return: it is not certain that the policy does better than the log.',
      ),
    );
  const count = parts.test.starts.length;
  if (count < FEW_TEST_EPISODES)
    warnings.push(
      note('few-test-episodes', `The estimate stands on only ${count} test episodes.`, { count }),
    );
  const share = percent(actions.differs);
  if (chosen.id === 'cloning')
    warnings.push(
      note(
        'imitation-best',
        `Imitating the log's most frequent decisions was estimated best: no policy that learns from rewards was clearly better (it still differs from the log in ${share} of the steps, which are its rarer decisions).`,
        { share },
      ),
    );
  return warnings;
}

/** What the length of the episodes, the attached policy or the time kept from being done. */
function courseWarnings({ trained: { horizon, untunable, skipped } }: WarningFacts): Note[] {
  const warnings: Note[] = [];
  if (horizon.discount < 1)
    warnings.push(
      note(
        'returns-discounted',
        'Episodes are long, so returns are compared discounted: what comes hundreds of steps later counts little.',
      ),
    );
  if (untunable)
    warnings.push(
      note('attached-untuned', `The attached policy entered as it is and could not be tuned. ${untunable}`, {
        reason: untunable,
      }),
    );
  const models = skipped.join(', ');
  if (models !== '')
    warnings.push(note('candidates-left-out', `The time did not suffice to try: ${models}.`, { models }));
  return warnings;
}
