/**
 * A person → nothing of theirs, on any server: their Runs, those that others made of their messages with their consent, what
 * `/recommend` and unfinished requests keep, questions about their messages. Out: a receipt. Called by `/forget-me`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { dropArtifact } from '../../src/discord/artifacts.ts';
import type { Context } from '../../src/discord/command.ts';
import { forgetDrafts } from '../../src/discord/draft.ts';
import { forgetAnswers } from '../../src/discord/kept/answer.ts';
import { isUserError } from '../../src/errors.ts';
import { forgetConsultations } from '../../src/recommend/consultation.ts';
import { deleteRun } from '../../src/runs/delete-run.ts';
import type { Run } from '../../src/runs/run.ts';
import type { Runs } from '../../src/runs/runs.ts';
import { cacheDir } from '../children.ts';

/** A trainer gets 5 s to write its checkpoint when it is stopped. */
const STOP_MS = 20_000;
const LOOK_MS = 500;

interface Receipt {
  runs: number;
  recommendations: number;
  requests: number;
  /** Ids of Runs whose training had not stopped yet. */
  left: string[];
}

export async function forgetPerson(context: Context): Promise<Receipt> {
  const { services, person } = context;
  const { runs, objects } = services;
  await stop(await runs.ofPerson(person.id), person.id, runs);
  const receipt: Receipt = { runs: 0, recommendations: 0, requests: 0, left: [] };
  for (const run of await runs.ofPerson(person.id)) {
    if (isActive(run)) receipt.left.push(run.id);
    else if (await remove(context, run)) receipt.runs += 1;
  }
  services.recent.forget(person.id);
  receipt.recommendations = await forgetConsultations(objects, person.id);
  receipt.requests =
    (await forgetDrafts(objects, person.id)) +
    (await forgetAnswers(objects, person.id)) +
    (await services.consents.forget(person.id));
  context.log.info({ ...receipt, left: receipt.left.length }, 'a person was forgotten');
  return receipt;
}

export const isActive = ({ state }: Run): boolean => state === 'queued' || state === 'running';

async function stop(found: readonly Run[], by: string, runs: Runs): Promise<void> {
  const active = found.filter(isActive);
  for (const { id } of active) await runs.cancel(id, by);
  const deadline = Date.now() + STOP_MS;
  for (const { id } of active) {
    for (;;) {
      const run = await runs.get(id);
      if (run === null || !isActive(run) || Date.now() > deadline) break;
      await wait(LOOK_MS);
    }
  }
}

/** False where it went meanwhile, by the daily sweep or a second press. */
async function remove(context: Context, run: Run): Promise<boolean> {
  try {
    await deleteRun(run, context.services);
  } catch (error) {
    if (isUserError(error) && error.code === 'run-unknown') return false;
    throw error;
  }
  await dropArtifact(run.id, cacheDir(context));
  return true;
}
