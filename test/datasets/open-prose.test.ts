/** Plain text as a data set: what is read of each kind of file, and how it is split. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataKind, ProseDataset } from '../../src/datasets/dataset.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import { splitProse } from '../../src/datasets/prose/split-prose.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prose-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(name: string, text: string, kind: DataKind | null = null) {
  const path = join(folder, name);
  await writeFile(path, text);
  return openDataset({ path, name }, { workDir: folder, kind });
}
async function openProse(name: string, text: string, kind: DataKind | null = null): Promise<ProseDataset> {
  const dataset = await open(name, text, kind);
  if (dataset.kind !== 'prose') throw new Error(`plain text was expected, not ${dataset.kind}`);
  return dataset;
}

const WORDS = [
  'river',
  'stone',
  'lantern',
  'winter',
  'market',
  'garden',
  'letter',
  'window',
  'harbour',
  'bread',
];
/** Sentences of which no two are alike. */
const sentence = (i: number) =>
  `${Array.from({ length: 14 }, (_, j) => WORDS[(i * 3 + j * (i + 1) + (i >> 2)) % WORDS.length]).join(' ')}, said ${i}.`;
const story = Array.from({ length: 60 }, (_, i) => sentence(i)).join('\n\n');

describe('plain text', () => {
  it('is cut into passages that together hold all of it', async () => {
    const { documents, profile } = await openProse('story.txt', story);
    expect(documents.length).toBeGreaterThan(12);
    expect(documents.map(({ text }) => text).join('\n\n')).toBe(story);
    expect(profile).toMatchObject({ kind: 'prose', sampleCount: documents.length, classes: [] });
  });

  it('is told from a table in a .txt file', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `${sentence(i).replace(',', '')}\t${i % 2 ? 'a' : 'b'}`,
    );
    const dataset = await open('table.txt', ['text\tlabel', ...rows].join('\n'));
    expect(dataset.kind).toBe('text');
  });

  it('reads conversations with their roles, and the text column of a table', async () => {
    const chats = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: `What about ${sentence(i)}` },
          { role: 'assistant', content: `It is ${sentence(i + 40)}` },
        ],
      }),
    );
    const chat = await openProse('chat.jsonl', chats.join('\n'), 'prose');
    expect(chat.documents[3]!.text).toBe(
      `User: What about ${sentence(3)}\n\nAssistant: It is ${sentence(43)}`,
    );
    const rows = Array.from({ length: 40 }, (_, i) => `${i},"${sentence(i)}"`);
    const table = await openProse('rows.csv', ['id,story', ...rows].join('\n'), 'prose');
    expect(table.documents[5]!.text).toBe(sentence(5));
  });

  it('refuses what is too little, with the amounts', async () => {
    await expect(open('short.md', 'One line.\n\nAnother.')).rejects.toMatchObject({
      code: 'too-little-text',
      context: { documents: 1, characters: 19 },
    });
  });

  it('is split by whole texts, near-duplicates together, the same for a seed', async () => {
    const texts = Array.from({ length: 60 }, (_, i) =>
      i % 2 ? sentence(i >> 1).toUpperCase() : sentence(i >> 1),
    );
    const rows = texts.map((text, i) => `${i},"${text}"`);
    const dataset = await openProse('twins.csv', ['id,story', ...rows].join('\n'), 'prose');
    const split = splitProse(dataset, 3);
    const parts = [split.train, split.validation, split.test];
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...texts.keys()]);
    for (const part of parts) {
      expect(part.length).toBeGreaterThan(5);
      for (const i of part) expect(part).toContain(i ^ 1);
    }
    expect(splitProse(dataset, 3)).toEqual(split);
    expect(splitProse(dataset, 4).test).not.toEqual(split.test);
  });
});
