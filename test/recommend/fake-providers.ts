/**
 * Anthropic's and Ollama's chat endpoints on loopback, with the checks, shapes and errors of the real ones for the
 * structured-output calls that the clients make: `POST /v1/messages` (a forced tool), `POST /api/chat` (a JSON schema in
 * `format`, answered as a stream of JSON lines). The test decides what the model "says".
 * Shapes: https://docs.anthropic.com/en/api/messages, https://github.com/ollama/ollama/blob/main/docs/api.md
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface FakeProvider {
  baseUrl: string;
  /** Text of the user's messages, as they came. */
  asked: string[];
  close(): Promise<void>;
}

type Handler = (
  request: IncomingMessage,
  body: unknown,
  send: (status: number, body: string) => void,
) => void;

async function serve(handle: Handler, asked: string[]): Promise<FakeProvider> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      handle(request, JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'), (status, body) => {
        const lines = body.includes('\n');
        response.writeHead(status, {
          'content-type': lines ? 'application/x-ndjson' : 'application/json',
        });
        response.end(body);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const anthropicRequest = z.looseObject({
  model: z.string(),
  max_tokens: z.number().int().positive(),
  system: z.union([z.string(), z.array(z.looseObject({ type: z.literal('text'), text: z.string() }))]),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'assistant']),
        content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string() }))]),
      }),
    )
    .min(1),
  tools: z.array(
    z.looseObject({ name: z.string(), input_schema: z.looseObject({ type: z.literal('object') }) }),
  ),
  tool_choice: z.looseObject({ type: z.literal('tool'), name: z.string() }),
});

/** @param answer the input of the forced tool; a number is an HTTP error status */
export function startFakeAnthropic(answer: () => unknown): Promise<FakeProvider> {
  const asked: string[] = [];
  return serve((request, body, send) => {
    const fail = (status: number, type: string, message: string) =>
      send(status, JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }));
    if (request.method !== 'POST' || request.url?.split('?')[0] !== '/v1/messages')
      return fail(404, 'not_found_error', 'Not found');
    if (request.headers['x-api-key'] !== 'sk-ant-test')
      return fail(401, 'authentication_error', 'invalid x-api-key');
    if (request.headers['anthropic-version'] !== '2023-06-01')
      return fail(400, 'invalid_request_error', 'anthropic-version: header is required');
    const parsed = anthropicRequest.safeParse(body);
    if (!parsed.success) return fail(400, 'invalid_request_error', parsed.error.message);
    const { messages, model, tool_choice: choice } = parsed.data;
    asked.push(messages.map(({ content }) => JSON.stringify(content)).join('\n'));
    const said = answer();
    if (typeof said === 'number') return fail(said, 'overloaded_error', 'Overloaded');
    send(
      200,
      JSON.stringify({
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'tool_use', id: 'toolu_1', name: choice.name, input: said }],
        stop_reason: 'tool_use',
        stop_sequence: null,
        usage: { input_tokens: 10, output_tokens: 10 },
      }),
    );
  }, asked);
}

const ollamaRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  format: z.looseObject({ type: z.literal('object') }),
  stream: z.boolean().optional(),
});

/** @param answer the content of the reply; a number is an HTTP error status */
export function startFakeOllama(answer: () => unknown): Promise<FakeProvider> {
  const asked: string[] = [];
  return serve((request, body, send) => {
    const fail = (status: number, error: string) => send(status, JSON.stringify({ error }));
    if (request.method !== 'POST' || request.url !== '/api/chat') return fail(404, '404 page not found');
    const parsed = ollamaRequest.safeParse(body);
    if (!parsed.success) return fail(400, parsed.error.message);
    const { messages, model, stream = true } = parsed.data;
    asked.push(messages.map(({ content }) => content).join('\n'));
    const said = answer();
    if (typeof said === 'number') return fail(said, `model '${model}' not found`);
    const line = (content: string, done: boolean) =>
      JSON.stringify({
        model,
        created_at: '2026-11-24T10:00:00Z',
        message: { role: 'assistant', content },
        done,
        ...(done ? { done_reason: 'stop', total_duration: 1, eval_count: 10, prompt_eval_count: 10 } : {}),
      });
    const text = JSON.stringify(said);
    const middle = Math.floor(text.length / 2);
    if (!stream) return send(200, line(text, true));
    send(
      200,
      `${line(text.slice(0, middle), false)}\n${line(text.slice(middle), false)}\n${line('', true)}\n`,
    );
  }, asked);
}
