/**
 * Writes the files of a bank and what is expected of them into a folder, to be looked at.
 * Run: npx tsx bench/messy/make.ts FOLDER [open|sealed]. Judged by: `run.ts`, which makes them itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeBank } from './banks.ts';
import { BANKS } from './series.ts';

const root = resolve(process.argv[2] ?? 'messy-files');
for (const bank of BANKS.filter((name) => (process.argv[3] ?? name) === name)) {
  const files = await makeBank(bank);
  for (const { id, name, bytes, ...rest } of files) {
    const folder = join(root, id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, 'expectation.json'), `${JSON.stringify(rest, null, 1)}\n`);
  }
  const clean = files.filter(({ isClean }) => isClean).length;
  console.log(`${bank}: ${files.length} files, ${clean} of them clean, below ${join(root, bank)}`);
}
