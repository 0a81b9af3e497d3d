/**
 * `preprocessor_config.json` and the graph's own input → ImagePreprocessing. Sizes that the graph fixes win. Where the
 * model says nothing, ImageNet's customs are assumed and named.
 */
import { UserError } from '../../errors.ts';
import type { Dim } from '../../onnx/model.ts';
import { type Note, note } from '../../text/notes.ts';
import type { ImagePreprocessing, Normalisation } from '../backbone.ts';
import type { ModelConfigs } from './configs.ts';

/** Of ImageNet's training images, RGB in [0, 1]; https://pytorch.org/vision/stable/models.html. */
const IMAGENET = {
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const satisfies Normalisation;

/** What networks for pictures are commonly fed with. */
export const USUAL_NORMALISATIONS = {
  imagenet: IMAGENET,
  'plus-minus-one': { scale: 1 / 255, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] },
  'zero-to-one': { scale: 1 / 255, mean: [0, 0, 0], deviation: [1, 1, 1] },
  bytes: { scale: 1, mean: [0, 0, 0], deviation: [1, 1, 1] },
} as const satisfies Record<string, Normalisation>;
const DEFAULT_SIDE = 224;
/** PIL's numbers: https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters. */
const BICUBIC = [1, 3];
/** From this side on, ConvNeXt's processor resizes without a crop. */
const NO_CROP_SIDE = 384;

export interface Described<T> {
  preprocessing: T;
  /** What was assumed, for the person; empty when the model's files say it all. */
  notes: Note[];
  /** The model's files do not say what its pixels are scaled to. */
  normalisationAssumed?: boolean;
}

/**
 * @param dims of the pixel input: [n, 3, h, w] or [n, h, w, 3], open where not a number
 * @throws UserError `image-input`
 */
export function imagePreprocessing(
  dims: readonly Dim[],
  { config, preprocessor }: ModelConfigs,
): Described<ImagePreprocessing> {
  const layout = dims[1] === 3 || dims[3] !== 3 ? 'nchw' : 'nhwc';
  const [height, width] = layout === 'nchw' ? [dims[2], dims[3]] : [dims[1], dims[2]];
  if (typeof height === 'number' && typeof width === 'number' && height !== width)
    throw new UserError('image-input', { width, height });
  const fixed = [height, width].find((dim) => typeof dim === 'number' && dim > 0);
  const { side, ...fitting } = sizesOf({ config, preprocessor });
  const size = typeof fixed === 'number' ? fixed : (side ?? DEFAULT_SIDE);
  const notes = preprocessor ? [] : assumptions(size, typeof fixed === 'number');
  const normalised = preprocessor?.do_normalize !== false;
  const rescale = preprocessor?.rescale_factor ?? IMAGENET.scale;
  return {
    preprocessing: {
      kind: 'image',
      size,
      ...fitting,
      layout,
      scale: preprocessor?.do_rescale === false ? 1 : rescale,
      mean: normalised ? (preprocessor?.image_mean ?? IMAGENET.mean) : [0, 0, 0],
      deviation: normalised ? (preprocessor?.image_std ?? IMAGENET.deviation) : [1, 1, 1],
      interpolation: BICUBIC.includes(preprocessor?.resample ?? 2) ? 'bicubic' : 'bilinear',
    },
    notes,
    normalisationAssumed: normalised && preprocessor?.image_mean === undefined,
  };
}

const assumptions = (size: number, fixed: boolean): Note[] => [
  note(fixed ? 'image-input-assumed' : 'image-input-open', { size }),
];

type Size = NonNullable<NonNullable<ModelConfigs['preprocessor']>['size']>;
const sideOf = (size: Size | undefined): number | undefined =>
  typeof size === 'object' ? ('shortest_edge' in size ? size.shortest_edge : size.height) : size;

/** Side of the square that reaches the model, and how a picture is fitted into it. */
function sizesOf({ config, preprocessor }: Pick<ModelConfigs, 'config' | 'preprocessor'>): Pick<
  ImagePreprocessing,
  'cropShare' | 'fit'
> & {
  side: number | undefined;
} {
  const own = Array.isArray(config.image_size) ? config.image_size[0] : config.image_size;
  const resized = sideOf(preprocessor?.size);
  const crop = sideOf(preprocessor?.crop_size);
  if (preprocessor?.do_center_crop === true && crop !== undefined && resized !== undefined)
    return { side: Math.min(crop, resized), cropShare: Math.min(1, crop / resized) };
  const share = preprocessor?.crop_pct;
  if (typeof share === 'number' && resized !== undefined && resized < NO_CROP_SIDE)
    return { side: resized, cropShare: share };
  // A height and a width, and no crop: each side is resized by itself.
  const squashed = typeof preprocessor?.size === 'object' && 'height' in preprocessor.size;
  return { side: resized ?? own, cropShare: 1, ...(squashed && { fit: 'squash' }) };
}
