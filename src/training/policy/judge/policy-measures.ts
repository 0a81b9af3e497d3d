/** A trained policy → its figures on the test episodes. Called by `policy-report.ts`. */
import type { PolicyDataset } from '../../../datasets/dataset.ts';
import type { Report } from '../../../report/report.ts';
import { type Note, note } from '../../../text/notes.ts';
import type { TrainedPolicy } from '../train-policy.ts';
import { DISCOUNT, type Episode, returnOf } from '../transitions.ts';

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Returns of logged episodes, counted as the estimates count them. */
export function loggedReturns(
  dataset: PolicyDataset,
  episodes: readonly Episode[],
  plainly: boolean,
): number[] {
  return episodes.map((episode) => returnOf(dataset, episode)[plainly ? 'plain' : 'discounted']);
}

type Row = Report['measures'][number];

const row = (name: string, value: number, said: Note | null, interval: Row['interval'] = null): Row => ({
  name,
  value,
  interval,
  baseline: null,
  note: said,
});

/** Of the delivered policy, beside what was logged and beside imitation and chance; figures that are none are left out. */
export function policyMeasures(
  dataset: PolicyDataset,
  trained: TrainedPolicy,
  actions: { differs: number },
): Report['measures'] {
  const { parts, horizon, test } = trained;
  const logged = (plainly: boolean) => meanOf(loggedReturns(dataset, parts.episodes.test, plainly));
  const ofPolicy = row(
    'estimated return of the policy',
    test.chosen.value,
    estimateNote(trained),
    test.chosen.interval,
  );
  return [
    { ...ofPolicy, baseline: logged(horizon.discount === 1) },
    ...loggedMeasures(parts.test.starts.length, logged),
    ...comparedMeasures(trained),
    row('states where the policy differs from the log', actions.differs, note('share-of-other-actions')),
    row('coverage', test.coverage, note('share-of-covered')),
  ].filter(({ value }) => Number.isFinite(value));
}

function estimateNote({ parts, horizon: { discount, steps } }: TrainedPolicy): Note {
  const episodes = parts.test.starts.length;
  const plainly = discount === 1;
  return note(plainly ? 'fqe-estimate' : 'fqe-estimate-discounted', {
    count: episodes,
    steps,
    discount: DISCOUNT,
  });
}

const loggedMeasures = (episodes: number, logged: (plainly: boolean) => number): Row[] => [
  row('logged return', logged(true), note('mean-of-episodes', { count: episodes })),
  row('logged return, discounted', logged(false), note('discount-a-step', { discount: DISCOUNT })),
];

/** Estimates of other policies, by which the one of the delivered policy is judged. */
const comparedMeasures = ({ test: { cloning, random, log } }: TrainedPolicy): Row[] => [
  row('estimated return of imitation', cloning.value, note('by-cloning'), cloning.interval),
  row('estimated return of random actions', random.value, null, random.interval),
  row('the same estimate for the log itself', log.value, note('near-logged-return'), log.interval),
];
