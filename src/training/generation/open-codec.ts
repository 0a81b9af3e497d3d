/** A folder with tokenizer.json and, where there is one, tokenizer_config.json → its TokenCodec. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codecOf, type TokenCodec } from './codec.ts';

export async function openCodec(folder: string): Promise<TokenCodec> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const tokenizer: object = JSON.parse(await read('tokenizer.json'));
  const config: object = JSON.parse(await read('tokenizer_config.json').catch(() => '{}'));
  return codecOf({ tokenizer, config });
}
