/**
 * A written model → its variants in fewer bits, the smallest that is as good on the test part, and what both cost to run.
 * In: the model's file and how its kind of data judges a file. Out: the Delivery of the Report; files of accepted variants
 * beside the model. The caller names the delivered one in `pipeline.json`. Pure rules stand in `as-good.ts`.
 *
 * Weights alone are stored in fewer bits, so nothing is fitted to data here: the test part only says yes or no.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feeds } from '../../engines/graph-session.ts';
import { compactModel, type Precision } from '../../onnx/compact/compact-model.ts';
import { fileShelf } from '../../onnx/compact/shelf.ts';
import { writeModel } from '../../onnx/file/mapped-model.ts';
import { readModelFile } from '../../onnx/file/model-file.ts';
import type { Cost, Delivery, Variant, VariantId } from '../../report/delivery.ts';
import { isAsGood, type Judged, type Measure } from './as-good.ts';
import { measureCost } from './measure-cost.ts';

/** What Discord takes where nobody boosts the server: the page of a Run, and 4 bits where 8 are more. */
const SENDABLE_BYTES = 10 * 2 ** 20;
/** Of it, what a page has for its model: the page holds it as text, four characters for three bytes, beside its own code. */
const PAGE_SHARE = 0.7;
/** A variant that saves less is not worth a second file. */
const LARGEST_SHARE = 0.9;

/** As transformers.js looks for them by `dtype: q8 | q4 | fp16`. */
const SUFFIXES: Record<Precision, string> = { int8: 'quantized', int4: 'q4', fp16: 'fp16' };
export const variantPath = (path: string, precision: Precision): string =>
  path.replace(/\.onnx$/, `_${SUFFIXES[precision]}.onnx`);

interface DeliveredGraph {
  path: string;
  /** Of one sample; null: what it costs to run is not measured. */
  feeds: Feeds | null;
}

export interface Offer {
  artifactDir: string;
  /** For weights on their way. */
  workDir: string;
  /** The networks of the full model, in the artifact folder; most models have one. */
  graphs: readonly [DeliveredGraph, ...DeliveredGraph[]];
  measure: Measure;
  /** What the full model gave for the samples that variants are judged on. */
  full: Judged;
  /** @param path of the first network's variant */
  judge: (path: string, precision: Precision) => Promise<Judged>;
  /** Until the Run must be over; without it there is time for all. */
  secondsLeft?: () => number;
  signal: AbortSignal;
  /** What a person's server takes; a model that a page of this size cannot hold is delivered in compact form. */
  sendableBytes?: number;
}

export async function offerCompact(offer: Offer): Promise<Delivery> {
  const { measure, full, sendableBytes = SENDABLE_BYTES } = offer;
  const fullLimit = PAGE_SHARE * sendableBytes;
  const whole = {
    ...(await asWritten(offer, 'full')),
    figure: full.figure,
    cost: await costOf(offer, 'full'),
  };
  const tried: Variant[] = [];
  const hurried = (offer.secondsLeft?.() ?? LEAST_SECONDS) < LEAST_SECONDS && whole.bytes <= fullLimit;
  for (const variant of hurried ? [] : await writeVariants(offer, whole.bytes)) {
    const accepted = tried.some(({ path }) => path !== null);
    tried.push(accepted ? await dropped(offer, variant) : await tryVariant(offer, variant));
  }
  const compact = tried.find(({ path }) => path !== null) ?? null;
  const delivered = compact && whole.bytes > fullLimit ? compact : whole;
  return {
    figureName: measure.name,
    better: measure.better,
    samples: full.samples.length,
    variants: [whole, ...tried.filter(({ figure }) => figure !== null)],
    delivered: delivered.id,
    compact: compact?.id ?? null,
  };
}

type Written = Variant & { id: Precision };

/** Smallest first. Four bits only where eight are too many to be sent and four are not. */
async function writeVariants(offer: Offer, fullBytes: number): Promise<Written[]> {
  const { sendableBytes = SENDABLE_BYTES } = offer;
  const variants: Written[] = [];
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

async function write(offer: Offer, precision: Precision): Promise<Written> {
  for (const { path } of offer.graphs) await writeVariant(offer, path, precision);
  return { ...(await asWritten(offer, precision)), id: precision };
}

/** Writes a model of the artifact folder in fewer bits beside it. */
export async function writeVariant(
  { artifactDir, workDir }: Pick<Offer, 'artifactDir' | 'workDir'>,
  path: string,
  precision: Precision,
): Promise<void> {
  await mkdir(workDir, { recursive: true });
  const shelf = join(workDir, `codes-${precision}.bin`);
  try {
    const model = await readModelFile(join(artifactDir, path));
    const compact = compactModel(model, precision, fileShelf(shelf));
    await writeModel(join(artifactDir, variantPath(path, precision)), compact);
  } finally {
    await rm(shelf, { force: true });
  }
}

const pathsOf = ({ graphs }: Offer, id: VariantId): string[] =>
  graphs.map(({ path }) => (id === 'full' ? path : variantPath(path, id)));

/** As it was written: not scored yet. */
async function asWritten(offer: Offer, id: VariantId): Promise<Variant> {
  const [path, ...others] = pathsOf(offer, id);
  const sizes = await Promise.all(
    pathsOf(offer, id)
      .flatMap(withWeights)
      .map((name) => bytesOf(join(offer.artifactDir, name))),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { id, path: path!, others, bytes, figure: null, cost: null };
}

/** Weights may stand in a file beside the graph. */
const withWeights = (path: string): string[] => [path, `${path}_data`];

async function tryVariant(offer: Offer, variant: Written): Promise<Variant> {
  offer.signal.throwIfAborted();
  const judged = await offer.judge(variant.path!, variant.id);
  const scored = { ...variant, figure: judged.figure };
  if (!isAsGood(offer.full, judged, offer.measure)) return dropped(offer, scored);
  return { ...scored, cost: await costOf(offer, variant.id) };
}

async function dropped<V extends Variant>({ artifactDir }: Offer, variant: V): Promise<V> {
  for (const name of [variant.path!, ...variant.others].flatMap(withWeights))
    await rm(join(artifactDir, name), { force: true });
  return { ...variant, path: null, others: [] };
}

const bytesOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** With less left than this nothing is timed, and what can be sent as it is gets no smaller form. */
const LEAST_SECONDS = 8;
/** Of what is left, the share that timing one file may take, twice. */
const TIMING_SHARE = 0.05;

async function costOf(offer: Offer, id: VariantId): Promise<Cost | null> {
  const { artifactDir, graphs, secondsLeft, signal } = offer;
  const limitMs = secondsLeft && (1_000 * TIMING_SHARE * secondsLeft()) / graphs.length;
  if (secondsLeft && secondsLeft() < LEAST_SECONDS) return null;
  const timed = pathsOf(offer, id).flatMap((path, i) => {
    const { feeds } = graphs[i]!;
    return feeds === null ? [] : [{ path: join(artifactDir, path), feeds }];
  });
  return timed.length < graphs.length ? null : measureCost({ graphs: timed, limitMs }, signal);
}
