/**
 * A Backbone of simple image features, written to the cache as an ONNX file: it reads the same pixels as a pretrained
 * Backbone would (so that both fit into one exported file), or a default size when there is none. Next:
 * `features/embed.ts` runs it like any other.
 */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backbone, ImagePreprocessing } from '../../../backbones/backbone.ts';
import { sha256 } from '../../../hash.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../../onnx/model.ts';
import { buildSimpleImageGraph, type GraphPart } from './image-graph.ts';

/** The input's name; the Hub's convention. */
const PIXEL_VALUE = 'pixel_values';

const SIMPLE_IMAGE_ID = 'simple-image-features';

const DEFAULT_PREPROCESSING: ImagePreprocessing = {
  kind: 'image',
  size: 144,
  cropShare: 1,
  layout: 'nchw',
  scale: 1 / 255,
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
  interpolation: 'bilinear',
};

/**
 * The graph from the pixels of `preprocessing` (as its layout and scaling give them) to simple features.
 * @param input name of the pixel value
 */
function simpleImagePart(
  input: string,
  preprocessing: ImagePreprocessing,
  pixelSide: number,
  prefix: string,
): GraphPart {
  const { mean, deviation, layout, scale } = preprocessing;
  const colour = `${prefix}colour`;
  // value = (pixel · scale − mean) / deviation, so pixel / 255 = value · deviation/(255 · scale) + mean/(255 · scale).
  const range = 1 / (255 * scale);
  const nodes = [
    ...(layout === 'nhwc' ? [node('Transpose', [input], [`${prefix}nchw`], { perm: [0, 3, 1, 2] })] : []),
    node('Mul', [layout === 'nhwc' ? `${prefix}nchw` : input, `${prefix}spread`], [`${prefix}spreaded`]),
    node('Add', [`${prefix}spreaded`, `${prefix}centre`], [colour]),
  ];
  const part = buildSimpleImageGraph(colour, preprocessing.size, pixelSide, prefix);
  return {
    nodes: [...nodes, ...part.nodes],
    initializers: [
      floatTensor(
        `${prefix}spread`,
        [1, 3, 1, 1],
        deviation.map((value) => value * range),
      ),
      floatTensor(
        `${prefix}centre`,
        [1, 3, 1, 1],
        mean.map((value) => value * range),
      ),
      ...part.initializers,
    ],
    outputs: part.outputs,
  };
}

/** @param like preprocessing of the pretrained Backbone of the same run, if any */
export async function makeSimpleImageBackbone(options: {
  cacheDir: string;
  like: ImagePreprocessing | null;
  pixelSide: number;
}): Promise<Backbone> {
  const preprocessing = options.like ?? DEFAULT_PREPROCESSING;
  const { size, layout } = preprocessing;
  // Models of tiny pictures have no more pixels than their own.
  const pixelSide = Math.min(options.pixelSide, size);
  const part = simpleImagePart(PIXEL_VALUE, preprocessing, pixelSide, '');
  const taps = Object.values(part.outputs);
  const shape = layout === 'nhwc' ? ['n', size, size, 3] : ['n', 3, size, size];
  const bytes = encodeModel(
    buildModel({
      nodes: part.nodes,
      initializers: part.initializers,
      inputs: [valueInfo(PIXEL_VALUE, DataType.FLOAT, shape)],
      outputs: taps.map(({ name, dim }) => valueInfo(name, DataType.FLOAT, ['n', dim])),
    }),
  );
  const hash = sha256(bytes);
  const folder = join(options.cacheDir, 'simple');
  const onnxPath = join(folder, `${hash.slice(0, 16)}.onnx`);
  await mkdir(folder, { recursive: true });
  const temporary = `${onnxPath}.${process.pid}`;
  await writeFile(temporary, bytes);
  await rename(temporary, onnxPath);
  return {
    id: SIMPLE_IMAGE_ID,
    name: 'Oriented gradients and colours',
    licence: 'MIT',
    source: 'made by this project',
    onnxPath,
    sha256: hash,
    preprocessing,
    taps: taps.map(({ name, dim }) => ({ output: name, dim, pooling: 'none' })),
    languages: [],
  };
}
