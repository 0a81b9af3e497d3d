import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { isJunk, normaliseEntryName } from '../../src/datasets/archive/entry-name.ts';
import { Expansion } from '../../src/datasets/archive/expansion.ts';
import { LIMITS } from '../../src/datasets/limits.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import { codes, makeDir, openBytes, picture, pictureFolders, refusal, tarOf, zipOf } from './build-files.ts';

/** Replaces every occurrence of `from` by `to`, which has the same length: names that zip tools refuse to write. */
function patched(bytes: Buffer, from: string, to: string): Buffer {
  expect(to.length).toBe(from.length);
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('archive safety', () => {
  it.each([
    ['a parent path', 'XX/evil.jpg', '../evil.jpg'],
    ['a parent path in the middle', 'a/XX/XX/e.jpg', 'a/../../e.jpg'],
    ['an absolute path', 'Xevil.jpg', '/evil.jpg'],
    ['a drive letter', 'XX/evil.jpg', 'C:/evil.jpg'],
    ['a backslash parent path', 'XXXevil.jpg', '..\\evil.jpg'],
    ['a control character', 'X/evil.jpg', '\u0007/evil.jpg'],
  ])('refuses %s and writes nothing outside the work folder', async (_, from, to) => {
    const dir = await makeDir();
    const path = join(dir, 'attachment');
    await writeFile(
      path,
      patched(await zipOf({ ...(await pictureFolders(['a'], 1)), [from]: 'x' }), from, to),
    );
    const error = await refusal(
      openDataset({ path, name: 'evil.zip' }, { workDir: join(dir, 'inner', 'work') }),
    );
    expect(error.code).toBe('unsafe-archive');
    expect(await readdir(dir)).toEqual(['attachment', 'inner']);
    expect(existsSync('/evil.jpg')).toBe(false);
    expect(
      await readdir(join(dir, 'inner', 'work', (await readdir(join(dir, 'inner', 'work')))[0]!)),
    ).toEqual([]);
  });

  it('refuses a zip that names a place beyond all files', async () => {
    // End of the list in 64 bits (APPNOTE 4.3.15), at byte 2^60; then the end itself, whose fields refer to it.
    const [pointer, end] = [Buffer.alloc(20), Buffer.alloc(22)];
    pointer.writeUInt32LE(0x07064b50, 0);
    pointer.writeBigUInt64LE(2n ** 60n, 8);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(0xffff, 10);
    end.fill(0xff, 12, 20);
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100), pointer, end]);
    expect((await refusal(openBytes('far.zip', zip, 'image'))).code).toBe('broken-archive');
  });

  it('refuses a link in a zip and in a tar', async () => {
    const zip = await zipOf({ 'a/link.jpg': '/etc/passwd' }, { mode: 0o120777 });
    expect((await refusal(openBytes('links.zip', zip, 'image'))).code).toBe('unsafe-archive');
    const tar = pack();
    tar.entry({ name: 'a/link.jpg', type: 'symlink', linkname: '/etc/passwd' });
    tar.finalize();
    const error = await refusal(openBytes('links.tar.gz', gzipSync(await buffer(tar)), 'image'));
    expect(error.code).toBe('unsafe-archive');
    expect(error.message).toContain('link');
  });

  it('refuses a parent path in a tar', async () => {
    const tar = await tarOf({ '../evil.csv': 'text,label\n' });
    expect((await refusal(openBytes('evil.tar.gz', tar, 'text'))).code).toBe('unsafe-archive');
  });

  it('refuses an encrypted zip', async () => {
    const bytes = await zipOf({ 'a/1.jpg': 'secret' });
    bytes.writeUInt16LE(bytes.readUInt16LE(6) | 1, 6);
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8);
    const error = await refusal(openBytes('secret.zip', bytes, 'image'));
    expect(error.code).toBe('encrypted-archive');
    expect(error.message).toContain('password');
  });

  it('meets the failure of a stream that fails before its file is open', async () => {
    const stream = new Readable({ read: () => undefined });
    const written = new Expansion(100).write('x', stream, join(await makeDir(), 'x'));
    stream.destroy(new Error('incorrect header check'));
    await expect(written).rejects.toThrow('incorrect header check');
  });

  it('refuses a damaged gzip, whenever its damage shows', async () => {
    const whole = gzipSync(Buffer.alloc(400_000, 'text,label'));
    const damaged = Array.from({ length: 12 }, (_, i) => {
      const bytes = Buffer.from(whole);
      bytes[11 + i * 20] = bytes[11 + i * 20]! ^ 0xff;
      return bytes;
    });
    const refused = await Promise.all(
      damaged.map((bytes) => refusal(openBytes('damaged.csv.gz', bytes, 'text'))),
    );
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['broken-archive']));
  });

  it('refuses a cut-off zip and a cut-off tar.gz', async () => {
    const zip = await zipOf(await pictureFolders(['a', 'b'], 3));
    const error = await refusal(openBytes('cut.zip', zip.subarray(0, zip.length - 200), 'image'));
    expect(error.code).toBe('broken-archive');
    expect(error.message).not.toContain('..');
    const tar = await tarOf(await pictureFolders(['a', 'b'], 3));
    expect((await refusal(openBytes('cut.tar.gz', tar.subarray(0, tar.length - 200), 'image'))).code).toBe(
      'broken-archive',
    );
  });

  it('stops a zip bomb while it expands', async () => {
    const bomb = await zipOf({ 'a.csv': Buffer.alloc(LIMITS.ratioFreeBytes + 2 ** 20) });
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect((await refusal(openBytes('bomb.zip', bomb, 'text'))).code).toBe('archive-expands-too-much');
    const gz = gzipSync(Buffer.alloc(LIMITS.ratioFreeBytes + 2 ** 20));
    expect((await refusal(openBytes('bomb.csv.gz', gz, 'text'))).code).toBe('archive-expands-too-much');
  });

  it('refuses entries that share their bytes', async () => {
    const bytes = await zipOf({ 'a/1.jpg': 'same size', 'a/2.jpg': 'same size' });
    const first = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const second = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), first + 4);
    bytes.writeUInt32LE(0, second + 42);
    const error = await refusal(openBytes('overlap.zip', bytes, 'image'));
    expect(error.code).toBe('unsafe-archive-shared');
    expect(error.message).toContain('shares its bytes');
  });

  it('counts entries up to the limit', () => {
    const expansion = new Expansion(1_000);
    for (let i = 0; i < LIMITS.archiveEntries; i += 1) expansion.countEntry();
    expect(() => expansion.countEntry()).toThrow(/100,000 entries/);
  });

  it('leaves out an entry with a wrong checksum and keeps the rest', async () => {
    const files = await pictureFolders(['a', 'b'], 10);
    const bytes = await zipOf(files);
    const at = bytes.indexOf(Buffer.from('a/0.jpg'));
    // Stored pictures are deflated to about their own size; a byte in the middle breaks one of them.
    bytes[at + 200]! ^= 0xff;
    const dataset = await openBytes('damaged.zip', bytes, 'image');
    expect(dataset.samples).toHaveLength(19);
    expect(dataset.profile.problems.find(({ code }) => code === 'damaged-items')?.items[0]).toContain(
      'a/0.jpg',
    );
  });

  it('fails, and does not wait, where an entry tells of its failure before it is read', async () => {
    const stream = new PassThrough();
    const written = new Expansion(1_000).write('a.jpg', stream, join(await makeDir(), 'a'));
    stream.emit('error', new Error('invalid distance'));
    await expect(written).rejects.toThrow('invalid distance');
  });

  it('names an archive format that it cannot open', async () => {
    const sevenZip = Buffer.concat([
      Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
      Buffer.alloc(100),
    ]);
    const error = await refusal(openBytes('data.7z', sevenZip, 'image'));
    expect(error.code).toBe('unsupported-archive');
    expect(error.message).toContain('7z');
  });

  it('says that an empty archive and an empty file are empty', async () => {
    expect((await refusal(openBytes('empty.zip', await zipOf({}), 'image'))).message).toContain(
      'it is empty',
    );
    expect((await refusal(openBytes('empty.csv', '', 'text'))).code).toBe('empty-file');
  });
});

