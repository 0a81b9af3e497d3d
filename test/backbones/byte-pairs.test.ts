/** `vocab.json` with `merges.txt` gives the ids of the tokenizer.json that they were taken from. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { expect, it } from 'vitest';
import { readTokenizer } from '../../src/backbones/tokenizers/read-tokenizer.ts';
import { FIXTURES } from '../hub/mirror.ts';

const TEXTS = [
  'the meeting is moved',
  '  two  spaces ',
  "don't STOP",
  'Ωmega 😀 你好',
  '1,200.5\n\nnew line\ttab',
  '',
];

it('a vocabulary of byte pairs in two files', async () => {
  const known = JSON.parse(await readFile(join(FIXTURES, 'tiny', 'gpt2', 'tokenizer.json'), 'utf8'));
  const merges: (string | [string, string])[] = known.model.merges;
  const lines = merges.map((pair) => (typeof pair === 'string' ? pair : pair.join(' ')));
  const folder = await mkdtemp(join(tmpdir(), 'byte-pairs-'));
  await writeFile(join(folder, 'vocab.json'), JSON.stringify(known.model.vocab));
  await writeFile(join(folder, 'merges.txt'), ['#version: 0.2', ...lines, ''].join('\n'));
  const files = await readTokenizer(folder);
  const ours = new Tokenizer(JSON.parse(files!.tokenizer), JSON.parse(files!.config));
  const theirs = new Tokenizer(known, {});
  for (const text of TEXTS) expect(ours.encode(text).ids, text).toEqual(theirs.encode(text).ids);
});
