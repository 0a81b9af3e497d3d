/**
 * A Run with `model:auto` and its samples go in; which embedded Backbone to use comes out, by the ridge probe on a
 * sub-sample of train + validation, as `/recommend` measures. What is embedded here is cached and used again. Null where
 * there is nothing to choose from or too little time; then the default is taken. Next: `train-classifier.ts` loads it.
 */

import { classificationRecipe as recipe } from '../../../knowledge/recipes/classification.ts';
import type { Backbone } from '../../backbones/backbone.ts';
import { loadBackbone } from '../../backbones/load-backbone.ts';
import { compareMeasured, measureCandidate } from '../../probe/index.ts';
import type { Measured } from '../../probe/measure-candidate.ts';
import type { Trial } from '../../report/report.ts';
import { type Note, note } from '../../text/notes.ts';
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
  const candidates = AUTO_BACKBONES[samples.kind] ?? [];
  if (spec.model !== 'auto' || spec.budgetSeconds < leastBudget || samples.pool.length < least) return null;
  if (candidates.length < 2) return null;
  const pool = onlySamples(samples, samples.pool);
  const drawn = onlySamples(pool, drawStratified(pool, most, spec.seed));
  const signal = timeLimit(spec.budgetSeconds * share * 1_000, job.signal);
  const measured: Named[] = [];
  job.progress.begin('Comparing pretrained models', 0.08);
  for (const id of candidates) {
    try {
      signal.throwIfAborted();
      measured.push(await measureOne(job, { id, samples: drawn, signal }));
    } catch (error) {
      if (!signal.aborted || job.signal.aborted) throw error;
      break;
    }
  }
  return measured.length < 2 ? null : decide(candidates, measured, drawn.labels.length);
}

async function measureOne(
  { task, progress }: ClassifierJob,
  { id, samples, signal }: { id: string; samples: Samples; signal: AbortSignal },
): Promise<Named> {
  const { cacheDir } = task.folders;
  const start = performance.now();
  const backbone: Backbone = await loadBackbone(id, { cacheDir });
  const features = await embedAll(backbone, { samples, cacheDir, signal, onProgress: progress.advance });
  const judge = { seed: task.spec.seed, groups: samples.groups };
  const measured = measureCandidate(features, samples.labels, judge);
  return { ...measured, id, name: backbone.name, seconds: (performance.now() - start) / 1_000 };
}

/** The default stays unless another is better by more than the standard error of the paired difference. */
function decide(candidates: readonly string[], measured: readonly Named[], n: number): ComparedBackbones {
  const compared = compareMeasured(measured);
  const best = compared.find(({ difference }) => difference === null)!;
  const [first] = compared;
  const apart = first!.difference;
  const tied = apart === null || -apart.mean <= apart.standardError;
  const chosen = tied ? first! : best;
  const figures = measured.map(({ name, accuracy }) => `${name} ${(100 * accuracy).toFixed(1)} %`).join(', ');
  const left = candidates.length - measured.length;
  return {
    chosen: chosen.id,
    notes: [
      note(tied && best !== first ? 'backbones-compared-tied' : 'backbones-compared', {
        count: n,
        figures,
        model: { phrase: chosen.name },
      }),
      ...(left > 0 ? [note('backbones-time-ended', { count: left })] : []),
    ],
    trials: candidates.map((id): Trial => {
      const one = measured.find((candidate) => candidate.id === id);
      return {
        id,
        stage: 'backbone',
        settings: { backbone: one?.name ?? id },
        rung: 1,
        epochs: null,
        validationScore: one?.accuracy ?? null,
        logLoss: null,
        seconds: one?.seconds ?? 0,
        outcome: one ? (id === chosen.id ? 'chosen' : 'dropped') : 'out-of-time',
      };
    }),
  };
}
