// node predict.js "a text" "another"  →  one line of JSON a text: its class and the probability of each.
import { argv } from 'node:process';
import { hostOf } from './host.js';
import { openClassifier } from './tunesmith.js';

const classifier = await openClassifier(hostOf(import.meta.dirname));
const { classes } = classifier.pipeline;

for (const text of argv.slice(2)) {
  const [shares] = await classifier.classify([{ text }]);
  const best = shares.indexOf(Math.max(...shares));
  const probabilities = Object.fromEntries(classes.map((name, i) => [name, shares[i]]));
  console.log(JSON.stringify({ input: text, prediction: classes[best], probabilities }));
}
