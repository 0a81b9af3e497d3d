/** Tokenizers of SentencePiece models beside the library itself; scripts/fixtures/tokenizers/make-pieces.py made the fixtures. */
import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { readTokenizer } from '../../src/backbones/tokenizers/read-tokenizer.ts';
import { isUserError } from '../../src/errors.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const FOLDER = fileURLToPath(new URL('fixtures/pieces', import.meta.url));
const expected = JSON.parse(await readFile(`${FOLDER}/expected.json`, 'utf8')) as ({ text: string } & Record<
  'deberta-v2' | 'llama' | 't5' | 'xlm-roberta',
  number[]
>)[];

/** A model's folder as the Hub has it. */
async function folderOf(model: string, family: string, name: string, options: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pieces-'));
  await copyFile(`${FOLDER}/${model}`, join(folder, name));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: family }));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(options));
  return folder;
}

async function open(...of: Parameters<typeof folderOf>): Promise<Tokenizer> {
  const files = await readTokenizer(await folderOf(...of));
  return new Tokenizer(JSON.parse(files!.tokenizer), JSON.parse(files!.config));
}

describe('a SentencePiece model', () => {
  it.each([
    ['t5', 'unigram.model', 'spiece.model'],
    ['deberta-v2', 'unigram.model', 'spm.model'],
    ['xlm-roberta', 'unigram.model', 'sentencepiece.bpe.model'],
    ['llama', 'byte-pairs.model', 'tokenizer.model'],
  ] as const)('of a %s gives the ids of the library', async (family, model, name) => {
    const tokenizer = await open(model, family, name);
    const found = expected.map(({ text }) => ({ text, ids: tokenizer.encode(text).ids }));
    expect(found).toEqual(expected.map((one) => ({ text: one.text, ids: one[family] })));
  });

  it('gives back the texts that it took apart, bytes too', async () => {
    const tokenizer = await open('byte-pairs.model', 'llama', 'tokenizer.model');
    for (const text of ['the server is down', 'Ωmega 😀 你好', 'a  b'])
      expect(tokenizer.decode(tokenizer.encode(text).ids, { skip_special_tokens: true })).toBe(text);
  });

  it.each([
    ['of a family whose special tokens are not known', 'unigram.model', 'unheard-of', {}],
    ['that lacks a special token of its family', 'byte-pairs.model', 'albert', {}],
    ['that takes punctuation apart', 'unigram.model', 'deberta-v2', { split_by_punct: true }],
    ['that is none', 'expected.json', 't5', {}],
  ])('%s is refused', async (_, model, family, options) => {
    await expect(open(model, family, 'spiece.model', options)).rejects.toMatchObject({
      code: 'tokenizer-pieces',
    });
  });

  it('with bytes changed or cut off is read or refused, never more', async () => {
    const whole = await readFile(`${FOLDER}/unigram.model`);
    const folder = await folderOf('unigram.model', 't5', 'spiece.model');
    const random = seededRandom(2);
    for (let i = 0; i < 200; i++) {
      const bent = Buffer.from(whole.subarray(0, i % 3 ? whole.length : random.below(whole.length)));
      if (bent.length > 0) bent[random.below(bent.length)] = random.below(256);
      await writeFile(join(folder, 'spiece.model'), bent);
      await readTokenizer(folder).catch((error: unknown) => {
        if (!isUserError(error)) throw error;
      });
    }
  });
});
