// node predict.js "a beginning"  →  one line of JSON a beginning: how the model goes on.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { hostOf } from './host.js';
import { codecOf, continueText, generationRecipe, openGenerator } from './tunesmith.js';

const folder = import.meta.dirname;
const generator = await openGenerator(hostOf(folder));
const read = (name) => readFile(join(folder, generator.pipeline.tokenizerDir, name), 'utf8');
const codec = codecOf({
  tokenizer: JSON.parse(await read('tokenizer.json')),
  config: JSON.parse(await read('tokenizer_config.json').catch(() => '{}')),
});
const { signal } = new AbortController();
const { sampling } = generationRecipe;

for (const text of argv.slice(2)) {
  const prediction = await continueText({ generator, codec }, text, { sampling, signal });
  console.log(JSON.stringify({ input: text, prediction }));
}
