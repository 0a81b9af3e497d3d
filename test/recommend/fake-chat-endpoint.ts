/**
 * A faithful OpenAI-compatible endpoint on loopback: `POST /v1/chat/completions` with the checks, the shapes and
 * the errors of the real one, for the structured-output calls that the client makes (JSON schema or a function
 * call). The test decides what the model "says".
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const requestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  response_format: z.looseObject({ type: z.string() }).optional(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;

export interface FakeChat {
  baseUrl: string;
  requests: ChatRequest[];
  close(): Promise<void>;
}

/** @param answer the content of the model's reply; a number is an HTTP error status; never resolving means silence */
export async function startFakeChat(
  answer: (request: ChatRequest) => Promise<unknown> | unknown,
): Promise<FakeChat> {
  const requests: ChatRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const fail = (status: number, message: string) =>
        send(status, { error: { message, type: 'invalid_request_error', param: null, code: null } });
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
        return fail(404, 'Unknown path');
      if (request.headers.authorization !== 'Bearer sk-test') return fail(401, 'Incorrect API key provided');
      const parsed = requestSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      if (!parsed.success) return fail(400, parsed.error.message);
      requests.push(parsed.data);
      const said = await answer(parsed.data);
      if (typeof said === 'number') return fail(said, 'The server had an error');
      const content = typeof said === 'string' ? said : JSON.stringify(said);
      const tool = parsed.data.tools?.[0];
      const message = tool
        ? {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: tool.function.name, arguments: content } },
            ],
          }
        : { role: 'assistant', content, refusal: null };
      send(200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: parsed.data.model,
        choices: [{ index: 0, message, finish_reason: tool ? 'tool_calls' : 'stop', logprobs: null }],
        usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The answer of a chat model that read nothing in a request. */
export const NOTHING = {
  task: null,
  hardware: null,
  licence: null,
  access: null,
  priority: null,
  language: null,
  offline: null,
  maxLatencyMs: null,
  maxSizeMiB: null,
  sampleCount: null,
  classCount: null,
};

/** One thing that it read, with the words it read it in. */
export const said = (value: unknown, quote: string) => ({ value, quote });