describe('entry names', () => {
  it('normalises separators, dots and Unicode', () => {
    expect(normaliseEntryName('./a//b\\c.jpg')).toBe('a/b/c.jpg');
    expect(normaliseEntryName('cafe\u0301/1.jpg')).toBe('caf\u00e9/1.jpg');
  });

  it('knows what operating systems leave behind', () => {
    for (const name of ['__MACOSX/a/._1.jpg', 'a/.DS_Store', 'a/Thumbs.db', 'a/._x.jpg'])
      expect(isJunk(name)).toBe(true);
    expect(isJunk('a/1.jpg')).toBe(false);
  });
});

describe('archives as they come', () => {
  it('looks through wrapping folders and system files', async () => {
    const files = await pictureFolders(['cats', 'dogs'], 4, 'My Data/pictures/');
    const junk = {
      '__MACOSX/My Data/pictures/cats/._0.jpg': 'x',
      'My Data/.DS_Store': 'x',
      'My Data/pictures/Thumbs.db': 'x',
    };
    const dataset = await openBytes('data.zip', await zipOf({ ...files, ...junk }), 'image');
    expect(dataset.classes).toEqual(['cats', 'dogs']);
    expect(dataset.samples).toHaveLength(8);
    expect(codes(dataset)).not.toContain('other-files');
  });

  it('gives the same samples from a zip, a tar and a tar.gz', async () => {
    const files = await pictureFolders(['cats', 'dogs'], 4);
    const opened = [
      await openBytes('data.zip', await zipOf(files), 'image'),
      await openBytes('data.tar', await tarOf(files, false), 'image'),
      await openBytes('data.tar.gz', await tarOf(files), 'image'),
    ];
    const seen = opened.map(({ samples }) => samples.map(({ id, label, hash }) => ({ id, label, hash })));
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});

describe('archives in an archive', () => {
  it('are opened one level deep, each as a class or a part', async () => {
    const flat = async (from: number) =>
      Object.fromEntries(
        await Promise.all(Array.from({ length: 4 }, async (_, i) => [`${i}.jpg`, await picture(from + i)])),
      );
    const zip = await zipOf({
      'cats.zip': await zipOf(await flat(0)),
      'dogs.tar.gz': await tarOf(await flat(50)),
      'broken.zip': (await zipOf(await flat(90))).subarray(0, 500),
      'README.txt': 'Cats and dogs.',
    });
    const dataset = await openBytes('pets.zip', zip, 'image');
    expect(dataset.classes).toEqual(['cats', 'dogs']);
    expect(dataset.samples.map(({ id }) => id)).toContain('dogs/3.jpg');
    expect(dataset.profile.problems.find(({ code }) => code === 'damaged-items')?.items[0]).toMatch(
      /^broken.zip: /,
    );
    const twice = await zipOf({ 'one.zip': await zipOf({ 'two.zip': await zipOf(await flat(0)) }) });
    expect((await refusal(openBytes('deep.zip', twice, 'image'))).code).toBe('archive-of-others');
  });

  it('may be single gzipped tables, beside a text about them', async () => {
    const table = (from: number) =>
      `text,label\n${Array.from({ length: 30 }, (_, i) => `sentence ${from + i} on ${i % 2 ? 'cats' : 'the rain'},${i % 2 ? 'pets' : 'weather'}\n`).join('')}`;
    const zip = await zipOf({
      'train.csv.gz': gzipSync(table(0)),
      'test.csv.gz': gzipSync(table(100)),
      'description.txt': 'Sentences.',
    });
    const dataset = await openBytes('sentences.zip', zip, 'text');
    expect(dataset.samples).toHaveLength(60);
    expect(new Set(dataset.samples.map(({ part }) => part))).toEqual(new Set(['train', 'test']));
  });

  it('are named with their reason where they are all broken', async () => {
    const zip = await zipOf({ 'only.zip': Buffer.from('PK\u0003\u0004 and nothing more') });
    const error = await refusal(openBytes('data.zip', zip, 'text'));
    expect(error.code).toBe('archive-of-others');
    expect(error.message).toContain('"only.zip", which cannot be read: ');
    expect(error.message).not.toContain('it is empty');
  });

  it('of the same name keep all their files apart', async () => {
    const files = async (from: number) =>
      zipOf({
        'cats/1.jpg': await picture(from),
        'cats/2.jpg': await picture(from + 9),
        'dogs/1.jpg': await picture(from + 17),
        'dogs/2.jpg': await picture(from + 26),
      });
    const zip = await zipOf({
      'a/data.zip': await files(0),
      'b/data.zip': await files(80),
      'c/data.zip': await files(160),
    });
    const dataset = await openBytes('pets.zip', zip, 'image');
    expect(new Set(dataset.samples.map(({ id }) => id)).size).toBe(12);
  });

  it('count for the limits of the whole', async () => {
    const inner = await zipOf({ 'a/zeros.csv': Buffer.alloc(40 * 2 ** 20) });
    const zip = await zipOf(Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`${i}.zip`, inner])));
    const error = await refusal(openBytes('bombs.zip', zip, 'image'));
    expect(error.code).toBe('archive-expands-too-much');
  });
});

