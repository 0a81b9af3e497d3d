import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openInputs } from '../../src/datasets/open-inputs.ts';
import {
  codes,
  fact,
  type MediaRow,
  makeDir,
  mediaParquet,
  openBytes,
  picture,
  randomFrom,
  refusal,
  wav,
  zipOf,
} from './build-files.ts';

const NAMES = {
  label: { _type: 'ClassLabel', names: ['healthy', 'rust', 'spot'] },
  image: { _type: 'Image' },
};

/** `count` pictures whose label is the row modulo the classes. */
async function rowsOf(count: number, classes: number, from = 0): Promise<MediaRow[]> {
  const rows: MediaRow[] = [];
  for (let i = from; i < from + count; i += 1)
    rows.push({ file: { bytes: await picture(i), path: `leaf ${i}.jpg` }, cells: [i % classes] });
  return rows;
}

describe('pictures in Parquet', () => {
  it('are opened like a zip of class folders, named by the metadata of the Hub', async () => {
    const rows = await rowsOf(12, 3);
    const dataset = await openBytes('leaves.parquet', mediaParquet(rows, { features: NAMES }), 'image');
    expect(dataset.classes).toEqual(['healthy', 'rust', 'spot']);
    expect(dataset.samples).toHaveLength(12);
    expect(dataset.samples.map(({ label }) => label)).toEqual(rows.map((_, i) => i % 3));
    expect(dataset.samples[7]!.id).toBe('8-leaf 7.jpg');
    expect(await readFile(dataset.samples[7]!.path)).toEqual(rows[7]!.file!.bytes);
    expect(fact(dataset, 'Labels from')).toBe('column "label" of leaves.parquet');
    expect(codes(dataset)).not.toContain('unnamed-classes');
  });

  it('keep the numbers of classes that nothing names, and say so', async () => {
    const dataset = await openBytes('leaves.parquet', mediaParquet(await rowsOf(9, 3)), 'image');
    expect(dataset.classes).toEqual(['0', '1', '2']);
    expect(dataset.profile.problems.find(({ code }) => code === 'unnamed-classes')?.message).toContain(
      '0, 1, 2',
    );
  });

  it('may be named by digits, which then is what they mean', async () => {
    const features = { label: { _type: 'ClassLabel', names: ['0', '1', '2'] } };
    const dataset = await openBytes(
      'digits.parquet',
      mediaParquet(await rowsOf(9, 3), { features }),
      'image',
    );
    expect(codes(dataset)).not.toContain('unnamed-classes');
  });

  it('may have many numbered classes and labels in words', async () => {
    const many = await openBytes('many.parquet', mediaParquet(await rowsOf(66, 22)), 'image');
    expect(many.classes).toHaveLength(22);
    const words = (await rowsOf(8, 2)).map(({ file }, i) => ({ file, cells: [i % 2 ? 'dog' : 'cat'] }));
    const named = await openBytes('pets.parquet', mediaParquet(words, { column: 'img' }), 'image');
    expect(named.classes).toEqual(['cat', 'dog']);
    expect(codes(named)).not.toContain('unnamed-classes');
  });

  it('are counted and named where they are damaged, empty, no pictures or unlabelled', async () => {
    const rows = await rowsOf(30, 2);
    rows[3]!.file = { bytes: rows[3]!.file!.bytes!.subarray(0, 300), path: 'cut.jpg' };
    rows[4]!.file = { bytes: null, path: '/home/ada/away.jpg' };
    rows[5]!.file = null;
    rows[6]!.file = { bytes: wav(440, 0.2), path: 'sound.wav' };
    rows[8]!.cells = [-1];
    const features = { label: { _type: 'ClassLabel', names: ['no', 'yes'] } };
    const dataset = await openBytes('leaves.parquet', mediaParquet(rows, { features }), 'image');
    expect(dataset.samples).toHaveLength(25);
    const damaged = dataset.profile.problems.find(({ code }) => code === 'damaged-items')!;
    expect(damaged.message).toContain('4 of 29');
    expect(damaged.items.map((item) => item.replace(/:.*/, '')).toSorted()).toEqual([
      '4-cut.jpg',
      '5',
      '6',
      '7-sound.wav',
    ]);
    expect(damaged.items.join()).toContain('only its path is there (/home/ada/away.jpg)');
    const unlabelled = dataset.profile.problems.find(({ code }) => code === 'unlabelled-items')!;
    expect(unlabelled.items).toEqual(['9-leaf 8.jpg']);
  });

  it('are refused where more than a fifth is damaged, or nothing labels them', async () => {
    const rows = await rowsOf(10, 2);
    for (const row of rows.slice(0, 4)) row.file = null;
    expect((await refusal(openBytes('a.parquet', mediaParquet(rows), 'image'))).code).toBe(
      'too-many-damaged',
    );
    const bare = mediaParquet(await rowsOf(6, 2), { columns: [] });
    const error = await refusal(openBytes('b.parquet', bare, 'image'));
    expect(error.code).toBe('no-labels-in-table');
    expect(error.message).toContain('b.parquet');
  });

  it('are found behind tables of other columns, which are named', async () => {
    const captions = parquetWriteBuffer({
      columnData: [{ name: 'caption', data: Array.from({ length: 40 }, (_, i) => `a leaf, number ${i}`) }],
    });
    const zip = await zipOf({
      'captions.parquet': Buffer.from(captions),
      // Without labels, as test files of competitions are.
      'a-test.parquet': mediaParquet(await rowsOf(5, 3, 90), { columns: [] }),
      'leaves.parquet': mediaParquet(await rowsOf(12, 3), { features: NAMES }),
    });
    const dataset = await openBytes('leaves.zip', zip, 'image');
    expect(dataset.samples).toHaveLength(12);
    expect(dataset.profile.problems.find(({ code }) => code === 'other-tables')?.items).toEqual([
      'a-test.parquet',
      'captions.parquet',
    ]);
  });

  it('come in shards of a zip, whose names tell the parts', async () => {
    const shard = async (from: number, count: number) =>
      mediaParquet(await rowsOf(count, 3, from), { features: NAMES });
    const zip = await zipOf({
      'data/train-00000-of-00002.parquet': await shard(0, 12),
      'data/train-00001-of-00002.parquet': await shard(12, 12),
      'data/test-00000-of-00001.parquet': await shard(24, 6),
      'README.md': '# Leaves',
    });
    const dataset = await openBytes('leaves.zip', zip, 'image');
    expect(dataset.classes).toEqual(['healthy', 'rust', 'spot']);
    expect(dataset.samples.filter(({ part }) => part === 'train')).toHaveLength(24);
    expect(dataset.samples.filter(({ part }) => part === 'test')).toHaveLength(6);
    expect(dataset.samples[0]!.id).toMatch(/^data\/test-00000-of-00001\/1-/);
  });

  it('are labelled by the column that the metadata call classes, or the one that is named', async () => {
    const rows = (await rowsOf(12, 2)).map(({ file }, i) => ({ file, cells: [i % 4, i % 2] }));
    const features = {
      fine_label: { _type: 'ClassLabel', names: ['oak', 'ash', 'elm', 'fir'] },
      coarse_label: { _type: 'ClassLabel', names: ['tree', 'bush'] },
    };
    const bytes = mediaParquet(rows, { columns: ['fine_label', 'coarse_label'], features });
    const fine = await openBytes('trees.parquet', bytes, 'image');
    expect(fine.classes).toEqual(['ash', 'elm', 'fir', 'oak']);
    expect(codes(fine)).toContain('other-labels');
    const coarse = await openBytes('trees.parquet', bytes, 'image', { target: 'coarse_label' });
    expect(coarse.classes).toEqual(['bush', 'tree']);
  });

  it('may be plain bytes without a struct', async () => {
    const rows = await rowsOf(8, 2);
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'photo', data: rows.map(({ file }) => new Uint8Array(file!.bytes!)), type: 'BYTE_ARRAY' },
        { name: 'kind', data: rows.map((_, i) => (i % 2 ? 'cat' : 'dog')), type: 'STRING' },
      ],
    });
    const dataset = await openBytes('photos.parquet', Buffer.from(bytes), 'image');
    expect(dataset.classes).toEqual(['cat', 'dog']);
    expect(dataset.samples[0]!.id).toBe('1.jpg');
  });

  it('are left out of a table of texts that stands beside them', async () => {
    const rows = (await rowsOf(12, 2)).map(({ file }, i) => ({
      file,
      cells: [`the ${i}th leaf is ${i % 2 ? 'green' : 'brown'} and dry`, i % 2 ? 'a' : 'b'],
    }));
    const bytes = mediaParquet(rows, { columns: ['text', 'label'] });
    const dataset = await openBytes('both.parquet', bytes, 'text', { kind: 'text' });
    expect(dataset.columns).toEqual({ text: ['text'], label: 'label' });
  });

  it('are predicted on as they are', async () => {
    const dir = await makeDir();
    const rows = await rowsOf(4, 2);
    rows[2]!.file = null;
    const path = join(dir, 'new.parquet');
    await writeFile(path, mediaParquet(rows));
    const inputs = await openInputs(
      { path, name: 'new.parquet' },
      { workDir: join(dir, 'work'), kind: 'image' },
    );
    expect(inputs.items.map(({ id }) => id)).toEqual(['1-leaf 0.jpg', '2-leaf 1.jpg', '4-leaf 3.jpg']);
    expect(inputs.skipped).toEqual([{ id: '3', reason: 'it is empty' }]);
  });
});

