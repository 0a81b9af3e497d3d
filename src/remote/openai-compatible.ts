/**
 * A service that speaks OpenAI's API (files, fine_tuning.jobs with events and checkpoints, chat completions) → the port.
 * https://platform.openai.com/docs/api-reference/fine-tuning
 */
import { z } from 'zod';
import { isUserError } from '../errors.ts';
import { askService, dropFile, type Endpoint, fileForm } from './ask-service.ts';
import { answerOf } from './chat-answer.ts';
import type { RemoteJob, TuningService } from './service.ts';

const idSchema = z.object({ id: z.string() });
const jobSchema = z.object({
  id: z.string(),
  status: z.string(),
  fine_tuned_model: z.string().nullish(),
  trained_tokens: z.number().nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
});
const jobsSchema = z.object({
  data: z.array(z.object({ id: z.string(), training_file: z.string() })),
  has_more: z.boolean().nullish(),
});
const eventsSchema = z.object({ data: z.array(z.object({ id: z.string(), message: z.string() })) });
const checkpointsSchema = z.object({
  data: z.array(
    z.object({
      step_number: z.number(),
      metrics: z.object({
        train_loss: z.number().nullish(),
        valid_loss: z.number().nullish(),
        full_valid_loss: z.number().nullish(),
      }),
    }),
  ),
});

const STATUSES: Record<string, RemoteJob['status']> = {
  validating_files: 'waiting',
  queued: 'waiting',
  paused: 'waiting',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};
/** Of jobs that are looked through for ours, 100 a page. */
const MOST_PAGES = 20;

export function openCompatible(endpoint: Endpoint): TuningService {
  const jobPath = (id: string) => `/fine_tuning/jobs/${encodeURIComponent(id)}`;
  return {
    id: 'remote',
    name: endpoint.name,
    host: new URL(endpoint.url).host,
    upload: async (name, jsonl, signal) => {
      const form = fileForm(name, jsonl, { purpose: 'fine-tune' });
      return (await askService(endpoint, '/files', idSchema, { method: 'POST', form, signal })).id;
    },
    estimate: async () => null,
    create: async (job, signal) => {
      const json = {
        model: job.model,
        training_file: job.trainingFile,
        validation_file: job.validationFile,
        suffix: job.suffix,
        seed: job.seed,
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: job.epochs } } },
      };
      const once = { method: 'POST', json, signal, again: false } as const;
      return (await askService(endpoint, '/fine_tuning/jobs', idSchema, once)).id;
    },
    findJob: (trainingFile, signal) => findJob(endpoint, trainingFile, signal),
    job: async (id, signal) => {
      const found = await askService(endpoint, jobPath(id), jobSchema, { signal });
      return {
        id,
        status: STATUSES[found.status] ?? 'running',
        statusText: found.status,
        model: found.fine_tuned_model ?? null,
        error: found.error?.message ?? null,
        tokens: found.trained_tokens ?? null,
      };
    },
    events: async (id, signal) => {
      const { data } = await askService(endpoint, `${jobPath(id)}/events?limit=50`, eventsSchema, { signal });
      // Newest first, as the API lists them.
      return data.map((one) => ({ id: one.id, text: one.message })).reverse();
    },
    losses: (id, signal) => readLosses(endpoint, `${jobPath(id)}/checkpoints`, signal),
    cancel: async (id, signal) => {
      await askService(endpoint, `${jobPath(id)}/cancel`, z.unknown(), { method: 'POST', signal });
    },
    answer: (model, messages, signal) => answerOf(endpoint, { model, messages, signal }),
    deleteFile: (id, signal) => dropFile(endpoint, id, signal),
  };
}

async function findJob(
  endpoint: Endpoint,
  trainingFile: string,
  signal: AbortSignal,
): Promise<string | null> {
  let after = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const path = `/fine_tuning/jobs?limit=100${after}`;
    const { data, has_more } = await askService(endpoint, path, jobsSchema, { signal });
    const found = data.find((one) => one.training_file === trainingFile);
    if (found) return found.id;
    const last = data.at(-1);
    if (!has_more || !last) return null;
    after = `&after=${encodeURIComponent(last.id)}`;
  }
  return null;
}

async function readLosses(endpoint: Endpoint, path: string, signal: AbortSignal) {
  try {
    const { data } = await askService(endpoint, path, checkpointsSchema, { signal });
    const last = data.toSorted((a, b) => a.step_number - b.step_number).at(-1)?.metrics;
    return {
      train: last?.train_loss ?? null,
      validation: last?.full_valid_loss ?? last?.valid_loss ?? null,
    };
  } catch (error) {
    // Compatible services need not keep checkpoints.
    if (isUserError(error) && error.code === 'service-not-found') return { train: null, validation: null };
    throw error;
  }
}
