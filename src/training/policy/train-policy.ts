/**
 * Logged decisions → a policy in the artifact folder and what its Report says. Reads top to bottom: check → split by
 * episodes → learn candidates → choose on held-out episodes → learn again with these → test once → learn on everything →
 * write. Called by `train.ts`, which adds charts and card.
 */

import type { ChildTaskOf } from '../../child/messages.ts';
import type { PolicyDataset } from '../../datasets/dataset.ts';
import type { Delivery } from '../../report/delivery.ts';
import { seededRandom } from '../../statistics/random.ts';
import type { Budget } from '../job/budget.ts';
import type { Progress } from '../job/progress.ts';
import { checkLog } from './check-log.ts';
import { deliverPolicy } from './deliver-policy.ts';
import { whyUntunable } from './judge/attached-methods.ts';
import { openAttachedPolicy } from './judge/attached-policy.ts';
import { coverageOf, Evaluator, type Horizon, horizonOf } from './judge/evaluation.ts';
import type { PolicyEstimate } from './judge/policy-estimate.ts';
import {
  CANDIDATES,
  type Candidate,
  candidatesWith,
  choosePolicy,
  layGroundwork,
  MUST_TRY,
} from './learn/candidates.ts';
import type { Policy } from './learn/methods.ts';
import {
  asLogged,
  longestOf,
  type SplitTransitions,
  splitTransitions,
  type Transitions,
} from './transitions.ts';
import { writePolicy } from './write-policy.ts';

interface PolicyJob {
  task: ChildTaskOf<'train'>;
  dataset: PolicyDataset;
  budget: Budget;
  progress: Progress;
  signal: AbortSignal;
}

interface TriedPolicy {
  id: string;
  policy: Policy;
  /** On the validation episodes. */
  estimate: PolicyEstimate;
  coverage: number;
  seconds: number;
}

/** On the test episodes, by policies learnt from all others. */
interface PolicyTest {
  chosen: PolicyEstimate;
  cloning: PolicyEstimate;
  random: PolicyEstimate;
  /** The log's own behaviour, estimated the same way: tells whether the estimates can be trusted. */
  log: PolicyEstimate;
  coverage: number;
}

export interface TrainedPolicy {
  parts: SplitTransitions;
  horizon: Horizon;
  tried: TriedPolicy[];
  chosen: TriedPolicy;
  skipped: string[];
  /** Why the attached policy could not be tuned; null when it was, or when there is none. */
  untunable: string | null;
  test: PolicyTest;
  /** Learnt from every episode: what is delivered. */
  final: Policy;
  delivery: Delivery;
  steps: number;
  seconds: Record<string, number>;
}

/** Updates of a network a second of budget: from the budget, not the clock, so that a seed repeats its numbers. */
const STEPS_PER_SECOND = 8;
const STEPS = { least: 600, most: 2_000 };

/** Scores drawn anew for every state: the greedy action is any with equal chance. */
const randomPolicy = (a: number, seed: number): Pick<Policy, 'score'> => ({
  score: async (states) => {
    const random = seededRandom(seed + states.length);
    return Float32Array.from({ length: states.length * a }, () => random.next());
  },
});

/** @throws UserError when the log cannot teach anything (`check-log.ts`) or the attached policy does not fit it */
export async function trainPolicy(job: PolicyJob): Promise<TrainedPolicy> {
  const { task, dataset, budget, progress, signal } = job;
  const { seed, budgetSeconds } = task.spec;
  checkLog(dataset);
  const parts = splitTransitions(dataset, seed);
  const horizon = horizonOf(longestOf(parts.episodes.all));
  const steps = Math.max(STEPS.least, Math.min(STEPS.most, Math.round(budgetSeconds * STEPS_PER_SECOND)));
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - start) / 1_000;
    return result;
  };

  const { candidates, untunable } = await entrants(job, parts);
  const race = { parts, horizon, steps, candidates };
  const { tried, skipped } = await timed('race', () => tryCandidates(job, race));
  const chosen = tried[choosePolicy(tried)]!;
  const again = (id: string, data: Transitions) =>
    learn(candidateOf(candidates, id), { data, steps, seed, signal });

  progress.begin('Testing once', 0.8);
  const test = await timed('test', async (): Promise<PolicyTest> => {
    const policy = await again(chosen.id, parts.fitted);
    const cloned = chosen.id === 'cloning' ? policy : await again('cloning', parts.fitted);
    const evaluator = new Evaluator(parts.test, horizon, seed);
    return {
      chosen: await evaluator.estimate(policy, signal),
      cloning: await evaluator.estimate(cloned, signal),
      random: await evaluator.estimate(randomPolicy(parts.test.a, seed), signal),
      log: await evaluator.estimate(null, signal),
      coverage: await coverageOf(policy, cloned, parts.test),
    };
  });

  progress.begin('Learning from every episode', 0.92);
  const final = await timed('final', () => again(chosen.id, parts.all));
  progress.begin('Writing and checking the policy', 0.98);
  const { artifactDir, folders } = task;
  await writePolicy(artifactDir, dataset, final, parts.standardisation);
  const delivery = await deliverPolicy({
    artifactDir,
    workDir: folders.workDir,
    states: asLogged(parts.test.states, parts.standardisation),
    secondsLeft: budget.lastLeft,
    signal,
  });
  return { parts, horizon, tried, chosen, skipped, untunable, test, final, delivery, steps, seconds };
}

async function entrants({ task, dataset }: PolicyJob, { standardisation, train }: SplitTransitions) {
  if (!task.modelFile) return { candidates: CANDIDATES, untunable: null };
  const attached = await openAttachedPolicy(task.modelFile, dataset, standardisation);
  const untunable = await whyUntunable(attached, train);
  return { candidates: candidatesWith(attached, untunable === null), untunable };
}

const candidateOf = (candidates: readonly Candidate[], id: string): Candidate => {
  const candidate = candidates.find((one) => one.id === id);
  if (!candidate) throw new Error(`There is no candidate called ${id}.`);
  return candidate;
};

const learn = (candidate: Candidate, options: Parameters<Candidate['make']>[0]) =>
  candidate.make(options, layGroundwork(options));

interface Race {
  parts: SplitTransitions;
  horizon: Horizon;
  steps: number;
  candidates: readonly Candidate[];
}

async function tryCandidates(job: PolicyJob, { parts, horizon, steps, candidates }: Race) {
  const { budget, progress, signal, task } = job;
  const options = { data: parts.train, steps, seed: task.spec.seed, signal };
  const groundwork = layGroundwork(options);
  const evaluator = new Evaluator(parts.validation, horizon, task.spec.seed);
  const tried: TriedPolicy[] = [];
  const skipped: string[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const longest = Math.max(0, ...tried.map((one) => one.seconds));
    // What comes after the race takes about as long as learning the slowest candidate twice, and the tests.
    if (
      tried.length >= MUST_TRY &&
      !candidate.id.startsWith('attached') &&
      budget.left() < AFTER_RACE * longest
    ) {
      skipped.push(candidate.label);
      continue;
    }
    progress.begin(`Learning a policy: ${candidate.label}`, 0.05 + (0.75 * (index + 1)) / candidates.length);
    const start = performance.now();
    const policy = await candidate.make(options, groundwork);
    const estimate = await evaluator.estimate(policy, signal);
    const coverage = await coverageOf(policy, tried[0]?.policy ?? policy, parts.validation);
    tried.push({
      id: candidate.id,
      policy,
      estimate,
      coverage,
      seconds: (performance.now() - start) / 1_000,
    });
  }
  return { tried, skipped };
}

const AFTER_RACE = 4;
