import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeBmp } from '../../src/datasets/images/convert-bmp.ts';
import { lookAtImage } from '../../src/datasets/images/look-at-image.ts';
import { findNearImages } from '../../src/datasets/images/near-images.ts';
import { readLayout } from '../../src/datasets/media/layout.ts';
import { joinNotes } from '../../src/text/notes.ts';
import { sharedGroupsWarning } from '../../src/training/classifier/evaluate/shared-groups.ts';
import { gatherSamples } from '../../src/training/classifier/samples.ts';
import {
  codes,
  csvOf,
  type Files,
  fact,
  makeDir,
  openBytes,
  picture,
  pictureFolders,
  refusal,
  wav,
  zipOf,
} from './build-files.ts';

describe('pictures', () => {
  it('reads every format by content, whatever the extension says', async () => {
    const files: Files = await pictureFolders(['a', 'b'], 4);
    files['a/png.jpg'] = await picture(51, 'png');
    files['a/webp.png'] = await picture(52, 'webp');
    files['b/gif.jpeg'] = await picture(53, 'gif');
    files['b/tiff'] = await picture(54, 'tiff');
    const dataset = await openBytes('data.bin', await zipOf(files), 'image');
    expect(dataset.samples).toHaveLength(12);
    expect(fact(dataset, 'Formats')).toBe('jpeg 8, png 1, webp 1, gif 1, tiff 1');
    expect(fact(dataset, 'Picture size')).toBe('64 × 48 pixels');
  });

  it('reads HEIC and AVIF', async () => {
    const heic = await readFile(new URL('fixtures/tile.heic', import.meta.url));
    const files: Files = await pictureFolders(['a', 'b'], 4);
    files['a/phone.heic'] = heic;
    files['a/cut.heic'] = heic.subarray(0, 400);
    files['b/small.avif'] = await sharp(await picture(61))
      .avif()
      .toBuffer();
    const dataset = await openBytes('data.zip', await zipOf(files), 'image');
    expect(dataset.samples.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['a/phone.heic', 'b/small.avif']),
    );
    expect(fact(dataset, 'Formats')).toBe('jpeg 8, heic 1, heif 1');
    expect(dataset.profile.problems.find(({ code }) => code === 'damaged-items')?.items[0]).toMatch(
      /^a\/cut.heic: /,
    );
    // The fixture: red grows to the right in the left half, the right half is blue.
    const { path } = dataset.samples.find(({ id }) => id === 'a/phone.heic')!;
    const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([64, 48, 3]);
    const [red, , blue] = data.subarray((24 * 64 + 50) * 3);
    expect(Math.abs(red! - 20)).toBeLessThan(12);
    expect(Math.abs(blue! - 200)).toBeLessThan(12);
  });

  it('reads BMP of every depth, as scanners and older programs write it', async () => {
    const red = [0, 0, 200];
    const blue = [220, 0, 0];
    /** Two pixels a row, red and blue, the lower row the other way round; rows from the bottom, padded to 4 bytes. */
    const bmp = (depth: number, rows: number[][], palette: number[][] = [], height = rows.length) => {
      const head = Buffer.alloc(54);
      head.write('BM');
      head.writeUInt32LE(54 + 4 * palette.length, 10);
      head.writeUInt32LE(40, 14);
      head.writeInt32LE(2, 18);
      head.writeInt32LE(height, 22);
      head.writeUInt16LE(1, 26);
      head.writeUInt16LE(depth, 28);
      const colours = palette.flatMap((colour) => [...colour, 0]);
      return Buffer.concat([head, Buffer.from([...colours, ...rows.flat()])]);
    };
    const straight = [...red, ...blue, 0, 0];
    const crossed = [...blue, ...red, 0, 0];
    const pictures = {
      'a/24.bmp': bmp(24, [crossed, straight]),
      'a/top-down.bmp': bmp(24, [straight, crossed], [], -2),
      'a/32.bmp': bmp(32, [
        [...blue, 0, ...red, 0],
        [...red, 0, ...blue, 0],
      ]),
      'b/8.bmp': bmp(
        8,
        [
          [1, 0, 0, 0],
          [0, 1, 0, 0],
        ],
        [red, blue],
      ),
      'b/4.bmp': bmp(
        4,
        [
          [0x10, 0, 0, 0],
          [0x01, 0, 0, 0],
        ],
        [red, blue],
      ),
      'b/1.bmp': bmp(
        1,
        [
          [0b10000000, 0, 0, 0],
          [0b01000000, 0, 0, 0],
        ],
        [red, blue],
      ),
    };
    for (const bytes of Object.values(pictures)) {
      const { data } = decodeBmp(bytes);
      expect([...data]).toEqual([200, 0, 0, 0, 0, 220, 0, 0, 220, 200, 0, 0]);
    }
    const files: Files = { ...(await pictureFolders(['a', 'b'], 8)), ...pictures };
    files['a/cut.bmp'] = pictures['a/24.bmp'].subarray(0, 60);
    files['b/claims.bmp'] = Buffer.concat([
      pictures['b/8.bmp'].subarray(0, 18),
      Buffer.from([255, 255, 255, 127]),
      pictures['b/8.bmp'].subarray(22),
    ]);
    const dataset = await openBytes('data.zip', await zipOf(files), 'image');
    expect(fact(dataset, 'Formats')).toBe('jpeg 16, bmp 6');
    const damaged = dataset.profile.problems.find(({ code }) => code === 'damaged-items')!;
    expect(damaged.items.join()).toMatch(
      /a\/cut.bmp: its pixels are cut off.*b\/claims.bmp: 2147483647 × 2 pixels/,
    );
  });

  it('names damaged pictures and leaves them out', async () => {
    const files: Files = await pictureFolders(['a', 'b'], 12);
    files['a/cut.jpg'] = (await picture(77)).subarray(0, 500);
    files['b/text.jpg'] = 'no picture at all';
    files['b/huge.png'] = await sharp({
      create: { width: 9_000, height: 9_000, channels: 3, background: '#123' },
    })
      .png()
      .toBuffer();
    const dataset = await openBytes('data.zip', await zipOf(files), 'image');
    expect(dataset.samples).toHaveLength(24);
    const damaged = dataset.profile.problems.find(({ code }) => code === 'damaged-items')!;
    expect(damaged.items.map((item) => item.split(':')[0])).toEqual(['a/cut.jpg', 'b/huge.png']);
    expect(damaged.items[1]).toMatch(/pixel/);
    expect(dataset.profile.problems.find(({ code }) => code === 'other-files')?.items).toEqual([
      'b/text.jpg',
    ]);
  });

  it('refuses a set with more than a fifth damaged', async () => {
    const files: Files = await pictureFolders(['a', 'b'], 4);
    for (let i = 0; i < 3; i += 1) files[`a/cut${i}.jpg`] = (await picture(i + 70)).subarray(0, 400 + i);
    const error = await refusal(openBytes('data.zip', await zipOf(files), 'image'));
    expect(error.code).toBe('too-many-damaged');
    expect(error.message).toMatch(/3 of 11 .*limit 20 %.*cut0/);
  });

  it('honours train, val and test folders', async () => {
    const files = {
      ...(await pictureFolders(['a', 'b'], 4, 'set/train/')),
      ...Object.fromEntries(
        await Promise.all(['a', 'b'].map(async (c, i) => [`set/test/${c}/x.jpg`, await picture(900 + i)])),
      ),
    };
    const dataset = await openBytes('data.zip', await zipOf(files), 'image');
    expect(dataset.classes).toEqual(['a', 'b']);
    expect(dataset.samples.filter(({ part }) => part === 'test').map(({ id }) => id)).toEqual([
      'set/test/a/x.jpg',
      'set/test/b/x.jpg',
    ]);
    expect(dataset.samples.filter(({ part }) => part === 'train')).toHaveLength(8);
  });

  it("reads the Hub's metadata table, with another target too", async () => {
    const files: Files = {};
    const rows: string[][] = [];
    for (let i = 0; i < 8; i += 1) {
      files[`train/${i}.jpg`] = await picture(i);
      rows.push([`${i}.jpg`, i % 2 ? 'oak' : 'elm', i < 4 ? 'young' : 'old', `tree ${i >> 1}`]);
    }
    files['train/metadata.csv'] = csvOf([['file_name', 'label', 'age', 'group'], ...rows]);
    const zip = await zipOf(files);
    const dataset = await openBytes('data.zip', zip, 'image');
    expect(dataset.classes).toEqual(['elm', 'oak']);
    expect(new Set(dataset.samples.map(({ group }) => group)).size).toBe(4);
    expect(dataset.groupNames).toHaveLength(dataset.samples.length);
    expect(new Set(dataset.groupNames).size).toBe(4);
    expect(fact(dataset, 'Groups')).toMatch(/^4, with /);
    expect(codes(dataset)).toContain('few-groups');
    expect(dataset.samples[1]).toMatchObject({ id: 'train/1.jpg', label: 1 });
    expect((await openBytes('data.zip', zip, 'image', { target: 'age' })).classes).toEqual(['old', 'young']);
    expect((await refusal(openBytes('data.zip', zip, 'image', { target: 'height' }))).code).toBe(
      'unknown-column',
    );
  });

  it('groups copies and re-encoded pictures, and reports those in two classes', async () => {
    const files: Files = await pictureFolders(['a', 'b'], 6);
    const original = files['a/0.jpg'] as Buffer;
    files['a/copy.jpg'] = original;
    files['b/smaller.webp'] = await sharp(original)
      .resize(50, 38, { fit: 'fill' })
      .webp({ quality: 70 })
      .toBuffer();
    const dataset = await openBytes('data.zip', await zipOf(files), 'image');
    const group = (id: string) => dataset.samples.find((sample) => sample.id === id)!.group;
    expect(group('a/copy.jpg')).toBe(group('a/0.jpg'));
    expect(group('b/smaller.webp')).toBe(group('a/0.jpg'));
    expect(new Set(dataset.samples.map((sample) => sample.group)).size).toBe(12);
    expect(codes(dataset)).toEqual(
      expect.arrayContaining(['duplicates', 'near-duplicates', 'conflicting-labels']),
    );
  });

  it('does not take plain pictures of different things for copies', async () => {
    const dir = await makeDir();
    const looks = [];
    for (const [i, [x, y]] of [
      [4, 4],
      [40, 30],
      [20, 10],
    ].entries()) {
      const dot = await sharp({ create: { width: 14, height: 14, channels: 3, background: '#000' } })
        .png()
        .toBuffer();
      const path = join(dir, `${i}.png`);
      await writeFile(
        path,
        await sharp({ create: { width: 64, height: 48, channels: 3, background: '#fff' } })
          .composite([{ input: dot, left: x!, top: y! }])
          .png()
          .toBuffer(),
      );
      const look = await lookAtImage(sharp, path);
      if ('reason' in look) throw new Error(look.reason);
      looks.push(look);
    }
    expect(findNearImages(looks)).toEqual([]);
    expect(findNearImages([looks[0]!, looks[1]!, looks[0]!])).toEqual([[0, 2]]);
  });

  it('tells small things on a plain ground apart, and a saved-again copy of one not', async () => {
    const onWhite = (shape: string, quality = 90) =>
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="#fff"/>${shape}</svg>`,
        ),
      )
        .jpeg({ quality })
        .toBuffer();
    const shapes = [
      '<circle cx="150" cy="110" r="18" fill="#333"/>',
      '<rect x="150" y="100" width="30" height="44" fill="#555"/>',
      '<path d="M150 90 l30 50 h-60 z" fill="#222"/>',
    ];
    const folder = await makeDir();
    const pictures = [
      ...(await Promise.all(shapes.map((shape) => onWhite(shape)))),
      await onWhite(shapes[0]!, 40),
    ];
    const looks = [];
    for (const [i, bytes] of pictures.entries()) {
      const path = join(folder, `${i}.jpg`);
      await writeFile(path, bytes);
      looks.push(await lookAtImage(sharp, path));
    }
    expect(findNearImages(looks.filter((look) => 'bits' in look))).toEqual([[0, 3]]);
  });

  it('refuses a zip without labels, a single picture, a kind that is not there', async () => {
    const flat = Object.fromEntries(
      await Promise.all([0, 1, 2, 3].map(async (i) => [`${'abcd'[i]}x.jpg`, await picture(i)])),
    );
    expect((await refusal(openBytes('flat.zip', await zipOf(flat), 'image'))).code).toBe('no-labels');
    expect((await refusal(openBytes('one.jpg', await picture(1), 'image'))).code).toBe('single-file');
    const zip = await zipOf(await pictureFolders(['a', 'b'], 3));
    expect((await refusal(openBytes('data.zip', zip, 'audio', { kind: 'audio' }))).code).toBe('wrong-kind');
    const few = await zipOf(await pictureFolders(['a', 'b'], 2));
    const error = await refusal(openBytes('few.zip', few, 'image'));
    expect(error.code).toBe('too-few-samples');
    expect(error.message).toContain('"a": 2');
  });

  it('refuses one class and names what it found', async () => {
    const error = await refusal(
      openBytes('one.zip', await zipOf(await pictureFolders(['only'], 5)), 'image'),
    );
    expect(error.code).toBe('one-class');
  });
});

describe('folder layouts', () => {
  const labels = (names: string[]) => readLayout(names).placed.map(({ label }) => label);

  it('takes labels from file names in a flat folder', () => {
    const names = [0, 1, 2].flatMap((i) => [`all/cat.${i}.jpg`, `all/dog_0${i}.jpg`]);
    expect(labels(names)).toEqual(['cat', 'dog', 'cat', 'dog', 'cat', 'dog']);
  });

  it('takes enough folders below the classes for groups, and few for storage', () => {
    const deep = Array.from({ length: 10 }, (_, i) => `x/${i % 2 ? 'yes' : 'no'}/anna${i >> 1}/${i}.wav`);
    expect(readLayout(deep).placed.map(({ group }) => group)).toEqual(deep.map((name) => name.split('/')[2]));
    const stored = ['cats/images/1.jpg', 'cats/images/2.jpg', 'dogs/images/1.jpg'];
    expect(readLayout(stored).placed.map(({ label, group }) => [label, group])).toEqual([
      ['cats', null],
      ['cats', null],
      ['dogs', null],
    ]);
  });

  it('knows speakers above the classes', () => {
    const names = Array.from({ length: 12 }, (_, i) => `speaker_${i >> 1}/${i % 2 ? 'yes' : 'no'}/1.wav`);
    const { placed } = readLayout(names);
    expect(new Set(placed.map(({ label }) => label))).toEqual(new Set(['yes', 'no']));
    expect(placed[2]!.group).toBe('speaker_1');
  });
});

describe('sounds', () => {
  const clips = (count: number): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `${i % 2 ? 'high' : 'low'}/${i}.wav`,
        wav((i % 2 ? 900 : 200) + i, 0.3 + i * 0.01),
      ]),
    );

  it('reads headers: duration, sampling rate, channels', async () => {
    const dataset = await openBytes('sounds.zip', await zipOf(clips(10)), 'audio');
    expect(dataset.classes).toEqual(['high', 'low']);
    expect(fact(dataset, 'Sampling rate')).toBe('16000 Hz');
    expect(fact(dataset, 'Channels')).toBe('mono');
    expect(fact(dataset, 'Duration')).toMatch(/^median 0\.35 s \(0\.30 to 0\.39\)/);
  });

  it('names damaged and empty clips, and finds copies', async () => {
    const files = clips(20);
    files['low/empty.wav'] = wav(100, 0);
    files['low/broken.wav'] = Buffer.concat([
      Buffer.from('RIFF\u0010\0\0\0WAVEfmt '),
      Buffer.from([2, 0, 0, 0]),
    ]);
    files['high/copy.wav'] = files['low/0.wav']!;
    const dataset = await openBytes('sounds.zip', await zipOf(files), 'audio');
    expect(dataset.samples).toHaveLength(21);
    const damaged = dataset.profile.problems.find(({ code }) => code === 'damaged-items')!;
    expect(damaged.items.map((item) => item.split(':')[0])).toEqual(['low/broken.wav', 'low/empty.wav']);
    expect(codes(dataset)).toContain('conflicting-labels');
  });
});

describe('speakers in file names', () => {
  const spoken = (nameOf: (word: string, speaker: number, take: number) => string): Files => {
    const files: Files = {};
    for (const [w, word] of ['yes', 'no'].entries())
      for (let speaker = 1; speaker <= 6; speaker += 1)
        for (const take of [1, 2])
          files[nameOf(word, speaker, take)] = wav(200 + 400 * w + 31 * speaker + 7 * take, 0.3);
    return files;
  };

  it('stay on one side of a split', async () => {
    const files = spoken((word, speaker, take) => `${word}/spk${speaker}_${word}_${take}.wav`);
    const dataset = await openBytes('words.zip', await zipOf(files), 'audio');
    if (dataset.kind !== 'audio') throw new Error(dataset.kind);
    const { pool, test, groupNames } = gatherSamples(dataset, null, 1);
    const namesIn = (rows: Int32Array) => new Set(Array.from(rows, (row) => groupNames![row]!));
    expect(namesIn(test).size).toBeGreaterThan(0);
    expect([...namesIn(test)].filter((name) => namesIn(pool).has(name))).toEqual([]);
  });

  it('are warned of where folders put them into training and test', async () => {
    const files = spoken(
      (word, speaker, take) => `${take === 1 ? 'train' : 'test'}/${word}/spk${speaker}_${word}_${take}.wav`,
    );
    const dataset = await openBytes('words.zip', await zipOf(files), 'audio');
    if (dataset.kind !== 'audio') throw new Error(dataset.kind);
    const samples = gatherSamples(dataset, null, 1);
    expect(samples.test).toHaveLength(12);
    const [warning] = sharedGroupsWarning(samples);
    expect(joinNotes([warning!])).toContain('6 of the 6 groups in the test part');
    expect(joinNotes([warning!])).toContain('spk1');
  });
});

describe('recordings from a pipe', () => {
  it('tells the length of a WAV whose header does not', async () => {
    const clip = (hertz: number) => {
      const bytes = wav(hertz, 0.5);
      bytes.writeUInt32LE(0, 40);
      return bytes;
    };
    const files = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((i) => [`${i % 2 ? 'a' : 'b'}/${i}.wav`, clip(100 * i)]),
    );
    const dataset = await openBytes('pipe.zip', await zipOf(files), 'audio');
    expect(dataset.samples).toHaveLength(6);
    expect(fact(dataset, 'Duration')).toContain('median 0.50 s');
  });
});
