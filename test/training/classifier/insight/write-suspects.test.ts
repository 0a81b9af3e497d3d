import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportWords } from '../../../../src/text/words.ts';
import type { Suspect } from '../../../../src/training/classifier/insight/find-suspects.ts';
import { writeSuspects } from '../../../../src/training/classifier/insight/write-suspects.ts';
import { drawSamples } from './draw-samples.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunesmith-suspects-'));
});
afterAll(() => rm(folder, { recursive: true }));

const { samples } = drawSamples({ n: 6, classes: 2, distance: 5, wrong: 0, seed: 1 });
const suspect = (sample: number, confidence: number): Suspect => ({
  sample,
  given: 0,
  suggested: 1,
  confidence,
  givenProbability: 0.0123456,
});
const rowsOf = async (): Promise<string[][]> => parse(await readFile(join(folder, 'suspects.csv')));

const target = () => ({ folder, words: reportWords('en') });

describe('suspects.csv', () => {
  it('has a row a suspect in their order, with the start of the text', async () => {
    const texts = ['plain', '=SUM(A1)', 'a "quoted", cut\nline', 'x'.repeat(500), '再见'.repeat(200), ''];
    const text = { ...samples, kind: 'text' as const, texts, classes: ['ham', 'spam, junk'] };
    const files = await writeSuspects(
      [2, 1, 3, 4].map((sample) => suspect(sample, 0.98765)),
      text,
      target(),
    );
    expect(files).toEqual([{ path: 'suspects.csv', role: 'table', title: 'Labels that look wrong' }]);
    const [head, ...rows] = await rowsOf();
    expect(head).toEqual(['row', 'given', 'suggested', 'confidence', 'given_probability', 'text']);
    expect(rows.map((cells) => cells.slice(0, 5))).toEqual(
      ['2', '1', '3', '4'].map((id) => [id, 'ham', 'spam, junk', '0.9877', '0.0123']),
    );
    // A spreadsheet would run the second.
    expect(rows.slice(0, 2).map((cells) => cells[5])).toEqual(['a "quoted", cut\nline', "'=SUM(A1)"]);
    expect(rows.slice(2).map((cells) => [...cells[5]!].length)).toEqual([200, 200]);
  });

  it('names files, and stands beside a gallery of the pictures', async () => {
    const path = join(folder, 'one.png');
    await writeFile(
      path,
      await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } })
        .png()
        .toBuffer(),
    );
    const ids = samples.ids.map((id) => `pets/${id}.png`);
    const pictures = { ...samples, ids, files: samples.ids.map(() => ({ path, hash: 'ab' })) };
    const files = await writeSuspects([suspect(3, 0.9)], pictures, target());
    expect(files.map((file) => file.path)).toEqual(['charts/suspects.png', 'suspects.csv']);
    expect(await rowsOf()).toEqual([
      ['file', 'given', 'suggested', 'confidence', 'given_probability'],
      ['pets/3.png', 'class 0', 'class 1', '0.9000', '0.0123'],
    ]);
    expect((await sharp(join(folder, 'charts/suspects.png')).metadata()).format).toBe('png');
  });

  it('is not written where no label looks wrong', async () => {
    expect(await writeSuspects([], samples, target())).toEqual([]);
  });
});
