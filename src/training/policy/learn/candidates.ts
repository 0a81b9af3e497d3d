/**
 * The policies that are tried, the baseline and the default first. Delivered: the default, unless another is estimated
 * better on nearly all resamples of the held-out episodes. Figures behind the order: `docs/policies.md`.
 */

import { attachedAsItIs, tuneAttached } from '../judge/attached-methods.ts';
import type { AttachedPolicy } from '../judge/attached-policy.ts';
import type { PolicyEstimate } from '../judge/policy-estimate.ts';
import { type FittedQ, fitQByLeastSquares } from './fitted-q.ts';
import {
  behaviourCloning,
  conservativeQ,
  implicitValues,
  type MethodOptions,
  type Policy,
  tiltedPolicy,
  type WarmStart,
  warmStart,
} from './methods.ts';

/** What several candidates start from. */
interface Groundwork {
  cloned(): Promise<Policy>;
  /** Of implicit Q learning. */
  implicit(): Promise<FittedQ>;
  /** Lower bounds of the best action's value. */
  cautious(): Promise<FittedQ>;
  warmStart(): Promise<WarmStart>;
}

/** Kostrikov et al. 2022, section 5.1, for locomotion. */
const EXPECTILE = 0.7;
/** Widths of the fit that are subtracted: Jin et al. 2021. */
const CAUTION = 1;
/** Implicit values weigh more: they err less where the log is thin. */
const SHARES = { implicit: 2 / 3, cautious: 1 / 3 };

export interface Candidate {
  id: string;
  /** For a person, while it is learnt. */
  label: string;
  make(options: MethodOptions, groundwork: Groundwork): Promise<Policy>;
}

export const DEFAULT_CANDIDATE = 'pooled';

/** Cloning and the default are tried whatever the time, and so is an attached policy. */
export const MUST_TRY = 2;

/** Cheap ones first: what the time does not suffice for is left out from the end. */
export const CANDIDATES: readonly Candidate[] = [
  { id: 'cloning', label: 'behaviour cloning', make: (_, { cloned }) => cloned() },
  {
    id: DEFAULT_CANDIDATE,
    label: 'implicit and cautious Q, pooled',
    make: async (options, ground) =>
      tiltedPolicy(
        { id: DEFAULT_CANDIDATE, name: 'Implicit and cautious Q, pooled' },
        { ...options, cloned: await ground.cloned() },
        [
          { q: await ground.implicit(), share: SHARES.implicit },
          { q: await ground.cautious(), share: SHARES.cautious },
        ],
      ),
  },
  {
    id: `iql-${EXPECTILE}`,
    label: 'implicit Q learning',
    make: async (options, ground) =>
      tiltedPolicy(
        { id: `iql-${EXPECTILE}`, name: `Implicit Q learning (expectile ${EXPECTILE})` },
        { ...options, cloned: await ground.cloned() },
        [{ q: await ground.implicit(), share: 1 }],
      ),
  },
  {
    id: `fitted-q-${CAUTION}`,
    label: 'cautious fitted Q',
    make: async (options, ground) =>
      tiltedPolicy(
        { id: `fitted-q-${CAUTION}`, name: `Least-squares fitted Q (caution ${CAUTION})` },
        { ...options, cloned: await ground.cloned() },
        [{ q: await ground.cautious(), share: 1 }],
      ),
  },
  {
    id: 'cql-1',
    label: 'conservative Q learning',
    make: async (options, { warmStart }) => conservativeQ({ ...options, warm: await warmStart(), alpha: 1 }),
  },
];

/** With an attached policy, it comes right after the default: as it is, and tuned unless it cannot be. */
export function candidatesWith(attached: AttachedPolicy | null, tunable: boolean): readonly Candidate[] {
  if (!attached) return CANDIDATES;
  const own: Candidate[] = [
    { id: 'attached', label: `${attached.name} as it is`, make: async () => attachedAsItIs(attached) },
  ];
  if (tunable)
    own.push({
      id: 'attached-tuned',
      label: `${attached.name}, tuned`,
      make: async (options, { cloned }) => tuneAttached({ ...options, cloned: await cloned() }, attached),
    });
  return [...CANDIDATES.slice(0, MUST_TRY), ...own, ...CANDIDATES.slice(MUST_TRY)];
}

/** One of each for all candidates on the same data, made when first asked for. */
export function layGroundwork(options: MethodOptions): Groundwork {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  const cloned = once(() => behaviourCloning(options));
  return {
    cloned,
    implicit: once(async () => implicitValues({ ...options, cloned: await cloned(), expectile: EXPECTILE })),
    cautious: once(() => fitQByLeastSquares({ ...options, caution: CAUTION })),
    warmStart: once(() => warmStart(options)),
  };
}

/** Share of the resamples in which a rival has to be better than the default. */
export const SURE = 0.95;

/** Index of the candidate to deliver. */
export function choosePolicy(
  candidates: readonly { id: string; estimate: Pick<PolicyEstimate, 'value' | 'resampled'> }[],
): number {
  const standard = Math.max(
    0,
    candidates.findIndex(({ id }) => id === DEFAULT_CANDIDATE),
  );
  const standardEstimate = candidates[standard]!.estimate;
  let best = standard;
  candidates.forEach(({ estimate }, index) => {
    if (index === standard) return;
    const better = estimate.resampled.filter(
      (value, draw) => value > standardEstimate.resampled[draw]!,
    ).length;
    if (better < SURE * estimate.resampled.length) return;
    if (estimate.value > candidates[best]!.estimate.value) best = index;
  });
  return best;
}
