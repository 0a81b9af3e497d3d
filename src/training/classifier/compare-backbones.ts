/**
 * A Run with `model:auto` and its samples go in; which pretrained model to use comes out, by the ridge probe on samples of
 * train + validation, as `/recommend` measures: all on few samples, then the better half on more (successive halving). What is
 * embedded here is cached and used again. Null where there is nothing to choose from or too little time; then the default
 * is taken. Next: `train-classifier.ts` loads it.
 */

import { classificationRecipe as recipe } from '../../../knowledge/recipes/classification.ts';
import type { Backbone } from '../../backbones/backbone.ts';
import { loadBackbone } from '../../backbones/load-backbone.ts';
import type { RunSpec } from '../../child/run-spec.ts';
import { isUserError } from '../../errors.ts';
import { compareMeasured, measureCandidate } from '../../probe/index.ts';
import type { Measured } from '../../probe/measure-candidate.ts';
import type { Trial } from '../../report/report.ts';
import { type Note, note } from '../../text/notes.ts';
import { listed } from '../../text/terms.ts';
import { timeLimit } from '../../time-limit.ts';
import { AUTO_BACKBONES } from './backbone-choice.ts';
import { embedAll } from './classifier-features.ts';
import { drawStratified, onlySamples } from './draw-samples.ts';
import type { Samples } from './samples.ts';
import type { ClassifierJob } from './stage.ts';

export interface ComparedBackbones {
  /** Id of the Backbone to use. */
  chosen: string;
  /** For the Report: how it was chosen. */
  notes: Note[];
  trials: Trial[];
}

type Named = Measured & { id: string; name: string };

export async function compareBackbones(
  job: ClassifierJob,
  samples: Samples,
): Promise<ComparedBackbones | null> {
  const { spec } = job.task;
  const { leastBudget, least, most, share } = recipe.compareBackbones;
  const candidates = spec.candidates ?? AUTO_BACKBONES[samples.kind] ?? [];
  if (spec.model !== 'auto' || spec.budgetSeconds < leastBudget || samples.pool.length < least) return null;
  if (candidates.length < 2) return null;
  const pool = onlySamples(samples, samples.pool);
  const draw = (count: number) => onlySamples(pool, drawStratified(pool, count, spec.seed));
  const signal = timeLimit(spec.budgetSeconds * share * 1_000, job.signal);
  job.progress.begin('Comparing pretrained models', 0.08);
  const few = draw(most);
  const first = await measureEach(job, candidates, { samples: few, signal });
  if (first.length < 2) return null;
  const better = first
    .toSorted((a, b) => b.accuracy - a.accuracy || b.logme - a.logme)
    .slice(0, Math.max(2, Math.ceil(first.length / 2)));
  const more = draw(most * MORE);
  const again =
    first.length > 3 && more.labels.length > few.labels.length
      ? await measureEach(
          job,
          better.map(({ id }) => id),
          { samples: more, signal },
        )
      : [];
  // The second round counts where it came to its end.
  const last = again.length === better.length ? { measured: again, n: more.labels.length } : null;
  return decide(candidates, { first, ...(last ?? { measured: first, n: few.labels.length }) }, spec);
}

/** The better half is measured on so many times the samples. */
const MORE = 3;

interface Round {
  samples: Samples;
  signal: AbortSignal;
}

/** Those that time allows, and that can be read. */
async function measureEach(job: ClassifierJob, ids: readonly string[], round: Round): Promise<Named[]> {
  const measured: Named[] = [];
  for (const id of ids)
    try {
      round.signal.throwIfAborted();
      measured.push(await measureOne(job, { id, ...round }));
    } catch (error) {
      job.signal.throwIfAborted();
      if (round.signal.aborted) break;
      if (!isUserError(error)) throw error;
    }
  return measured;
}

async function measureOne(
  { task, progress }: ClassifierJob,
  { id, samples, signal }: Round & { id: string },
): Promise<Named> {
  const { cacheDir } = task.folders;
  const start = performance.now();
  const backbone: Backbone = await loadBackbone(id, { cacheDir, kind: samples.kind });
  const features = await embedAll(backbone, { samples, cacheDir, signal, onProgress: progress.advance });
  const judge = { seed: task.spec.seed, groups: samples.groups };
  const measured = measureCandidate(features, samples.labels, judge);
  return { ...measured, id, name: backbone.name, seconds: (performance.now() - start) / 1_000 };
}

interface Rounds {
  first: readonly Named[];
  /** Of the last round, on `n` samples. */
  measured: readonly Named[];
  n: number;
}

/** The first in the ranking's order stays unless another is better by more than the standard error of the paired difference. */
function decide(
  candidates: readonly string[],
  { first: round, measured: last, n }: Rounds,
  { notFetched = [] }: Pick<RunSpec, 'notFetched'>,
): ComparedBackbones {
  const measured = last.toSorted((a, b) => candidates.indexOf(a.id) - candidates.indexOf(b.id));
  const compared = compareMeasured(measured);
  const best = compared.find(({ difference }) => difference === null)!;
  const [first] = compared;
  const apart = first!.difference;
  const tied = apart === null || -apart.mean <= apart.standardError;
  const chosen = tied ? first! : best;
  const figures = measured.map(({ name, accuracy }) => `${name} ${(100 * accuracy).toFixed(1)} %`).join(', ');
  const left = candidates.length - round.length;
  return {
    chosen: chosen.id,
    notes: [
      note(tied && best !== first ? 'backbones-compared-tied' : 'backbones-compared', {
        count: n,
        figures,
        model: { phrase: chosen.name },
      }),
      ...(left > 0 ? [note('backbones-time-ended', { count: left })] : []),
      ...(notFetched.length > 0 ? [note('backbones-not-fetched', { models: listed(notFetched, 6) })] : []),
    ],
    trials: candidates.map((id): Trial => {
      const again = measured.find((candidate) => candidate.id === id);
      const one = again ?? round.find((candidate) => candidate.id === id);
      return {
        id,
        stage: 'backbone',
        settings: { backbone: one?.name ?? id },
        rung: again && again !== round.find((candidate) => candidate.id === id) ? 2 : 1,
        epochs: null,
        validationScore: one?.accuracy ?? null,
        logLoss: null,
        seconds: one?.seconds ?? 0,
        outcome: one ? (id === chosen.id ? 'chosen' : 'dropped') : 'out-of-time',
      };
    }),
  };
}
