/** Together AI's published API by hand: https://docs.together.ai/reference (files/upload, fine-tunes, estimate-price, chat). */
import { z } from 'zod';
import {
  answerLike,
  chatSchema,
  completion,
  examplesOf,
  type FakeService,
  keepFile,
  refused,
  startFake,
} from './fake-service.ts';

const createSchema = z.strictObject({
  training_file: z.string(),
  validation_file: z.string(),
  model: z.string(),
  n_epochs: z.number().int().min(1).max(20),
  n_evals: z.number().int().min(0),
  training_type: z.strictObject({
    type: z.literal('Lora'),
    lora_r: z.number().int(),
    lora_alpha: z.number().int(),
  }),
  training_method: z.strictObject({ method: z.literal('sft'), train_on_inputs: z.literal('auto') }),
  suffix: z.string().max(64).optional(),
  random_seed: z.number().int().optional(),
});

const EVENTS = ['Job created', 'Training started', 'Epoch completed, at step 12'];

export const startTogether = (): Promise<FakeService> =>
  startFake((state) => {
    const stateOf = (id: string) => {
      const job = state.jobs.find((one) => one.id === id);
      if (!job) return null;
      const status = job.cancelled
        ? 'cancelled'
        : job.looks < state.looks
          ? ['pending', 'queued', 'running'][job.looks]!
          : state.fails
            ? 'error'
            : 'completed';
      const done = status === 'completed';
      return {
        job,
        json: {
          id,
          status,
          created_at: '2026-11-25T00:00:00.000Z',
          updated_at: '2026-11-25T00:00:00.000Z',
          model: job.model,
          training_file: job.training_file,
          validation_file: job.validation_file,
          ...(done ? { x_model_output_name: `operator/${job.model}:tuned:${id}`, token_count: 12_345 } : {}),
          events: [],
        },
      };
    };
    return ({ path, method, form, json }) => {
      if (path === '/v1/files/upload' && form) {
        if (form.get('purpose') !== 'fine-tune' || !form.get('file_name'))
          return refused(400, 'purpose and file_name are required');
        return keepNow(form, state);
      }
      const file = /^\/v1\/files\/([\w-]+)$/.exec(path)?.[1];
      if (file && method === 'DELETE') {
        if (!state.files.delete(file)) return refused(404, 'File not found');
        state.deleted.push(file);
        return { json: { id: file, deleted: true } };
      }
      if (path === '/v1/fine-tunes/estimate-price') {
        if (state.estimate === null) return refused(404, 'Not found');
        return {
          json: {
            allowed_to_proceed: true,
            estimated_total_price: state.estimate,
            estimated_train_token_count: 1,
          },
        };
      }
      if (path === '/v1/fine-tunes' && method === 'GET')
        return { json: { data: state.jobs.map(({ id }) => stateOf(id)!.json) } };
      if (path === '/v1/fine-tunes') {
        const read = createSchema.safeParse(json);
        if (!read.success) return refused(400, read.error.message);
        const text = state.files.get(read.data.training_file);
        if (text === undefined) return refused(400, 'training file not found');
        if (examplesOf(text).length === 0) return refused(400, 'training file is empty');
        const mishap = state.mishaps.shift();
        if (mishap === 'refuse') return refused(400, 'model is not available for fine-tuning');
        const id = `ft-${state.jobs.length + 1}`;
        state.jobs.push({ ...read.data, id, looks: 0, cancelled: false, body: json });
        return mishap === 'lose-answer' ? 'hang-up' : { json: stateOf(id)!.json };
      }
      const [, id = '', verb = ''] = /^\/v1\/fine-tunes\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
      const found = stateOf(id);
      if (found && verb === 'events') {
        const told = EVENTS.slice(0, Math.min(EVENTS.length, found.job.looks + 1)).map((message) => ({
          object: 'fine-tune-event',
          created_at: '2026-11-25T00:00:00.000Z',
          message,
          type: 'job_pending',
          level: 'info',
        }));
        const error = state.fails
          ? [{ ...told[0]!, message: state.fails, level: 'error', type: 'job_error' }]
          : [];
        return { json: { data: [...told, ...error] } };
      }
      if (found && verb === 'cancel' && method === 'POST') {
        found.job.cancelled = true;
        return { json: stateOf(id)!.json };
      }
      if (found && verb === '') {
        const { json: now } = found;
        found.job.looks += 1;
        return { json: now };
      }
      if (path === '/v1/chat/completions') {
        const { model, messages } = chatSchema.parse(json);
        const job = state.jobs.find((one) => model.endsWith(`:tuned:${one.id}`));
        if (!job || !state.serves)
          return refused(
            400,
            `Unable to access non-serverless model ${model}. Please create a dedicated endpoint.`,
          );
        state.questions.push(messages);
        return completion(model, answerLike(state.files.get(job.training_file)!, messages.at(-1)!.content));
      }
      return refused(404, `Not found: ${method} ${path}`);
    };

    function keepNow(form: FormData, kept: typeof state) {
      return keepFile(kept, form, `file-${kept.files.size + kept.deleted.length + 1}`);
    }
  });
