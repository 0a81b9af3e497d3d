// node predict.js sound.wav …  →  one line of JSON a sound (wav, flac, ogg, opus, mp3): its class and the probability of each.
import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { hostOf } from './host.js';
import { decodeSound, heardSamples, openClassifier } from './tunesmith.js';

const classifier = await openClassifier(hostOf(import.meta.dirname));
const { classes, audio } = classifier.pipeline;

for (const path of argv.slice(2)) {
  const sound = await decodeSound(new Uint8Array(await readFile(path)));
  const [shares] = await classifier.classify([{ waveform: heardSamples(sound, audio.rate) }]);
  const best = shares.indexOf(Math.max(...shares));
  const probabilities = Object.fromEntries(classes.map((name, i) => [name, shares[i]]));
  console.log(JSON.stringify({ input: path, prediction: classes[best], probabilities }));
}
