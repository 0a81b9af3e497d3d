/**
 * What both hand-written services share: an HTTP server on the loopback with a key, files, jobs that go on by themselves, and a "tuned
 * model" that answers with the label of the training example whose words are nearest, so that answers follow from what was uploaded.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

export interface FakeJob {
  id: string;
  training_file: string;
  validation_file: string | null;
  model: string;
  /** How often it was looked at since. */
  looks: number;
  cancelled: boolean;
  body: unknown;
}

export interface FakeState {
  /** Id → text. */
  files: Map<string, string>;
  deleted: string[];
  jobs: FakeJob[];
  /** `GET /v1/files/…`, in order. */
  requests: string[];
  questions: unknown[];
  /** A job is done after so many looks. */
  looks: number;
  /** Taken from the front: what happens to the next creation of a job. */
  mishaps: ('lose-answer' | 'refuse')[];
  /** Next answers are 503, so many. */
  busy: number;
  /** Whether the tuned model is served. */
  serves: boolean;
  estimate: number | null;
  fails: string | null;
}

export interface Reply {
  status?: number;
  json: unknown;
}
type Route = (call: {
  path: string;
  method: string;
  form: FormData | null;
  json: unknown;
}) => Reply | 'hang-up' | Promise<Reply>;

export interface FakeService extends FakeState {
  url: string;
  key: string;
  close(): Promise<void>;
}

const KEY = 'secret-key-of-the-operator';
const errorBody = (message: string) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null },
});
export const refused = (status: number, message: string): Reply => ({ status, json: errorBody(message) });

const exampleSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })).length(3),
});

export async function startFake(routesOf: (state: FakeState) => Route): Promise<FakeService> {
  const state: FakeState = {
    files: new Map(),
    deleted: [],
    jobs: [],
    requests: [],
    questions: [],
    looks: 2,
    mishaps: [],
    busy: 0,
    serves: true,
    estimate: null,
    fails: null,
  };
  const route = routesOf(state);
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const method = request.method ?? 'GET';
    state.requests.push(`${method} ${path}`);
    const type = request.headers['content-type'] ?? '';
    const body = Buffer.concat(chunks);
    const isForm = type.startsWith('multipart/form-data');
    const form = isForm ? await new Response(body, { headers: { 'content-type': type } }).formData() : null;
    const json: unknown = type.startsWith('application/json') ? JSON.parse(body.toString()) : null;
    const isKnown = request.headers.authorization === `Bearer ${KEY}`;
    let answer: Reply | 'hang-up' = isKnown ? { json: null } : refused(401, 'Incorrect API key provided');
    if (isKnown && state.busy > 0) {
      state.busy -= 1;
      answer = refused(503, 'overloaded');
    } else if (isKnown) answer = await route({ path, method, form, json });
    if (answer === 'hang-up') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.json));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/v1`,
    key: KEY,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

/** Each line a chat of three messages, as the services check it. */
export async function keepFile(state: FakeState, form: FormData, id: string): Promise<Reply> {
  const file = form.get('file');
  if (!(file instanceof Blob)) return refused(400, 'file is required');
  const text = await file.text();
  state.files.set(id, text);
  return { json: { id } };
}

export const examplesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => exampleSchema.parse(JSON.parse(line)).messages.map(({ content }) => content));

/** What a model tuned on the file says: the label of the example that shares most words. */
export function answerLike(trained: string, question: string): string {
  const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
  const asked = words(question);
  let [best, most] = ['', -1];
  for (const [, text, label] of examplesOf(trained)) {
    const shared = [...words(text!)].filter((word) => asked.has(word)).length;
    if (shared > most) [best, most] = [label!, shared];
  }
  return best;
}

export const chatSchema = z.object({
  model: z.string(),
  temperature: z.literal(0),
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  max_tokens: z.number(),
});

export const completion = (model: string, content: string): Reply => ({
  json: {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  },
});
