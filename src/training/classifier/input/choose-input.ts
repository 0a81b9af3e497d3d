/**
 * A Backbone for pictures goes in; the same comes out, fed in the way that suits the data best: the scaling of its pixels
 * where its files do not say it, and how pictures of many shapes are fitted into its square. Each is judged by the ridge
 * probe on a sub-sample of train + validation, as much as a share of the budget has room for; what is embedded here is
 * cached and used again. Next: everything that reads pictures does so by the Backbone's preprocessing.
 */
import { classificationRecipe as recipe } from '../../../../knowledge/recipes/classification.ts';
import { type Backbone, type ImagePreprocessing, PICTURE_FITS } from '../../../backbones/backbone.ts';
import { USUAL_NORMALISATIONS } from '../../../backbones/from-onnx/image-preprocessing.ts';
import { compareMeasured, measureCandidate } from '../../../probe/index.ts';
import type { Measured } from '../../../probe/measure-candidate.ts';
import { type Note, note } from '../../../text/notes.ts';
import { fitWord, scalingWord } from '../../../text/terms.ts';
import { timeLimit } from '../../../time-limit.ts';
import { embedAll } from '../classifier-features.ts';
import { drawStratified, onlySamples } from '../draw-samples.ts';
import { readSides } from '../features/pictures/image-pixels.ts';
import type { Samples } from '../samples.ts';
import type { ClassifierJob } from '../stage.ts';

export interface ChosenInput {
  backbone: Backbone;
  /** How it was chosen, for the Report. */
  notes: Note[];
}

type Scaling = keyof typeof USUAL_NORMALISATIONS;

/** A Backbone for pictures and what may be asked of it. */
interface Judge {
  job: ClassifierJob;
  samples: Samples;
  backbone: Backbone & { preprocessing: ImagePreprocessing };
  signal: AbortSignal;
}

/** Pictures whose time to be embedded is taken, and whose shape is looked at. */
const TIMED = 16;
const LOOKED_AT = 100;
/** Of the time that is left, what embedding is planned to take. */
const PLANNED = 0.8;

export async function chooseInput(
  job: ClassifierJob,
  samples: Samples,
  backbone: Backbone,
): Promise<ChosenInput> {
  const { preprocessing } = backbone;
  const pool = onlySamples(samples, samples.pool);
  if (preprocessing.kind !== 'image' || pool.labels.length < recipe.input.least)
    return { backbone, notes: [] };
  const scalings = backbone.normalisationAssumed === true;
  const fits = await areOfManyShapes(pool, job.task.spec.seed);
  if (!scalings && !fits) return { backbone, notes: [] };
  job.progress.begin('Comparing ways to feed the pretrained model', 0.08);
  const signal = timeLimit(recipe.input.share * job.task.spec.budgetSeconds * 1_000, job.signal);
  try {
    const judge = await planComparison(
      { job, samples: pool, backbone: { ...backbone, preprocessing }, signal },
      [...(scalings ? Object.keys(USUAL_NORMALISATIONS) : []), ...(fits ? PICTURE_FITS : [])].length,
    );
    if (judge === null)
      return { backbone, notes: [note('input-no-time', { model: { phrase: backbone.name } })] };
    const scaled = scalings ? await chooseScaling(judge) : { backbone: judge.backbone, notes: [] };
    const fitted = fits ? await chooseFit({ ...judge, backbone: scaled.backbone }) : { ...scaled, notes: [] };
    return { backbone: fitted.backbone, notes: [...scaled.notes, ...fitted.notes] };
  } catch (error) {
    if (!signal.aborted || job.signal.aborted) throw error;
    return { backbone, notes: [note('input-no-time', { model: { phrase: backbone.name } })] };
  }
}

/** Whether a crop of the middle would leave out much of the pictures. */
async function areOfManyShapes(pool: Samples, seed: number): Promise<boolean> {
  const rows = drawStratified(pool, LOOKED_AT, seed);
  const sides = await Promise.all(Array.from(rows, (row) => readSides(pool.files[row]!.path)));
  const known = sides.filter((one) => one !== undefined);
  const kept = known.reduce(
    (sum, { width, height }) => sum + Math.min(width, height) / Math.max(width, height),
    0,
  );
  return known.length > 0 && kept / known.length < recipe.input.squareness;
}

