// node predict.js picture.jpg …  →  one line of JSON a picture: its class and the probability of each.
import { argv } from 'node:process';
import sharp from 'sharp';
import { hostOf } from './host.js';
import { cropPicture, openClassifier } from './tunesmith.js';

const classifier = await openClassifier(hostOf(import.meta.dirname));
const { classes, image } = classifier.pipeline;

/** The whole picture as it should stand, transparency on white, in RGB. */
async function decode(path) {
  const { data, info } = await sharp(path, { autoOrient: true })
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3 };
}

for (const path of argv.slice(2)) {
  const [shares] = await classifier.classify([{ rgb: cropPicture(await decode(path), image) }]);
  const best = shares.indexOf(Math.max(...shares));
  const probabilities = Object.fromEntries(classes.map((name, i) => [name, shares[i]]));
  console.log(JSON.stringify({ input: path, prediction: classes[best], probabilities }));
}
