import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InputOptions, openInputs } from '../../src/datasets/open-inputs.ts';
import { makeDir, picture, pictureFolders, refusal, wav, zipOf } from './build-files.ts';

async function inputs(
  name: string,
  bytes: Buffer | string,
  kind: InputOptions['kind'],
  textColumn?: InputOptions['textColumn'],
) {
  const dir = await makeDir();
  const path = join(dir, 'attachment');
  await writeFile(path, bytes);
  return openInputs({ path, name }, { workDir: join(dir, 'work'), kind, textColumn });
}

describe('inputs for a prediction', () => {
  it('keeps the order and numbers of the rows, and skips rows without text', async () => {
    const csv = 'id,text,label\n7,a good day,x\n8,,y\n9,"a bad\nday",x\n';
    expect(await inputs('new.csv', csv, 'text')).toEqual({
      items: [
        { id: '1', text: 'a good day' },
        { id: '3', text: 'a bad\nday' },
      ],
      column: 'row',
      skipped: [{ id: '2', reason: 'no text' }],
    });
  });

  it('joins the columns that the model was trained on', async () => {
    const csv = 'title,body,other\nHello,World,z\n';
    expect((await inputs('a.csv', csv, 'text', ['title', 'body'])).items).toEqual([
      { id: '1', text: 'Hello\nWorld' },
    ]);
    expect((await inputs('a.csv', csv, 'text', 'body')).items).toEqual([{ id: '1', text: 'World' }]);
  });

  it('reads a plain text file as one text a line', async () => {
    const { items } = await inputs('new.txt', 'Hello, world\nsecond; line\n\nthird\n', 'text');
    expect(items).toEqual([
      { id: '1', text: 'Hello, world' },
      { id: '2', text: 'second; line' },
      { id: '4', text: 'third' },
    ]);
  });

  it('takes a single picture, a zip of pictures and sounds', async () => {
    const one = await inputs('cat.png', await picture(1, 'png'), 'image');
    expect(one.items).toMatchObject([{ id: 'cat.png' }]);
    const many = await inputs(
      'a.zip',
      await zipOf({ ...(await pictureFolders(['x'], 2)), 'note.txt': 'hi' }),
      'image',
    );
    expect(many.items.map(({ id }) => id)).toEqual(['x/0.jpg', 'x/1.jpg']);
    expect(many.column).toBe('file');
    expect(many.skipped).toEqual([{ id: 'note.txt', reason: 'no picture' }]);
    expect((await inputs('a.wav', wav(300, 0.2), 'audio')).items).toHaveLength(1);
  });

  it('looks into archives in an archive', async () => {
    const inner = await zipOf(await pictureFolders(['x'], 2));
    const { items } = await inputs('a.zip', await zipOf({ 'part.zip': inner }), 'image');
    expect(items.map(({ id }) => id)).toEqual(['x/0.jpg', 'x/1.jpg']);
  });

  it('says what an archive holds in place of texts, and that a bare header is no text', async () => {
    const pictures = await refusal(inputs('a.zip', await zipOf(await pictureFolders(['x'], 2)), 'text'));
    expect(pictures.code).toBe('wrong-input-archive');
    expect(pictures.message).toContain('2 pictures or sounds and no table');
    const bare = await refusal(inputs('a.csv', 'text,label\n', 'text', 'text'));
    expect(bare.code).toBe('no-input-rows');
  });

  it('refuses what the model cannot take', async () => {
    expect((await refusal(inputs('a.csv', 'text\nhello\n', 'image'))).code).toBe('wrong-input-media');
    expect((await refusal(inputs('a.wav', wav(300, 0.2), 'image'))).code).toBe('wrong-input-media');
    expect((await refusal(inputs('a.csv', '', 'text'))).code).toBe('empty-file');
    expect((await refusal(inputs('a.png', await picture(1, 'png'), 'text'))).code).toBe('wrong-input-kind');
  });
});
