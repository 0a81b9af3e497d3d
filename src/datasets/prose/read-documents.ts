/**
 * A file of plain text → documents. Running text (.txt, .md) is cut into passages at blank lines; a chat log gives one
 * document a conversation, with the roles written out; a table one document a row. Next: `open-prose.ts`.
 */

import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { LocalFile } from '../../files.ts';
import { term } from '../../text/term.ts';
import { describeColumns } from '../columns.ts';
import type { Fact } from '../dataset.ts';
import { fact } from '../fact.ts';
import { turnsOf } from '../tables/chat-layout.ts';
import { decodeText } from '../tables/decode-text.ts';
import { readTable } from '../tables/read-table.ts';
import { chooseTextColumns } from '../text/choose-columns.ts';
import { joinText } from '../text/open-text.ts';

export interface Documents {
  documents: { id: string; text: string }[];
  /** What the file was and what was read of it, for the profile. */
  facts: Fact[];
}

/** Passages wanted of running text, so that some can be kept apart, and the bounds of their length in characters. */
const PASSAGES = 60;
const [SHORTEST, LONGEST] = [300, 1_500];
/** Lines looked at to tell a table from running text. */
const LOOKED_AT = 20;

/** Running text by its name, unless its first lines are all cut into columns alike. */
export async function isRunningText({ path, name }: LocalFile): Promise<boolean> {
  if (/\.(md|markdown)$/i.test(name)) return true;
  if (!/\.(txt|text)$/i.test(name)) return false;
  const { text } = decodeText(await readFile(path), name);
  return !/^\s*[[{]/.test(text) && !hasColumns(text);
}

/** The same number of cells in every line, none of them begun by a space, and no blank line between. */
function hasColumns(text: string): boolean {
  const lines = text.trim().split('\n').slice(0, LOOKED_AT);
  if (lines.length < 3 || lines.some((line) => line.trim() === '')) return false;
  return ['\t', ';', ','].some((mark) => {
    const cells = lines.map((line) => line.split(mark));
    const counts = new Set(cells.map(({ length }) => length));
    const spaced = cells[0]!.some((cell, i) => i > 0 && cell.startsWith(' '));
    return counts.size === 1 && !counts.has(1) && !spaced;
  });
}

/** @throws UserError `no-text-column`, `unknown-column` and those of the readers */
export async function readDocuments(file: LocalFile, target: string | null): Promise<Documents> {
  if (await isRunningText(file)) return readPassages(file);
  const chats = /\.(jsonl|ndjson|json|txt)$/i.test(file.name) ? await readChats(file) : null;
  return chats ?? readRows(file, target);
}

async function readPassages({ path, name }: LocalFile): Promise<Documents> {
  const { text, encoding } = decodeText(await readFile(path), name);
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  const size = Math.min(LONGEST, Math.max(SHORTEST, text.length / PASSAGES));
  const documents: Documents['documents'] = [];
  let open = '';
  const close = () => {
    if (open !== '') documents.push({ id: String(documents.length + 1), text: open });
    open = '';
  };
  for (const paragraph of paragraphs.flatMap((one) => cutLong(one, size))) {
    open = open === '' ? paragraph : `${open}\n\n${paragraph}`;
    if (open.length >= size) close();
  }
  close();
  return { documents, facts: [fact('file', term('detail.in.running-text', { encoding }))] };
}

/** A paragraph without blank lines is cut at line breaks, then at the ends of sentences. */
function cutLong(paragraph: string, size: number): string[] {
  if (paragraph.length <= 2 * size) return [paragraph];
  const parts = paragraph.split(/(?<=\n)|(?<=[.!?。！？]\s)/);
  const pieces: string[] = [];
  let open = '';
  for (const part of parts) {
    open += part;
    if (open.length < size) continue;
    pieces.push(open.trim());
    open = '';
  }
  return open.trim() === '' ? pieces : [...pieces, open.trim()];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseRow(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** null when the first row is no conversation. */
async function readChats({ path, name }: LocalFile): Promise<Documents | null> {
  const { text } = decodeText(await readFile(path), name);
  const whole = parseRow(text);
  const rows: unknown[] = Array.isArray(whole)
    ? whole
    : text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [parseRow(line)]));
  const first = rows[0];
  if (!isObject(first) || turnsOf(first) === null) return null;
  const documents = rows.flatMap((row, i) => {
    const chat = isObject(row) ? turnsOf(row) : null;
    return chat ? [{ id: String(i + 1), text: renderChat(chat.turns) }] : [];
  });
  return { documents, facts: [fact('file', term('detail.in.conversations'))] };
}

const capital = (role: string) => role.slice(0, 1).toUpperCase() + role.slice(1);

/** `User: …`, `Assistant: …`, a turn a paragraph: what a prompt for the tuned model has to look like. */
const renderChat = (turns: readonly { role: string; content: string }[]): string =>
  turns
    .filter(({ content }) => content.trim() !== '')
    .map(({ role, content }) => `${capital(role)}: ${content.trim()}`)
    .join('\n\n');

async function readRows({ path, name }: LocalFile, target: string | null): Promise<Documents> {
  const table = await readTable(path, name);
  const columns = chooseTextColumns(describeColumns(table), target === null ? [] : [target]);
  const documents = table.rows.map((row, i) => ({ id: table.ids[i]!, text: joinText(row, columns) }));
  if (documents.length === 0) throw new UserError('no-text-rows', { name });
  const names = columns.map((column) => table.columns[column]!).join(' + ');
  return {
    documents,
    facts: [fact('file', table.format), fact(columns.length > 1 ? 'text-columns' : 'text-column', names)],
  };
}
