/**
 * Chat rows (OpenAI's `messages`, ShareGPT's `conversations`, `prompt`/`completion` stay as they are) → flat rows:
 * what the person wrote becomes `text`, the last answer `label`. Called for every JSON row.
 */
import { z } from 'zod';

const openAiSchema = z.object({
  messages: z
    .array(z.object({ role: z.string(), content: z.union([z.string(), z.array(z.unknown())]).nullish() }))
    .min(1),
});
const shareGptSchema = z.object({
  conversations: z.array(z.object({ from: z.string(), value: z.string() })).min(1),
});
const partSchema = z.object({ type: z.literal('text'), text: z.string() });

interface Turn {
  role: string;
  content: string;
}

/** OpenAI allows a list of parts; only text parts can be used. */
function contentOf(content: string | unknown[] | null | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((part) => partSchema.safeParse(part))
    .flatMap((part) => (part.success ? [part.data.text] : []))
    .join('\n');
}

/** null for a row that is no conversation. */
export function turnsOf(row: Record<string, unknown>): { turns: Turn[]; key: string } | null {
  const openAi = openAiSchema.safeParse(row);
  if (openAi.success) {
    const turns = openAi.data.messages.map(({ role, content }) => ({ role, content: contentOf(content) }));
    return { turns, key: 'messages' };
  }
  const shareGpt = shareGptSchema.safeParse(row);
  if (!shareGpt.success) return null;
  const names: Record<string, string> = { human: 'user', gpt: 'assistant', chatgpt: 'assistant' };
  const turns = shareGpt.data.conversations.map(({ from, value }) => ({
    role: names[from] ?? from,
    content: value,
  }));
  return { turns, key: 'conversations' };
}

/** @returns the row with `text` and `label` in place of its turns; rows without turns unchanged. */
export function flattenChat(row: Record<string, unknown>): Record<string, unknown> {
  const chat = turnsOf(row);
  if (!chat) return row;
  const { [chat.key]: _turns, ...rest } = row;
  const last = chat.turns.at(-1);
  const answered = last?.role === 'assistant';
  const asked = (answered ? chat.turns.slice(0, -1) : chat.turns).filter(
    ({ role }) => role !== 'system' && role !== 'developer',
  );
  return {
    ...rest,
    text: asked.map(({ content }) => content).join('\n'),
    label: answered ? last.content : '',
  };
}
