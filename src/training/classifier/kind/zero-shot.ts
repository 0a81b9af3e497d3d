/**
 * Texts and the names of their classes → which name's embedding each text is most like, by cosine: what a sentence encoder
 * does without any training. In: its features of the samples. Out: which were right; null where names say nothing, such as
 * "0" or "pos", or the model was not made to compare sentences. Used by: `measure-classes.ts`.
 */
import type { Backbone } from '../../../backbones/backbone.ts';
import { findModel } from '../../../catalogue/knowledge.ts';
import type { Features } from '../../../probe/index.ts';
import { embedSamples } from '../features/embed.ts';
import type { Samples } from '../samples.ts';

/** Letters of any script, without figures; of scripts with spaces, at least four of them, so no codes. */
const WORDS =
  /^(?=.*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|.*\p{L}{4})[^\d]{2,60}$/u;

interface ZeroShot {
  backbone: Backbone;
  samples: Samples;
  features: Features;
  cacheDir: string;
  signal: AbortSignal;
}

export async function classifyByNames(
  id: string,
  { backbone, samples, features, cacheDir, signal }: ZeroShot,
): Promise<{ accuracy: number; correct: Uint8Array } | null> {
  const { classes, kind, labels } = samples;
  const compares = findModel(id)?.fits['sentence-embedding'] === 'made-for';
  if (kind !== 'text' || !compares || !classes.every((name) => WORDS.test(name))) return null;
  const names = classes.map((name) => ({ text: name.replaceAll(/[_-]+/g, ' ') }));
  const named = await embedSamples({ backbone, samples: names, cacheDir, signal });
  const correct = new Uint8Array(labels.length);
  for (const i of correct.keys()) correct[i] = Number(nearest(features, i, named) === labels[i]);
  return { accuracy: correct.reduce((sum, one) => sum + one, 0) / Math.max(1, labels.length), correct };
}

/** Index of the row of `named` with the greatest cosine to row i. */
function nearest({ values, d }: Features, i: number, named: Features): number {
  let best = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < named.n; c++) {
    let dot = 0;
    let length = 0;
    for (let k = 0; k < d; k++) {
      const value = named.values[c * d + k]!;
      dot += values[i * d + k]! * value;
      length += value * value;
    }
    const cosine = dot / Math.sqrt(length || 1);
    if (cosine > greatest) [best, greatest] = [c, cosine];
  }
  return best;
}
