/**
 * Texts → features. In: texts. Out: one vector a text, through the sink. Texts of like length share a batch, so that
 * little is computed on padding.
 */
import type { Backbone, TextPreprocessing } from '../../../backbones/backbone.ts';
import type { FeatureSink } from './feature-sink.ts';
import { openEncoder, tokenFeeds } from './open-encoder.ts';
import { openTrunk } from './trunk.ts';

const BATCH = 16;
/** Rows × tokens of a batch: what keeps attention's memory small for long texts. */
const BATCH_TOKENS = 2_048;

export interface TextSample {
  index: number;
  text: string;
}

interface TextFeatureOptions {
  backbone: Backbone;
  preprocessing: TextPreprocessing;
  samples: readonly TextSample[];
  sink: FeatureSink;
}

interface Row {
  index: number;
  ids: number[];
}

export async function embedTexts({ backbone, preprocessing, samples, sink }: TextFeatureOptions) {
  const encode = await openEncoder(preprocessing);
  const trunk = await openTrunk(backbone);
  try {
    const rows = samples.map(({ index, text }) => ({ index, ids: encode(text) }));
    for (const batch of batchesOf(rows)) {
      sink.signal?.throwIfAborted();
      const ids = batch.map((row) => row.ids);
      const lengths = ids.map((row) => row.length);
      const features = await trunk.run(await tokenFeeds(ids, preprocessing), batch.length, lengths);
      const d = features.length / batch.length;
      for (const [row, { index }] of batch.entries())
        await sink.done(index, features.subarray(row * d, (row + 1) * d));
    }
  } finally {
    await trunk.close();
  }
}

/** Shortest first. */
function batchesOf(rows: readonly Row[]): Row[][] {
  const sorted = [...rows].sort((a, b) => a.ids.length - b.ids.length || a.index - b.index);
  const batches: Row[][] = [];
  let batch: Row[] = [];
  for (const row of sorted) {
    const full = batch.length === BATCH || (batch.length + 1) * row.ids.length > BATCH_TOKENS;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
    }
    batch.push(row);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
