/**
 * A written model → its variants in fewer bits, the smallest that is as good on the test part, and what both cost to run.
 * In: the model's file and how its kind of data judges a file. Out: the Delivery of the Report; files of accepted variants
 * beside the model. The caller names the delivered one in `pipeline.json`. Pure rules stand in `as-good.ts`.
 *
 * Weights alone are stored in fewer bits, so nothing is fitted to data here: the test part only says yes or no.
 */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feeds } from '../../engines/graph-session.ts';
import { compactModel, type Precision } from '../../onnx/compact/compact-model.ts';
import { fileShelf } from '../../onnx/compact/shelf.ts';
import { writeModel } from '../../onnx/file/mapped-model.ts';
import { readModelFile } from '../../onnx/file/model-file.ts';
import type { Delivery, Variant } from '../../report/delivery.ts';
import { isAsGood, type Judged, type Measure } from './as-good.ts';
import { measureCost } from './measure-cost.ts';

/** What Discord takes where nobody boosts the server: a model of more is delivered in its compact form. */
const SENDABLE_BYTES = 10 * 2 ** 20;
/** A variant that saves less is not worth a second file. */
const LARGEST_SHARE = 0.9;

/** As transformers.js looks for them by `dtype: q8 | q4 | fp16`. */
const SUFFIXES: Record<Precision, string> = { int8: 'quantized', int4: 'q4', fp16: 'fp16' };
const variantPath = (path: string, precision: Precision): string =>
  path.replace(/\.onnx$/, `_${SUFFIXES[precision]}.onnx`);

export interface Offer {
  artifactDir: string;
  /** For weights on their way. */
  workDir: string;
  /** Of the full model, in the artifact folder. */
  modelPath: string;
  measure: Measure;
  /** What the full model gave for the samples that variants are judged on. */
  full: Judged;
  judge: (path: string) => Promise<Judged>;
  /** Of one sample. */
  feeds: Feeds | null;
  /** Until the Run must be over; without it there is time for all. */
  secondsLeft?: () => number;
  signal: AbortSignal;
  /** More is delivered in compact form. */
  sendableBytes?: number;
}

export async function offerCompact(offer: Offer): Promise<Delivery> {
  const { modelPath, measure, full, artifactDir, sendableBytes = SENDABLE_BYTES } = offer;
  const whole: Variant = {
    id: 'full',
    path: modelPath,
    bytes: await bytesOf(artifactDir, modelPath),
    figure: full.figure,
    cost: await costOf(offer, modelPath),
  };
  const tried: Variant[] = [];
  const hurried = (offer.secondsLeft?.() ?? LEAST_SECONDS) < LEAST_SECONDS && whole.bytes <= sendableBytes;
  for (const variant of hurried ? [] : await writeVariants(offer, whole.bytes)) {
    const accepted = tried.some(({ path }) => path !== null);
    tried.push(accepted ? await dropped(offer, variant) : await tryVariant(offer, variant));
  }
  const compact = tried.find(({ path }) => path !== null) ?? null;
  const delivered = compact && whole.bytes > sendableBytes ? compact : whole;
  return {
    figureName: measure.name,
    better: measure.better,
    samples: full.samples.length,
    variants: [whole, ...tried.filter(({ figure }) => figure !== null)],
    delivered: delivered.id,
    compact: compact?.id ?? null,
  };
}

/** Smallest first. Four bits only where eight are too many to be sent and four are not. */
async function writeVariants(offer: Offer, fullBytes: number): Promise<Variant[]> {
  const { sendableBytes = SENDABLE_BYTES } = offer;
  const variants: Variant[] = [];
  const add = async (precision: Precision) => {
    const variant = await write(offer, precision);
    const worthWhile = variant.bytes <= LARGEST_SHARE * fullBytes;
    if (worthWhile) variants.push(variant);
    else await dropped(offer, variant);
    return worthWhile;
  };
  const [eight] = (await add('int8')) ? variants : [];
  if (eight && eight.bytes > sendableBytes) {
    await add('int4');
    const four = variants.find(({ id }) => id === 'int4');
    if (four && four.bytes > sendableBytes)
      variants.splice(variants.indexOf(four), 1, await dropped(offer, four));
  }
  await add('fp16');
  return variants.filter(({ path }) => path !== null).sort((a, b) => a.bytes - b.bytes);
}

async function write({ artifactDir, workDir, modelPath }: Offer, precision: Precision): Promise<Variant> {
  const path = variantPath(modelPath, precision);
  const shelf = join(workDir, `codes-${precision}.bin`);
  try {
    const model = await readModelFile(join(artifactDir, modelPath));
    await writeModel(join(artifactDir, path), compactModel(model, precision, fileShelf(shelf)));
  } finally {
    await rm(shelf, { force: true });
  }
  return { id: precision, path, bytes: await bytesOf(artifactDir, path), figure: null, cost: null };
}

async function tryVariant(offer: Offer, variant: Variant): Promise<Variant> {
  offer.signal.throwIfAborted();
  const judged = await offer.judge(variant.path!);
  const scored = { ...variant, figure: judged.figure };
  if (!isAsGood(offer.full, judged, offer.measure)) return dropped(offer, scored);
  return { ...scored, cost: await costOf(offer, variant.path!) };
}

async function dropped({ artifactDir }: Offer, variant: Variant): Promise<Variant> {
  const path = join(artifactDir, variant.path!);
  await rm(path, { force: true });
  await rm(`${path}_data`, { force: true });
  return { ...variant, path: null };
}

async function bytesOf(artifactDir: string, path: string): Promise<number> {
  const sizes = [path, `${path}_data`].map((name) =>
    stat(join(artifactDir, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** With less left than this nothing is timed, and what can be sent as it is gets no smaller form. */
const LEAST_SECONDS = 8;
/** Of what is left, the share that timing one file may take, twice. */
const TIMING_SHARE = 0.05;

const costOf = async ({ artifactDir, feeds, signal, secondsLeft }: Offer, path: string) => {
  const limitMs = secondsLeft && 1_000 * TIMING_SHARE * secondsLeft();
  if (secondsLeft && secondsLeft() < LEAST_SECONDS) return null;
  return feeds && measureCost({ path: join(artifactDir, path), feeds, limitMs }, signal);
};
