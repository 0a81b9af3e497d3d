/** OpenAI's published API by hand: https://platform.openai.com/docs/api-reference/fine-tuning, …/files, …/chat. */
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
  model: z.string(),
  training_file: z.string(),
  validation_file: z.string(),
  suffix: z.string().max(64),
  seed: z.number().int(),
  method: z.strictObject({
    type: z.literal('supervised'),
    supervised: z.strictObject({ hyperparameters: z.strictObject({ n_epochs: z.number().int().min(1) }) }),
  }),
});

const EVENTS = ['Created fine-tuning job', 'Fine-tuning job started', 'Step 12/36: training loss=0.31'];
/** The API demands so many. */
const LEAST_EXAMPLES = 10;

export const startOpenAi = (): Promise<FakeService> =>
  startFake((state) => {
    const jsonOf = (job: (typeof state.jobs)[number]) => {
      const status = job.cancelled
        ? 'cancelled'
        : job.looks < state.looks
          ? ['validating_files', 'queued', 'running'][job.looks]!
          : state.fails
            ? 'failed'
            : 'succeeded';
      return {
        object: 'fine_tuning.job',
        id: job.id,
        model: job.model,
        created_at: 1_789_000_000,
        status,
        training_file: job.training_file,
        validation_file: job.validation_file,
        fine_tuned_model: status === 'succeeded' ? `ft:${job.model}:operator:tuned:${job.id}` : null,
        trained_tokens: status === 'succeeded' ? 23_456 : null,
        error:
          status === 'failed' ? { code: 'invalid_training_file', message: state.fails, param: null } : {},
        result_files: [],
        hyperparameters: { n_epochs: 3 },
      };
    };
    return ({ path, method, form, json }) => {
      if (path === '/v1/files' && form) {
        if (form.get('purpose') !== 'fine-tune') return refused(400, 'purpose is required');
        return keepFile(state, form, `file-${state.files.size + state.deleted.length + 1}`);
      }
      const file = /^\/v1\/files\/([\w-]+)$/.exec(path)?.[1];
      if (file && method === 'DELETE') {
        if (!state.files.delete(file)) return refused(404, 'No such File object');
        state.deleted.push(file);
        return { json: { id: file, object: 'file', deleted: true } };
      }
      if (path.startsWith('/v1/fine_tuning/jobs?'))
        return { json: { object: 'list', data: state.jobs.toReversed().map(jsonOf), has_more: false } };
      if (path === '/v1/fine_tuning/jobs' && method === 'POST') {
        const read = createSchema.safeParse(json);
        if (!read.success) return refused(400, read.error.message);
        const text = state.files.get(read.data.training_file);
        if (text === undefined) return refused(404, 'No such File object');
        if (examplesOf(text).length < LEAST_EXAMPLES)
          return refused(400, 'training file has too few examples');
        const mishap = state.mishaps.shift();
        if (mishap === 'refuse') return refused(400, 'model is not available for fine-tuning');
        const { model, training_file, validation_file } = read.data;
        const id = `ftjob-${state.jobs.length + 1}`;
        const job = { id, model, training_file, validation_file, looks: 0, cancelled: false, body: json };
        state.jobs.push(job);
        return mishap === 'lose-answer' ? 'hang-up' : { json: jsonOf(job) };
      }
      const [, id = '', verb = ''] =
        /^\/v1\/fine_tuning\/jobs\/([\w-]+)(?:\/(\w+))?(?:\?.*)?$/.exec(path) ?? [];
      const job = state.jobs.find((one) => one.id === id);
      if (job && verb === 'events') {
        const data = EVENTS.slice(0, Math.min(EVENTS.length, job.looks + 1)).map((message, place) => ({
          object: 'fine_tuning.job.event',
          id: `ftevent-${place}`,
          created_at: 1_789_000_000 + place,
          level: 'info',
          message,
          type: 'message',
          data: null,
        }));
        return { json: { object: 'list', data: data.reverse(), has_more: false } };
      }
      if (job && verb === 'checkpoints') {
        const point = (step_number: number, full_valid_loss: number) => ({
          object: 'fine_tuning.job.checkpoint',
          id: `ftckpt_${step_number}`,
          created_at: 1_789_000_000,
          fine_tuned_model_checkpoint: `ft:${job.model}:ckpt-${step_number}`,
          fine_tuning_job_id: id,
          step_number,
          metrics: { step: step_number, train_loss: 0.31, valid_loss: 0.5, full_valid_loss },
        });
        return { json: { object: 'list', data: [point(36, 0.42), point(24, 0.6)], has_more: false } };
      }
      if (job && verb === 'cancel' && method === 'POST') {
        job.cancelled = true;
        return { json: jsonOf(job) };
      }
      if (job && verb === '') {
        const now = jsonOf(job);
        job.looks += 1;
        return { json: now };
      }
      if (path === '/v1/chat/completions') {
        const { model, messages } = chatSchema.parse(json);
        const asked = state.jobs.find((one) => model.endsWith(`:tuned:${one.id}`));
        if (!asked || !state.serves) return refused(404, `The model \`${model}\` does not exist`);
        state.questions.push(messages);
        return completion(model, answerLike(state.files.get(asked.training_file)!, messages.at(-1)!.content));
      }
      return refused(404, `Unknown request URL: ${method} ${path}`);
    };
  });
