/**
 * The list of a repository's files → those that are fetched. Named, never guessed: the ONNX file in full precision, or
 * weights from which `architectures/` builds the graph, and the configuration beside it. Next: `fetch-model.ts`.
 */

import type { DataKind } from '../datasets/dataset.ts';
import { UserError } from '../errors.ts';
import { dataWord } from '../text/terms.ts';

export interface HubFile {
  path: string;
  size: number;
  /** SHA-256 of a file in large-file storage, else git's SHA-1 of the blob. */
  checksum: { algorithm: 'sha256' | 'git'; hex: string };
}

/** The tower of a model that reads several kinds of data. */
const TOWERS: Partial<Record<DataKind, string>> = {
  image: 'onnx/vision_model.onnx',
  text: 'onnx/text_model.onnx',
  audio: 'onnx/audio_model.onnx',
};
/** Best first; an encoder is preferred to its decoder. */
const MODELS = ['onnx/model.onnx', 'model.onnx', 'onnx/encoder_model.onnx', 'onnx/decoder_model.onnx'];
/** What a text generator needs besides. */
const GENERATION = ['generation_config.json', 'special_tokens_map.json'];
/** A merged decoder has an `If` inside, through which nothing is trained: it comes last, to be refused by name. */
const DECODERS = [
  'onnx/model.onnx',
  'model.onnx',
  'onnx/decoder_model.onnx',
  'onnx/decoder_model_merged.onnx',
];
/** Weights from which a graph is built where there is no ONNX file, best first. */
const WEIGHTS = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
];
/** Long ones are in shards, which an index names. */
const SHARDS: Readonly<Record<string, RegExp>> = {
  'model.safetensors.index.json': /^model-\d{5}-of-\d{5}\.safetensors$/,
  'pytorch_model.bin.index.json': /^pytorch_model-\d{5}-of-\d{5}\.bin$/,
};
/** How text becomes tokens: sets of files, each whole on its own. */
const TOKENIZERS = [
  ['tokenizer.json'],
  ['vocab.txt'],
  ['vocab.json', 'merges.txt'],
  ['spiece.model'],
  ['sentencepiece.bpe.model'],
  ['spm.model'],
  ['tokenizer.model'],
] as const;
const CONFIGS = [
  'config.json',
  'preprocessor_config.json',
  ...TOKENIZERS.flat(),
  'tokenizer_config.json',
  'special_tokens_map.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
];

export interface ChosenFiles {
  /** The ONNX file, or where the weights are found. */
  model: string;
  /** The configuration first: by it an architecture is refused before gigabytes are fetched. */
  files: HubFile[];
}

/**
 * @param weightsFirst as `knowledge/architectures.ts` says of the architecture
 * @throws UserError `hub-no-onnx`, `hub-other-onnx`, `hub-file-missing`
 */
export function chooseFiles(
  name: string,
  listed: readonly HubFile[],
  { kind, weightsFirst }: { kind: DataKind; weightsFirst: boolean },
): ChosenFiles {
  const has = (path: string) => listed.some((file) => file.path === path);
  const model = candidatesFor(kind, weightsFirst).find(has);
  if (model === undefined) throw noOnnx(name, listed);
  const missing = ['config.json'].filter((path) => !has(path));
  const tokens = kind === 'text' || kind === 'prose';
  if (tokens && !TOKENIZERS.some((set) => set.every(has))) missing.push('tokenizer.json');
  if (missing.length > 0)
    throw new UserError('hub-file-missing', { model: name, missing, kind: dataWord(kind) });
  // Weights above 2 GB, and some smaller ones, are in a second file.
  const wanted = new Set([
    model,
    `${model}_data`,
    `${model}.data`,
    ...CONFIGS,
    ...(kind === 'prose' ? GENERATION : []),
  ]);
  const chosen = listed.filter(({ path }) => wanted.has(path) || SHARDS[model]?.test(path));
  const isConfig = ({ path }: HubFile) => Number(path !== 'config.json');
  return { model, files: chosen.toSorted((a, b) => isConfig(a) - isConfig(b)) };
}

/** Where the model may be, best first. */
function candidatesFor(kind: DataKind, weightsFirst: boolean): readonly string[] {
  // What is fed to a forecaster is known of those that are built here only.
  if (kind === 'series') return WEIGHTS;
  const onnx = kind === 'prose' ? DECODERS : [TOWERS[kind] ?? '', ...MODELS];
  return weightsFirst ? [...WEIGHTS, ...onnx] : [...onnx, ...WEIGHTS];
}

/** Models in forms that are not read, which are named. */
const OTHER_MODELS = /\.(onnx|gguf|h5|msgpack|ckpt|pth?|bin|safetensors|tflite)$/;

function noOnnx(name: string, listed: readonly HubFile[]): UserError {
  const found = listed.map(({ path }) => path).filter((path) => OTHER_MODELS.test(path));
  return found.length > 0
    ? new UserError('hub-other-onnx', { model: name, found: found.slice(0, 4) })
    : new UserError('hub-no-onnx', { model: name });
}
