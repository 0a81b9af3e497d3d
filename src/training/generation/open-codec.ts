/** A folder with tokenizer.json and, where there is one, tokenizer_config.json → its TokenCodec. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codecOf, type TokenCodec } from './codec.ts';

export async function openCodec(folder: string): Promise<TokenCodec> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const tokenizer = await read('tokenizer.json');
  return codecFrom({ tokenizer, config: await read('tokenizer_config.json').catch(() => '{}') });
}

/** From the texts of the two files. */
export function codecFrom(files: { tokenizer: string; config: string }): TokenCodec {
  const [tokenizer, config]: object[] = [JSON.parse(files.tokenizer), JSON.parse(files.config)];
  return codecOf({ tokenizer: tokenizer!, config: config! });
}