/** With as many samples as there is time for, by the time a few take; null where those would be too few. */
async function planComparison(judge: Judge, ways: number): Promise<Judge | null> {
  const { job, samples } = judge;
  const { least, most, share } = recipe.input;
  const { seed, budgetSeconds } = job.task.spec;
  const draw = (limit: number) => onlySamples(samples, drawStratified(samples, limit, seed));
  // The first opens the network.
  await embed({ ...judge, samples: onlySamples(samples, Int32Array.of(0)) });
  const start = performance.now();
  const few = draw(TIMED);
  await embed({ ...judge, samples: few });
  const each = (performance.now() - start) / 1_000 / few.labels.length;
  const fitting = Math.floor((PLANNED * share * budgetSeconds) / (ways * each));
  return fitting < least ? null : { ...judge, samples: draw(Math.min(most, fitting)) };
}

const embed = ({ job, samples, backbone, signal }: Judge) =>
  embedAll(backbone, {
    samples,
    cacheDir: job.task.folders.cacheDir,
    signal,
    onProgress: job.progress.advance,
  });

/** Accuracy of the probe by way, in percent, and the best of them. */
async function compare<Id extends string>(
  judge: Judge,
  ways: readonly { id: Id; change: Partial<ImagePreprocessing> }[],
) {
  const measured: (Measured & { id: Id; backbone: Judge['backbone'] })[] = [];
  for (const { id, change } of ways) {
    const backbone = changed(judge.backbone, change);
    const features = await embed({ ...judge, backbone });
    const { labels, groups } = judge.samples;
    measured.push({
      id,
      backbone,
      ...measureCandidate(features, labels, { seed: judge.job.task.spec.seed, groups }),
    });
  }
  const best = compareMeasured(measured).find(({ difference }) => difference === null)!;
  const percent = (id: Id) => (100 * measured.find((one) => one.id === id)!.accuracy).toFixed(1);
  return { best, percent, count: judge.samples.labels.length };
}

const changed = (backbone: Judge['backbone'], change: Partial<ImagePreprocessing>): Judge['backbone'] => ({
  ...backbone,
  preprocessing: { ...backbone.preprocessing, ...change },
});

async function chooseScaling(judge: Judge): Promise<ChosenInput & Pick<Judge, 'backbone'>> {
  const change = (id: Scaling) => ({ id, change: USUAL_NORMALISATIONS[id] });
  const ways = [change('imagenet'), change('plus-minus-one'), change('zero-to-one'), change('bytes')];
  const { best, percent, count } = await compare(judge, ways);
  const { name, preprocessing, notes = [] } = judge.backbone;
  return {
    backbone: {
      ...best.backbone,
      normalisationAssumed: false,
      // What was assumed is known better now.
      notes: notes.filter(({ code }) => code !== 'image-input-assumed' && code !== 'image-input-open'),
    },
    notes: [
      note('scalings-compared', {
        model: { phrase: name },
        size: preprocessing.size,
        count,
        imagenet: percent('imagenet'),
        signed: percent('plus-minus-one'),
        unit: percent('zero-to-one'),
        bytes: percent('bytes'),
        scaling: scalingWord(best.id),
      }),
    ],
  };
}

async function chooseFit(judge: Judge): Promise<ChosenInput> {
  const own = judge.backbone.preprocessing.fit ?? 'crop';
  // Features that the model's own way has given are found in the cache.
  const ways = PICTURE_FITS.map((fit) => ({ id: fit, change: fit === own ? {} : { fit } }));
  const { best, percent, count } = await compare(judge, ways);
  return {
    backbone: best.backbone,
    notes: [
      note('fits-compared', {
        count,
        crop: percent('crop'),
        squash: percent('squash'),
        pad: percent('pad'),
        fit: fitWord(best.id),
      }),
    ],
  };
}
