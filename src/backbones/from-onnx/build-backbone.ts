/**
 * An ONNX file of unknown make → the files of a Backbone. In: the file, the folder of its configuration. Out: an ONNX
 * model whose one output is `backbone_features` [n, d], pooled inside the graph (of pictures from several places), and the description. A classifier that it came
 * with is not behind the features, so it is gone. Next: `load-backbone.ts` writes the files and describes them.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { isHeavy, storeWeights, writeMappedModel } from '../../onnx/file/mapped-model.ts';
import { readModelFile, writeModelFile } from '../../onnx/file/model-file.ts';
import { appendFeatures, FEATURES } from '../../onnx/head.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { prepareModel } from '../../onnx/prepare.ts';
import { storedNotesSchema } from '../../text/notes.ts';
import { type Backbone, PICTURE_FITS } from '../backbone.ts';
import { readTokenizer } from '../tokenizers/read-tokenizer.ts';
import { audioPreprocessing, withNormalisedWaveform } from './audio-preprocessing.ts';
import { type ModelConfigs, readConfigs } from './configs.ts';
import { findFeatures, measure } from './find-features.ts';
import {
  type FedKind,
  type GraphInput,
  graphInputs,
  kindOfInputs,
  withOpenBatch,
  withoutPast,
} from './graph-inputs.ts';
import { type Described, imagePreprocessing } from './image-preprocessing.ts';
import { middleTaps } from './middle-taps.ts';
import { textPreprocessing } from './text-preprocessing.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const optionalName = z.string().nullable();

/** `backbone.json`. Paths are names in the folder. */
export const descriptionSchema = z.object({
  name: z.string(),
  licence: z.string(),
  preprocessing: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('image'),
      size: z.number(),
      cropShare: z.number(),
      fit: z.enum(PICTURE_FITS).optional(),
      layout: z.enum(['nchw', 'nhwc']),
      scale: z.number(),
      mean: triple,
      deviation: triple,
      interpolation: z.enum(['bilinear', 'bicubic']),
    }),
    z.object({
      kind: z.literal('text'),
      tokenizerPath: z.string(),
      tokenizerConfigPath: optionalName,
      maxTokens: z.number(),
      inputs: z.object({ ids: z.string(), mask: optionalName, types: optionalName, positions: optionalName }),
    }),
    z.object({
      kind: z.literal('audio'),
      rate: z.number(),
      frontend: z.enum(['waveform', 'speech-embedding', 'log-mel', 'whisper']),
      parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    }),
  ]),
  taps: z.array(z.object({ output: z.string(), dim: z.number(), pooling: z.literal('none') })),
  notes: storedNotesSchema,
  normalisationAssumed: z.boolean().default(false),
});
export type Description = z.infer<typeof descriptionSchema>;

export interface BuildOptions {
  /** Long weights may stay in files; what has to be written anew goes to `weightsPath`. */
  openModel: (weightsPath: string) => Promise<OnnxModel>;
  /** Where config.json, the tokenizer and so on are; null when there are none. */
  configDir: string | null;
  name: string;
  licence: string;
}

/** Counted up when the way the files are built changes. */
export const BUILD_REVISION = 7;

/** Long weights, beside `model.onnx`, from where sessions map them. */
const WEIGHTS_FILE = 'weights.bin';

/**
 * Writes `model.onnx` into the folder, where it has many weights with WEIGHTS_FILE, and returns the other files.
 * @throws UserError `onnx-…`, `tokenizer-missing`, and those of each step
 */
export async function buildBackbone(
  options: BuildOptions,
  folder: string,
): Promise<Record<string, Uint8Array | string>> {
  const configs = await readConfigs(options.configDir);
  const opened = await options.openModel(join(folder, WEIGHTS_FILE));
  const model = withoutPast(withOpenBatch(prepareModel(opened)));
  const inputs = graphInputs(model);
  const kind = kindOfInputs(inputs);
  const tokenizer = kind === 'text' ? await tokenizerFiles(options) : {};
  const { preprocessing, notes, normalisationAssumed = false } = describeInputs(inputs, kind, configs);
  const fed = kind === 'audio' ? withNormalisedWaveform(model, configs) : model;
  const tap = await findFeatures({ model: fed, kind, configs, preprocessing, workDir: folder });
  // The last features come first.
  const below = kind === 'image' ? await middleTaps(fed, tap, { workDir: folder }) : [];
  const pooled = appendFeatures(fed, [tap, ...below]);
  const [, dim = 0] = await measure({ model: pooled, preprocessing, workDir: folder }, FEATURES);
  const description: Description = {
    name: options.name,
    licence: options.licence,
    preprocessing,
    taps: [{ output: OUTPUT, dim, pooling: 'none' }],
    notes,
    normalisationAssumed,
  };
  const built = withOwnNames(pooled);
  if (isHeavy(built)) await writeMappedModel(folder, 'model.onnx', built);
  else {
    await writeModelFile(join(folder, 'model.onnx'), built);
    await rm(join(folder, WEIGHTS_FILE), { force: true });
  }
  return {
    'backbone.json': JSON.stringify(descriptionSchema.parse(description)),
    ...tokenizer,
  };
}

/** For `openModel`: an ONNX file, whose many weights are put where sessions can map them. */
export const openOnnx =
  (path: string): BuildOptions['openModel'] =>
  async (weightsPath) => {
    const model = await readModelFile(path);
    return isHeavy(model) ? await storeWeights(model, weightsPath) : model;
  };

/** The one output of a built model. */
const OUTPUT = 'backbone_features';

/** The names of the pooling nodes are free for a head that is put on top of the built model. */
function withOwnNames(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const rename = (name: string) =>
    name === FEATURES ? OUTPUT : /^tap\d+\//.test(name) ? `backbone/${name}` : name;
  const named = <T extends { name: string }>(item: T): T => ({ ...item, name: rename(item.name) });
  return {
    ...model,
    graph: {
      ...graph,
      node: graph.node.map((item) => ({
        ...named(item),
        input: item.input.map(rename),
        output: item.output.map(rename),
      })),
      initializer: graph.initializer.map(named),
      output: graph.output.map(named),
    },
  };
}

const TOKENIZER = 'tokenizer.json';
const TOKENIZER_CONFIG = 'tokenizer_config.json';

function describeInputs(
  inputs: readonly GraphInput[],
  kind: FedKind,
  configs: ModelConfigs,
): Described<Backbone['preprocessing']> {
  switch (kind) {
    case 'image':
      return imagePreprocessing(inputs[0]?.dims ?? [], configs);
    case 'audio':
      return audioPreprocessing(configs);
    case 'text': {
      const files = { tokenizerPath: TOKENIZER, tokenizerConfigPath: TOKENIZER_CONFIG };
      return { preprocessing: textPreprocessing(inputs, configs, files), notes: [] };
    }
  }
}

async function tokenizerFiles({ configDir, name }: BuildOptions): Promise<Record<string, string>> {
  const files = configDir === null ? null : await readTokenizer(configDir);
  if (files === null) throw new UserError('tokenizer-missing', { name });
  return { [TOKENIZER]: files.tokenizer, [TOKENIZER_CONFIG]: files.config };
}
