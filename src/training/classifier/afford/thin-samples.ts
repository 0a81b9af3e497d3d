/**
 * Samples and the networks that will read them go in; the samples that the budget has time to read come out, the same
 * share of every class in every part: all of them where it suffices. What reading costs is known from a timed piece.
 * Next: `train-classifier.ts` embeds them.
 */
import type { Backbone } from '../../../backbones/backbone.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import { type Note, note } from '../../../text/notes.ts';
import { embedAll } from '../classifier-features.ts';
import { onlySamples, shareOfRows } from '../draw-samples.ts';
import type { Samples } from '../samples.ts';
import type { ClassifierJob } from '../stage.ts';
import { fitVectoriser, type VectoriserRecipe, vectorise } from '../text/vectoriser.ts';

/** Of what the core has left, for reading: the race, its fits and the test come after it. */
const READING_SHARE = 0.6;
/** Fewer samples than this for a class teach less than a network without them costs: it is then left out. */
const LEAST_PER_CLASS = 8;
/** Samples that are timed, after as many that warm up. */
const PIECE = 16;
/** Seconds that no file needs: few are not worth timing. */
const SLOW_FILE = 0.25;
const TEXTS = 300;

interface Thinned {
  samples: Samples;
  /** Whether there is time for the pretrained network. */
  withPretrained: boolean;
  said: Note[];
}

/** @param simple without pretraining: always needed */
export async function thinFiles(
  job: ClassifierJob,
  samples: Samples,
  { simple, pretrained }: { simple: Backbone; pretrained: Backbone | null },
): Promise<Thinned> {
  const all = samples.pool.length + samples.test.length;
  const time = READING_SHARE * job.budget.coreLeft();
  if (all * SLOW_FILE < time) return { samples, withPretrained: pretrained !== null, said: [] };
  const plain = await secondsOfFile(job, samples, simple);
  const own = pretrained ? await secondsOfFile(job, samples, pretrained) : 0;
  const seconds = READING_SHARE * job.budget.coreLeft();
  const enough = Math.min(all, LEAST_PER_CLASS * samples.classes.length);
  const both = seconds / Math.max(1e-9, plain + own);
  if (!pretrained || both >= enough)
    return { ...thin(job, samples, both), withPretrained: pretrained !== null };
  const thinned = thin(job, samples, Math.max(enough, seconds / plain));
  const said = tooSlowNote(pretrained.name, own * all, job.task.spec.budgetSeconds);
  return { ...thinned, withPretrained: false, said: [said, ...thinned.said] };
}

/** Terms are counted and weighted at a rate that a piece of the texts tells. */
export function thinTexts(job: ClassifierJob, samples: Samples, recipe: VectoriserRecipe): Thinned {
  const piece = drawPiece(samples, TEXTS, job.task.spec.seed);
  const texts = Array.from(piece, (row) => samples.texts[row]!);
  const start = performance.now();
  vectorise(fitVectoriser(texts, recipe), texts);
  const perText = (performance.now() - start) / 1_000 / Math.max(1, piece.length);
  // A third of the time: fitting on the terms takes the larger part.
  const seconds = (READING_SHARE / 2) * job.budget.coreLeft();
  return { ...thin(job, samples, seconds / perText), withPretrained: true };
}

/** In an order of its own, so that what a Run before this one kept in the cache says little. */
function drawPiece(samples: Samples, size: number, seed: number): Int32Array {
  const order = Int32Array.from([...samples.pool, ...samples.test]);
  shuffle(order, seededRandom(seed));
  return order.subarray(0, size);
}

async function secondsOfFile(
  { task, signal }: ClassifierJob,
  samples: Samples,
  backbone: Backbone,
): Promise<number> {
  const rows = drawPiece(samples, 2 * PIECE, Math.floor(performance.timeOrigin));
  let seconds = 0;
  for (const part of [rows.subarray(0, PIECE), rows.subarray(PIECE)]) {
    const start = performance.now();
    const options = { samples: onlySamples(samples, part), cacheDir: task.folders.cacheDir, signal };
    await embedAll(backbone, { ...options, onProgress: () => {} });
    if (part.length > 0) seconds = (performance.now() - start) / 1_000 / part.length;
  }
  return seconds;
}

/** Without parts: all of them. */
function thin(job: ClassifierJob, samples: Samples, count: number): Pick<Thinned, 'samples' | 'said'> {
  const all = samples.pool.length + samples.test.length;
  if (count >= all) return { samples, said: [] };
  const { seed, budgetSeconds } = job.task.spec;
  const share = count / all;
  const draw = (rows: Int32Array) => shareOfRows(samples, rows, { share, seed });
  const kept = keepRows(samples, {
    train: draw(samples.train),
    validation: draw(samples.validation),
    test: draw(samples.test),
  });
  return { samples: kept, said: [fewerNote(kept.labels.length, all, budgetSeconds)] };
}

type Parts = Pick<Samples, 'train' | 'validation' | 'test'>;

/** The given rows alone, renumbered, in their parts. */
function keepRows(samples: Samples, parts: Parts): Samples {
  const rows = Int32Array.from([...parts.train, ...parts.validation, ...parts.test]).sort();
  const placeOf = new Map(Array.from(rows, (row, i) => [row, i]));
  const places = (part: Int32Array) => part.map((row) => placeOf.get(row)!);
  const [train, validation, test] = [places(parts.train), places(parts.validation), places(parts.test)];
  return {
    ...onlySamples(samples, rows),
    groupNames: samples.groupNames && Array.from(rows, (row) => samples.groupNames![row]!),
    train,
    validation,
    test,
    pool: Int32Array.from([...train, ...validation]).sort(),
  };
}

const fewerNote = (count: number, total: number, budget: number): Note =>
  note('fewer-samples', { count, total, budget });

export function tooSlowNote(model: string, needed: number, budget: number): Note {
  const seconds = Math.round(needed);
  return note('features-too-slow', { model: { phrase: model }, seconds, budget });
}
