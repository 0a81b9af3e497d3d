/**
 * Samples go in, contenders come out, made in the order in which they can be afforded: baselines from simple features
 * first, then the probe of the pretrained Backbone. Files that cannot be decoded are found here and left out.
 */
import type { ClassificationRecipe } from '../../knowledge/recipes/schema.ts';
import type { Backbone } from '../backbones/backbone.ts';
import type { TensorFlow } from '../engines/tensorflow.ts';
import type { Contender } from './contenders/contender.ts';
import { makeLinearProbe } from './contenders/linear-probe.ts';
import { randomTokenFeatures } from './contenders/random-tokens.ts';
import { makeTfidf } from './contenders/tfidf.ts';
import { embedSamples } from './features/embed.ts';
import type { FeatureTable } from './head/feature-space.ts';
import type { Samples } from './samples.ts';

export interface ContenderOptions {
  samples: Samples;
  recipe: ClassificationRecipe;
  engine: TensorFlow;
  seed: number;
}

export interface EmbedOptions {
  samples: Samples;
  cacheDir: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

export interface Embedded extends FeatureTable {
  failed: { index: number; reason: string }[];
}

/** Runs a Backbone over all samples. Shape of the features: [samples, d]. */
export async function embedAll(backbone: Backbone, options: EmbedOptions): Promise<Embedded> {
  const { samples, cacheDir, signal } = options;
  return embedSamples({
    backbone,
    samples: samples.kind === 'text' ? samples.texts.map((text) => ({ text })) : samples.files,
    cacheDir,
    signal,
    onProgress: (done, total) => options.onProgress(done / total),
  });
}

/** TF-IDF, and the same head on an encoder that was never trained. */
export function makeTextBaselines(options: ContenderOptions): Contender[] {
  const { samples, recipe, seed } = options;
  const width = recipe.scratch.textWidth;
  return [
    makeTfidf(samples, recipe, seed),
    makeLinearProbe({
      ...options,
      id: 'scratch',
      name: 'The same head without pretraining (random token vectors)',
      role: 'baseline',
      deliverable: false,
      losses: recipe.scratch.losses,
      features: randomTokenFeatures(samples.texts, width, seed),
      backbone: 'random-tokens',
      columns: [0, width],
    }),
  ];
}

/** Gradients and colours, and the same head on raw pixels; both from the taps of the simple image Backbone. */
export function makeImageBaselines(
  options: ContenderOptions,
  backbone: Backbone,
  features: FeatureTable,
): Contender[] {
  const pixels = backbone.taps.at(-1)!.dim;
  const { head, scratch } = options.recipe;
  const parts = [
    {
      id: 'no-transfer',
      name: 'Oriented gradients + colours',
      columns: [0, features.d - pixels],
      losses: head.losses,
    },
    {
      id: 'scratch',
      name: 'The same head without pretraining (raw pixels)',
      columns: [features.d - pixels, features.d],
      losses: scratch.losses,
    },
  ] as const;
  return parts.map(({ id, name, columns, losses }) =>
    makeLinearProbe({
      ...options,
      id,
      name,
      role: 'baseline',
      deliverable: true,
      losses,
      features: takeColumns(features, columns[0], columns[1]),
      backbone: backbone.id,
      columns: [columns[0], columns[1]],
    }),
  );
}

/** The linear probe on the pretrained Backbone's features. */
export const makeProbe = (options: ContenderOptions, backbone: Backbone, features: FeatureTable): Contender =>
  makeLinearProbe({
    ...options,
    id: 'probe',
    name: `Linear probe on ${backbone.name}`,
    role: 'transfer',
    deliverable: true,
    losses: options.recipe.head.losses,
    features,
    backbone: backbone.id,
    columns: [0, features.d],
  });

function takeColumns({ values, n, d }: FeatureTable, from: number, to: number): FeatureTable {
  const width = to - from;
  const taken = new Float32Array(n * width);
  for (let row = 0; row < n; row++) taken.set(values.subarray(row * d + from, row * d + to), row * width);
  return { values: taken, n, d: width };
}
