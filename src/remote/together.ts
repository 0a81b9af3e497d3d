/**
 * Together AI's fine-tuning API → the port. LoRA, supervised; a job is paid by the tokens that it processes.
 * https://docs.together.ai/reference/post-fine-tunes, …/upload-file, …/post-fine-tunes-estimate-price
 */
import { z } from 'zod';
import { isUserError } from '../errors.ts';
import { askService, dropFile, type Endpoint, fileForm } from './ask-service.ts';
import { answerOf } from './chat-answer.ts';
import type { JobRequest, RemoteJob, TuningService } from './service.ts';

const idSchema = z.object({ id: z.string() });
const jobSchema = z.object({
  id: z.string(),
  status: z.string(),
  /** Both names are in use, by version of the API. */
  model_output_name: z.string().nullish(),
  x_model_output_name: z.string().nullish(),
  token_count: z.number().nullish(),
});
const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), training_file: z.string().nullish() })).nullish(),
});
const eventsSchema = z.object({
  data: z.array(
    z.object({
      created_at: z.string().nullish(),
      message: z.string().nullish(),
      level: z.string().nullish(),
    }),
  ),
});
const estimateSchema = z.object({ estimated_total_price: z.number().nullish() });

const STATUSES: Record<string, RemoteJob['status']> = {
  pending: 'waiting',
  queued: 'waiting',
  running: 'running',
  compressing: 'running',
  uploading: 'running',
  cancel_requested: 'running',
  cancelled: 'cancelled',
  user_error: 'failed',
  error: 'failed',
  completed: 'succeeded',
};

const bodyOf = ({ model, trainingFile, validationFile, epochs }: JobRequest) => ({
  training_file: trainingFile,
  validation_file: validationFile,
  model,
  n_epochs: epochs,
  n_evals: epochs,
  training_type: { type: 'Lora', lora_r: 8, lora_alpha: 16 },
  training_method: { method: 'sft', train_on_inputs: 'auto' },
});

export function openTogether(endpoint: Endpoint): TuningService {
  const jobPath = (id: string) => `/fine-tunes/${encodeURIComponent(id)}`;
  const eventsOf = async (id: string, signal: AbortSignal) =>
    (await askService(endpoint, `${jobPath(id)}/events`, eventsSchema, { signal })).data;
  return {
    id: 'together',
    name: endpoint.name,
    host: new URL(endpoint.url).host,
    upload: async (name, jsonl, signal) => {
      const form = fileForm(name, jsonl, { purpose: 'fine-tune', file_name: name, file_type: 'jsonl' });
      return (await askService(endpoint, '/files/upload', idSchema, { method: 'POST', form, signal })).id;
    },
    estimate: async (job, signal) => {
      try {
        const json = bodyOf(job);
        const path = '/fine-tunes/estimate-price';
        const answer = await askService(endpoint, path, estimateSchema, { method: 'POST', json, signal });
        return answer.estimated_total_price ?? null;
      } catch (error) {
        // A deployment without this path does not say; what it charges was estimated before.
        if (isUserError(error) && error.code === 'service-not-found') return null;
        throw error;
      }
    },
    create: async (job, signal) => {
      const json = { ...bodyOf(job), suffix: job.suffix, random_seed: job.seed };
      const once = { method: 'POST', json, signal, again: false } as const;
      return (await askService(endpoint, '/fine-tunes', idSchema, once)).id;
    },
    findJob: async (trainingFile, signal) => {
      const { data } = await askService(endpoint, '/fine-tunes', listSchema, { signal });
      return data?.find((one) => one.training_file === trainingFile)?.id ?? null;
    },
    job: async (id, signal) => {
      const found = await askService(endpoint, jobPath(id), jobSchema, { signal });
      const status = STATUSES[found.status] ?? 'running';
      const error = status === 'failed' ? await lastWords(eventsOf(id, signal)) : null;
      const model = found.x_model_output_name ?? found.model_output_name ?? null;
      return { id, status, statusText: found.status, model, error, tokens: found.token_count ?? null };
    },
    events: async (id, signal) =>
      (await eventsOf(id, signal)).map(({ created_at, message }, place) => ({
        id: `${place} ${created_at ?? ''}`,
        text: message ?? '',
      })),
    // Its API tells no losses; they go to Weights & Biases, where the operator has an account.
    losses: async () => ({ train: null, validation: null }),
    cancel: async (id, signal) => {
      await askService(endpoint, `${jobPath(id)}/cancel`, z.unknown(), { method: 'POST', signal });
    },
    answer: (model, messages, signal) => answerOf(endpoint, { model, messages, signal }),
    deleteFile: (id, signal) => dropFile(endpoint, id, signal),
  };
}

/** Of an event that names an error, else of the last one. */
async function lastWords(reading: Promise<z.infer<typeof eventsSchema>['data']>): Promise<string | null> {
  const events = await reading;
  const error = events.findLast(({ level }) => level?.toLowerCase() === 'error');
  return (error ?? events.at(-1))?.message ?? null;
}
