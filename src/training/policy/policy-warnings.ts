/** What a person has to know before they trust the estimate of a policy, in plain words. */
import { type Note, note } from '../../notes.ts';
import { measure, percent } from '../../report/words.ts';
import { SURE } from './candidates.ts';
import type { TrainedPolicy } from './train-policy.ts';

/** Below this share of seen actions an estimate speaks of the untried. */
const COVERED = 0.8;
/** Share of the interval that the draws of the features span when they make most of the doubt. */
const DISAGREEMENT = 0.5;
const FEW_TEST_EPISODES = 10;

export interface WarningFacts {
  trained: Pick<TrainedPolicy, 'test' | 'parts' | 'tried' | 'chosen' | 'skipped' | 'untunable' | 'horizon'>;
  /** Mean return of the test episodes, counted as the estimates count. */
  logged: number;
  actions: { differs: number };
}

export function policyWarnings({ trained, logged, actions }: WarningFacts): Note[] {
  const { test, parts, tried, chosen, skipped, untunable, horizon } = trained;
  const warnings = [
    note(
      'estimate-not-trial',
      'The return of the policy is an estimate from the log, not a trial. Try the policy where a mistake is cheap before relying on it.',
    ),
  ];
  if (test.coverage < COVERED)
    warnings.push(
      note(
        'estimate-beyond-log',
        `The estimate is unreliable: in ${percent(1 - test.coverage)} of the states the policy does what the log hardly ever tried there (less than 5 % of the time). Log more varied decisions.`,
        { share: percent(1 - test.coverage) },
      ),
    );
  const [low, high] = test.log.interval;
  if (logged < low || logged > high)
    warnings.push(
      note(
        'estimate-misses-log',
        `The estimate is unreliable: asked about the log itself it says ${measure(test.log.value)} (${measure(low)} – ${measure(high)}), while the log earned ${measure(logged)}.`,
        {
          estimate: measure(test.log.value),
          low: measure(low),
          high: measure(high),
          logged: measure(logged),
        },
      ),
    );
  const [least, most] = [Math.min(...test.chosen.members), Math.max(...test.chosen.members)];
  if (most - least > DISAGREEMENT * (test.chosen.interval[1] - test.chosen.interval[0]))
    warnings.push(
      note(
        'estimate-disagrees',
        `The estimate is unreliable: with ${test.chosen.members.length} draws of its features it comes to anything from ${measure(least)} to ${measure(most)}. More logged episodes make the draws agree.`,
        { count: test.chosen.members.length, least: measure(least), most: measure(most) },
      ),
    );
  const rival = tried.toSorted((a, b) => b.estimate.value - a.estimate.value)[0];
  if (rival && rival.estimate.value > chosen.estimate.value)
    warnings.push(
      note(
        'better-not-surely',
        `${rival.policy.name} was estimated better on validation (${measure(rival.estimate.value)} against ${measure(chosen.estimate.value)}), but not surely: not on ${percent(SURE)} of the resampled episodes. So ${chosen.policy.name} was delivered, which is the default; more logged episodes would tell.`,
        {
          other: rival.policy.name,
          otherValue: measure(rival.estimate.value),
          model: chosen.policy.name,
          value: measure(chosen.estimate.value),
          share: percent(SURE),
        },
      ),
    );
  if (test.chosen.interval[0] <= logged)
    warnings.push(
      note(
        'not-surely-better-than-log',
        'The interval of the estimate reaches down to the logged return: it is not certain that the policy does better than the log.',
      ),
    );
  if (parts.test.starts.length < FEW_TEST_EPISODES)
    warnings.push(
      note('few-test-episodes', `The estimate stands on only ${parts.test.starts.length} test episodes.`, {
        count: parts.test.starts.length,
      }),
    );
  if (chosen.id === 'cloning')
    warnings.push(
      note(
        'imitation-best',
        `Imitating the log's most frequent decisions was estimated best: no policy that learns from rewards was clearly better (it still differs from the log in ${percent(actions.differs)} of the steps, which are its rarer decisions).`,
        { share: percent(actions.differs) },
      ),
    );
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
  if (skipped.length > 0)
    warnings.push(
      note('candidates-left-out', `The time did not suffice to try: ${skipped.join(', ')}.`, {
        models: skipped.join(', '),
      }),
    );
  return warnings;
}
