/**
 * A message of the bot → text for a terminal, or one JSON object. Attachments are saved where a folder is given.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import type { Message, Person } from '../playground/person/person.ts';
import { isEphemeral } from '../playground/person/person.ts';
import type { SaidMessage } from './conversation.ts';

interface SavedAttachment {
  name: string;
  bytes: number;
  url: string;
  /** Where it was saved; absent without a folder. */
  path?: string;
}

/** Downloads the message's files; a name that is taken gets a number, nothing is overwritten. */
export async function saveAttachments(
  person: Person,
  message: Message,
  saveDir: string | null,
): Promise<SavedAttachment[]> {
  if (saveDir) mkdirSync(saveDir, { recursive: true });
  const saved: SavedAttachment[] = [];
  for (const { filename, size, url } of message.attachments) {
    const path = saveDir ? freePath(resolve(saveDir), filename) : undefined;
    if (path) await person.download(url, path);
    saved.push({ name: filename, bytes: size, url, ...(path ? { path } : {}) });
  }
  return saved;
}

function freePath(folder: string, filename: string): string {
  // Discord's file names carry no separators; this one must not lead elsewhere either.
  const name = filename.replace(/[/\\]/g, '_');
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let path = join(folder, name);
  for (let number = 2; existsSync(path); number += 1) path = join(folder, `${stem}-${number}${extension}`);
  return path;
}

/** The object printed with `--json`; the fields of the structured result stand at the top too. */
export const messageJson = (said: SaidMessage, attachments: readonly SavedAttachment[]) => ({
  ...said.result,
  id: said.message.id,
  role: said.role,
  content: said.message.content,
  embeds: said.message.embeds,
  components: said.message.components ?? [],
  attachments,
  ephemeral: isEphemeral(said.message),
  result: said.result,
});

/** Markdown as Discord shows it → plain text: escapes and the marks of small, bold, slanted and code go. */
export const plainText = (text: string): string =>
  text
    .replace(/\u200b/g, '')
    .replace(/<t:(\d+)(:\w)?>/g, (_, seconds: string) =>
      new Date(Number(seconds) * 1_000).toISOString().slice(0, 16),
    )
    .replace(/<@[!&]?\d+>/g, '@you')
    .replace(/^```\w*\n?|```$/gm, '')
    .replace(/^-# /gm, '')
    .replace(/(?<!\\)[*`]/g, '')
    .replace(/\\([\\`*_~|>#[\]()<:.-])/g, '$1');

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

export function messageText(said: SaidMessage, attachments: readonly SavedAttachment[]): string {
  const { message } = said;
  const embeds = message.embeds.flatMap((embed) => [
    ...(embed.title ? [plainText(embed.title)] : []),
    ...(embed.description ? [indent(plainText(embed.description))] : []),
    ...(embed.fields ?? []).flatMap(({ name, value }) => [
      `  ${plainText(name)}`,
      indent(indent(plainText(value))),
    ]),
  ]);
  const files = attachments.map(
    ({ name, bytes, path }) => `  📎 ${path ?? name} (${bytes.toLocaleString('en')} bytes)`,
  );
  return [...(message.content ? [plainText(message.content)] : []), ...embeds, ...files].join('\n');
}

/** A progress message as one line. */
export const progressText = ({ message }: SaidMessage): string => {
  const [embed] = message.embeds;
  if (!embed) return plainText(message.content);
  return [embed.title ?? '', ...(embed.description ?? '').split('\n')].map(plainText).join(' · ');
};