describe('names in other encodings', () => {
  it('reads names that Chinese Windows wrote as GBK without saying so', async () => {
    const files = await pictureFolders(['XXXX', 'YYYY'], 3, 'ZZZZZZZZ/');
    const gbk = (text: string) => iconv.encode(text, 'gbk').toString('latin1');
    let bytes = await zipOf(files);
    for (const [from, to] of [
      ['XXXX', '猫咪'],
      ['YYYY', '小狗'],
      ['ZZZZZZZZ', '动物图片'],
    ] as const) {
      bytes = patched(bytes, from, gbk(to));
    }
    // yazl sets the UTF-8 flag; old packers do not.
    const clear = (magic: number, at: number) => {
      for (
        let i = bytes.indexOf(Buffer.from([0x50, 0x4b, magic, magic + 1]));
        i >= 0;
        i = bytes.indexOf(Buffer.from([0x50, 0x4b, magic, magic + 1]), i + 4)
      ) {
        bytes.writeUInt16LE(bytes.readUInt16LE(i + at) & ~0x800, i + at);
      }
    };
    clear(3, 6);
    clear(1, 8);
    const dataset = await openBytes('动物.zip', bytes, 'image');
    expect(new Set(dataset.classes)).toEqual(new Set(['猫咪', '小狗']));
  });
});
