/** A question to a tuned model, the same in both APIs: POST /chat/completions, temperature 0. */
import { z } from 'zod';
import { askService, type Endpoint } from './ask-service.ts';
import type { Message } from './service.ts';

const MOST_TOKENS = 64;

const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

export async function answerOf(
  endpoint: Endpoint,
  { model, messages, signal }: { model: string; messages: readonly Message[]; signal: AbortSignal },
): Promise<string> {
  const json = { model, messages, temperature: 0, max_tokens: MOST_TOKENS };
  const { choices } = await askService(endpoint, '/chat/completions', completionSchema, {
    method: 'POST',
    json,
    signal,
  });
  return choices[0]!.message.content ?? '';
}
