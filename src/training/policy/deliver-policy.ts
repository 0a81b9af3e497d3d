/**
 * A written policy → the Delivery of its Report: smaller variants, judged by whether they act as the policy does in the
 * states of the test episodes. In: the artifact folder, these states as logged. Out: Delivery. Called by `train-policy.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactHost } from '../../delivered/artifact-host.ts';
import { type Delivery, variantOf } from '../../report/delivery.ts';
import type { Judged, Measure } from '../delivery/as-good.ts';
import { offerCompact } from '../delivery/offer-compact.ts';
import { variantHost } from '../delivery/variant-host.ts';
import { openPolicy } from './choose-actions.ts';
import { POLICY_MODEL } from './pipeline.ts';

/** Half a point. The full policy agrees with itself everywhere. */
const MEASURE: Measure = {
  name: 'agreement with the full policy',
  better: 'higher',
  tolerance: { by: 0.005, relative: false },
};
/** States that variants are judged in, evenly from all. */
const MOST_JUDGED = 5_000;

interface DeliverOptions {
  artifactDir: string;
  workDir: string;
  /** Of the test episodes, as logged. Shape [n, d], row-major. */
  states: Float32Array;
  secondsLeft: () => number;
  signal: AbortSignal;
}

export async function deliverPolicy(options: DeliverOptions): Promise<Delivery> {
  const { artifactDir, workDir, secondsLeft, signal } = options;
  const opened = await openVariant(artifactDir, POLICY_MODEL);
  const { pipeline } = opened;
  const d = pipeline.stateNames.length;
  const n = options.states.length / d;
  const count = Math.min(n, MOST_JUDGED);
  const states = Float32Array.from({ length: count * d }, (_, i) => {
    const row = Math.floor((Math.floor(i / d) * n) / count);
    return options.states[row * d + (i % d)]!;
  });
  await opened.decide(states.subarray(0, d));
  const feeds = opened.firstFeeds();
  const actions = await actionsOf(opened, states);
  const judge = async (path: string): Promise<Judged> => {
    const own = await actionsOf(await openVariant(artifactDir, path), states);
    const same = own.map((action, row) => Number(action === actions[row]));
    return { figure: same.reduce((sum, value) => sum + value, 0) / Math.max(1, count), samples: same };
  };
  const delivery = await offerCompact({
    artifactDir,
    workDir,
    graphs: [{ path: POLICY_MODEL, feeds }],
    measure: MEASURE,
    full: { figure: 1, samples: actions.map(() => 1) },
    judge,
    secondsLeft,
    signal,
  });
  const { path } = variantOf(delivery, delivery.delivered)!;
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify({ ...pipeline, modelPath: path }));
  return delivery;
}

async function openVariant(artifactDir: string, path: string) {
  const host = variantHost(artifactHost(artifactDir), () => path);
  return { ...(await openPolicy(host)), firstFeeds: host.firstFeeds };
}

type Opened = Awaited<ReturnType<typeof openVariant>>;

async function actionsOf({ decide, close }: Opened, states: Float32Array): Promise<string[]> {
  try {
    return (await decide(states)).map(({ action }) => action);
  } finally {
    await close();
  }
}