describe('damaged Parquet', () => {
  it('is refused, or loses pictures, and never ends the process', async () => {
    const whole = mediaParquet(await rowsOf(12, 3), { features: NAMES });
    const unhandled: unknown[] = [];
    const keep = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', keep);
    const random = randomFrom(11);
    const outcomes = new Set<string>();
    for (let i = 0; i < 150; i += 1) {
      const damaged = Buffer.from(whole);
      // Metadata stand at the end, and say where everything else stands.
      const reach = i % 2 ? 1_200 : damaged.length;
      for (let k = 0; k < 1 + (i % 8); k += 1)
        damaged[damaged.length - 1 - Math.floor(random() * reach)] = Math.floor(random() * 256);
      const opened = openBytes('leaves.parquet', damaged, 'image', { kind: 'image' });
      outcomes.add(await opened.then(() => 'opened').catch((error) => error.code ?? `${error.stack}`));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', keep);
    expect(unhandled).toEqual([]);
    expect(outcomes).toContain('opened');
    expect(outcomes).toContain('bad-parquet');
    expect([...outcomes].filter((outcome) => outcome.includes(' '))).toEqual([]);
  });

  it('is refused where its parts have other columns than its schema', async () => {
    const whole = mediaParquet(await rowsOf(8, 2)).toString('latin1');
    const last = whole.lastIndexOf('label');
    const renamed = Buffer.from(`${whole.slice(0, last)}lapel${whole.slice(last + 5)}`, 'latin1');
    const error = await refusal(openBytes('a.parquet', renamed, 'image'));
    expect(error.code).toBe('bad-parquet');
  });
});

describe('sounds in Parquet', () => {
  it('are opened with their labels and speakers', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      file: { bytes: wav(200 + 40 * i, 0.3), path: null },
      cells: [i % 2, `speaker ${i % 6}`],
    }));
    const bytes = mediaParquet(rows, {
      column: 'audio',
      columns: ['label', 'speaker_id'],
      features: { label: { _type: 'ClassLabel', names: ['no', 'yes'] } },
    });
    const dataset = await openBytes('words.parquet', bytes, 'audio');
    expect(dataset.classes).toEqual(['no', 'yes']);
    expect(dataset.samples[3]!.id).toBe('4.wav');
    expect(fact(dataset, 'Groups')).toContain('6');
  });
});
