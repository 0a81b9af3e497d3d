/**
 * The policies that are tried, the default first. Which one is delivered: the default, unless another is estimated
 * better on nearly all resamples of the held-out episodes. Figures behind the order: `docs/policies.md`.
 */

import { attachedAsItIs, tuneAttached } from './attached-methods.ts';
import type { AttachedPolicy } from './attached-policy.ts';
import type { PolicyEstimate } from './evaluation.ts';
import {
  behaviourCloning,
  conservativeQ,
  implicitQ,
  leastSquares,
  type MethodOptions,
  type Policy,
  type WarmStart,
  warmStart,
} from './methods.ts';

export interface Candidate {
  id: string;
  /** For a person, while it is learnt. */
  label: string;
  make(options: MethodOptions, warm: () => Promise<WarmStart>): Promise<Policy>;
}

export const DEFAULT_CANDIDATE = 'fitted-q-0.3';

/** Cloning and the default are tried whatever the time, and so is an attached policy. */
export const MUST_TRY = 2;

/** Cheap ones first: what the time does not suffice for is left out from the end. */
export const CANDIDATES: readonly Candidate[] = [
  { id: 'cloning', label: 'behaviour cloning', make: (options) => behaviourCloning(options) },
  {
    id: DEFAULT_CANDIDATE,
    label: 'cautious fitted Q',
    make: (options) => leastSquares({ ...options, caution: 0.3 }),
  },
  {
    id: 'iql-0.7',
    label: 'implicit Q learning',
    make: (options) => implicitQ({ ...options, expectile: 0.7 }),
  },
  {
    id: 'cql-1',
    label: 'conservative Q learning',
    make: async (options, warm) => conservativeQ({ ...options, warm: await warm(), alpha: 1 }),
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
      make: (options) => tuneAttached(options, attached),
    });
  return [...CANDIDATES.slice(0, MUST_TRY), ...own, ...CANDIDATES.slice(MUST_TRY)];
}

/** One warm start for all candidates on the same data. */
export function sharedWarmStart(options: Omit<MethodOptions, 'steps'>): () => Promise<WarmStart> {
  let made: Promise<WarmStart> | undefined;
  return () => {
    made ??= warmStart(options);
    return made;
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
