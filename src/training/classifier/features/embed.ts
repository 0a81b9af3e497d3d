/**
 * Samples → features by a backbone's frozen trunk. In: a Backbone and samples. Out: a row-major [n, d] matrix, and the
 * samples that could not be read. Next: baselines and heads train on it.
 *
 * Each sample is computed once for each backbone, by its content; what is known comes from the disk cache.
 */

import { join } from 'node:path';
import type { Backbone } from '../../../backbones/backbone.ts';
import { sha256 } from '../../../hash.ts';
import { embedAudio } from './audio-features.ts';
import { type FeatureCache, openFeatureCache } from './feature-cache.ts';
import type { FeatureSink } from './feature-sink.ts';
import { embedImages } from './pictures/image-features.ts';
import { embedTexts } from './text-features.ts';
import { featureWidth } from './trunk.ts';

type FeatureSample = { hash: string; path: string } | { text: string };

export interface EmbedOptions {
  backbone: Backbone;
  samples: readonly FeatureSample[];
  cacheDir: string;
  /** Images: average over the mirror image, at twice the time. Default: false. */
  mirror?: boolean;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface Features {
  /** Row-major [n, d]; zeros where a sample failed. */
  values: Float32Array;
  n: number;
  d: number;
  /** Samples that could not be read, by index, in order. */
  failed: { index: number; reason: string }[];
}

/** Vectors kept in memory before they are written to the cache. */
const PACK_ROWS = 256;

/** Counted up when preprocessing changes, so that older cached features are not used. */
const FEATURES_REVISION = 3;

/** @throws the signal's reason when aborted; a UserError when the trunk cannot be loaded */
export async function embedSamples(options: EmbedOptions): Promise<Features> {
  const { backbone, samples, cacheDir, onProgress } = options;
  const mirror = options.mirror === true && backbone.preprocessing.kind === 'image';
  const d = featureWidth(backbone.taps);
  const values = new Float32Array(samples.length * d);
  const row = (index: number) => values.subarray(index * d, (index + 1) * d);
  const groups = groupByContent(samples);
  const cache = openFeatureCache(join(cacheDir, 'features', cacheKey(backbone, mirror)), d);

  const known = await cache.read(new Set(groups.keys()), (key) => row(groups.get(key)![0]!));
  const missing = [...groups].filter(([key]) => !known.has(key));
  const failed: Features['failed'] = [];
  let done = samples.length - missing.reduce((sum, [, indices]) => sum + indices.length, 0);
  onProgress?.(done, samples.length);

  const packer = openPacker(cache, d);
  const keys = new Map(missing.map(([key, indices]) => [indices[0]!, key]));
  const advance = (index: number): number[] => {
    const indices = groups.get(keys.get(index)!)!;
    done += indices.length;
    onProgress?.(done, samples.length);
    return indices;
  };
  const sink: FeatureSink = {
    signal: options.signal,
    done: async (index, vector) => {
      row(index).set(vector);
      advance(index);
      await packer.add(keys.get(index)!, vector);
    },
    failed: async (index, reason) => {
      for (const each of advance(index)) failed.push({ index: each, reason });
    },
  };
  try {
    if (missing.length > 0) await embedMissing(options, [...keys.keys()], mirror, sink);
  } finally {
    await packer.flush();
  }
  for (const [first, ...copies] of groups.values()) for (const copy of copies) row(copy).set(row(first!));
  return { values, n: samples.length, d, failed: failed.sort((a, b) => a.index - b.index) };
}

const cacheKey = ({ sha256: model, taps, preprocessing }: Backbone, mirror: boolean): string => {
  // Paths differ between machines and folders; the files they name are covered by the backbone's own hash.
  const settings = JSON.stringify([FEATURES_REVISION, taps, preprocessing, mirror], (key, value) =>
    key.endsWith('Path') ? undefined : value,
  );
  return `${model.slice(0, 16)}-${sha256(settings).slice(0, 16)}`;
};

/** Content key → indices of the samples with that content. */
function groupByContent(samples: readonly FeatureSample[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, sample] of samples.entries()) {
    const key = 'text' in sample ? sha256(sample.text) : sample.hash;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

async function embedMissing(
  { backbone, samples }: EmbedOptions,
  indices: readonly number[],
  mirror: boolean,
  sink: FeatureSink,
): Promise<void> {
  const { preprocessing } = backbone;
  const files = () =>
    indices.flatMap((index) => {
      const sample = samples[index]!;
      return 'path' in sample ? [{ index, path: sample.path }] : [];
    });
  switch (preprocessing.kind) {
    case 'image':
      return embedImages({ backbone, preprocessing, samples: files(), mirror, sink });
    case 'audio':
      return embedAudio({ backbone, preprocessing, samples: files(), sink });
    case 'text': {
      const texts = indices.flatMap((index) => {
        const sample = samples[index]!;
        return 'text' in sample ? [{ index, text: sample.text }] : [];
      });
      return embedTexts({ backbone, preprocessing, samples: texts, sink });
    }
  }
}

/** Collects vectors and writes them to the cache a pack at a time. */
function openPacker(cache: FeatureCache, d: number) {
  let keys: string[] = [];
  let values = new Float32Array(PACK_ROWS * d);
  const flush = async () => {
    const [fullKeys, fullValues] = [keys, values];
    keys = [];
    values = new Float32Array(PACK_ROWS * d);
    await cache.write(fullKeys, fullValues);
  };
  return {
    add: async (key: string, vector: Float32Array) => {
      values.set(vector, keys.length * d);
      keys.push(key);
      if (keys.length === PACK_ROWS) await flush();
    },
    flush,
  };
}
