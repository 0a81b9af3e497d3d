// node predict.js states.csv  →  one line of JSON a row: the action, and the softmax of the scores of all actions.
import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { hostOf } from './host.js';
import { openPolicy, readDelimited, statesOf } from './tunesmith.js';

const policy = await openPolicy(hostOf(import.meta.dirname));
const { actions, stateNames } = policy.pipeline;

for (const path of argv.slice(2)) {
  const table = readDelimited(await readFile(path, 'utf8'), path, 'utf-8');
  const { ids, values } = statesOf(table, stateNames, path);
  for (const [row, { action, shares }] of (await policy.decide(values)).entries()) {
    const probabilities = Object.fromEntries(actions.map((name, i) => [name, shares[i]]));
    console.log(JSON.stringify({ row: ids[row], prediction: action, probabilities }));
  }
}
