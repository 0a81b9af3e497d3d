/**
 * Samples go in, contenders come out, made in the order in which they can be afforded: baselines from simple features
 * first, then the probe of the pretrained Backbone. Files that cannot be decoded are found here and left out.
 */
import type { ClassificationRecipe } from '../../../knowledge/recipes/schema.ts';
import type { Backbone } from '../../backbones/backbone.ts';
import type { Matrices } from '../../engines/compute/matrices.ts';
import type { Contender } from './contenders/contender.ts';
import { makeLinearProbe } from './contenders/linear-probe.ts';
import { randomTokenFeatures } from './contenders/random-tokens.ts';
import { makeTfidf } from './contenders/tfidf.ts';
import { embedSamples } from './features/embed.ts';
import { takeColumns } from './head/feature-columns.ts';
import type { FeatureTable } from './head/feature-space.ts';
import type { Samples } from './samples.ts';

export interface ContenderOptions {
  samples: Samples;
  recipe: ClassificationRecipe;
  engine: Matrices;
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

/** The contenders without pretraining. */
export interface Baselines {
  /** The one that is delivered where transfer does not win; always tried. */
  noTransfer: Contender;
  /** Other features without pretraining that are raced beside it. */
  others?: Contender[];
  /** The head of the probe on features nobody trained, for comparison; made when its turn comes. */
  scratch: () => Contender;
}

/** TF-IDF, and the same head on an encoder that was never trained. */
export function makeTextBaselines(options: ContenderOptions): Baselines {
  const { samples, recipe, seed } = options;
  const width = recipe.scratch.textWidth;
  return {
    noTransfer: makeTfidf(samples, recipe, seed),
    scratch: () =>
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
  };
}

/** Gradients and colours, and the same head on raw pixels; both from the taps of the simple image Backbone. */
export function makeImageBaselines(
  options: ContenderOptions,
  backbone: Backbone,
  features: FeatureTable,
): Baselines {
  const pixels = backbone.taps.at(-1)!.dim;
  const { head, scratch } = options.recipe;
  const make = (
    part: { id: string; name: string; losses: typeof head.losses },
    columns: readonly [number, number],
  ) =>
    makeLinearProbe({
      ...options,
      ...part,
      role: 'baseline',
      deliverable: true,
      features: takeColumns(features, columns[0], columns[1]),
      backbone: backbone.id,
      columns: [columns[0], columns[1]],
    });
  return {
    noTransfer: make({ id: 'no-transfer', name: 'Oriented gradients + colours', losses: head.losses }, [
      0,
      features.d - pixels,
    ]),
    scratch: () =>
      make(
        { id: 'scratch', name: 'The same head without pretraining (raw pixels)', losses: scratch.losses },
        [features.d - pixels, features.d],
      ),
  };
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
