/**
 * What a message keeps behind its buttons → fetched by pressing them, for those who cannot: scripts, a terminal. The
 * message's structured result names the buttons (`more`). A button that answers with an error adds nothing.
 */
import { z } from 'zod';
import { interactionOf, isThinking, type Message, type Person } from '../playground/person/person.ts';
import type { SaidMessage } from './conversation.ts';

const moreSchema = z.looseObject({ more: z.array(z.string()).optional(), error: z.unknown().optional() });
const ANSWERED_WITHIN_MS = 60_000;

/** The answers of its buttons, in their order. */
export async function behindButtons(person: Person, { message, result }: SaidMessage): Promise<Message[]> {
  const answers: Message[] = [];
  for (const customId of moreSchema.parse(result).more ?? []) {
    const answer = await person.click(message.id, customId);
    if (answer.kind === 'failed') continue;
    const { interactionId } = answer;
    const event = await person.waitForMessage(
      (one) =>
        one.result !== undefined && !isThinking(one.message) && interactionOf(one.message) === interactionId,
      ANSWERED_WITHIN_MS,
    );
    if (moreSchema.parse(event.result).error === undefined) answers.push(event.message);
  }
  return answers;
}

/** The message as one: its own text and buttons, and the embeds and files of all. */
export function withAnswers({ message, ...said }: SaidMessage, answers: readonly Message[]): SaidMessage {
  return {
    ...said,
    message: {
      ...message,
      embeds: [message, ...answers].flatMap(({ embeds }) => embeds),
      attachments: distinct([message, ...answers].flatMap(({ attachments }) => attachments)),
    },
  };
}

const distinct = (files: Message['attachments']): Message['attachments'] =>
  files.filter((file, i) => files.findIndex(({ filename }) => filename === file.filename) === i);
