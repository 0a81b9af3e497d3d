/**
 * Sound files → features by a backbone that reads waveforms. In: paths. Out: one vector a clip, through the sink.
 * Clips differ in length, so each is a run of its own.
 */
import type { AudioPreprocessing, Backbone } from '../../../backbones/backbone.ts';
import { floatFeed } from '../../../engines/onnxruntime.ts';
import { UserError } from '../../../errors.ts';
import { readAudio } from './audio-samples.ts';
import type { FeatureSink } from './feature-sink.ts';
import { reasonOf } from './feature-sink.ts';
import { openTrunk } from './trunk.ts';

interface AudioFeatureOptions {
  backbone: Backbone;
  preprocessing: AudioPreprocessing;
  samples: readonly { index: number; path: string }[];
  sink: FeatureSink;
}

/** @throws UserError `audio-frontend` for a backbone that does not read waveforms */
export async function embedAudio({ backbone, preprocessing, samples, sink }: AudioFeatureOptions) {
  if (preprocessing.frontend !== 'waveform')
    throw new UserError('audio-frontend', { id: backbone.id, frontend: preprocessing.frontend });
  const trunk = await openTrunk(backbone);
  try {
    for (const { index, path } of samples) {
      sink.signal?.throwIfAborted();
      let clip: Float32Array;
      try {
        clip = (await readAudio(path, preprocessing.rate)).samples;
      } catch (error) {
        await sink.failed(index, reasonOf(error));
        continue;
      }
      const feeds = { [trunk.inputNames[0] ?? '']: await floatFeed(clip, [1, clip.length]) };
      await sink.done(index, await trunk.run(feeds, 1));
    }
  } finally {
    await trunk.close();
  }
}
