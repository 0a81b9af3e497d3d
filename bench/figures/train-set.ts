/** One data file → a trained model, through the same child process that the worker uses. Out: its Report. */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runChild } from '../../src/child/run-child.ts';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import type { DataKind } from '../../src/datasets/dataset.ts';
import { createLogger } from '../../src/log.ts';
import { type Report, reportSchema } from '../../src/report/report.ts';

export const SEED = 1;
export const CHILD_LIMITS = { memoryMiB: 4_096, deadlineMs: 1_800_000, log: createLogger('silent') };

export const localFile = (path: string) => ({ path, name: basename(path) });

export interface SetRun {
  dataset: string;
  /** Scored once, at the end; null: the trainer holds out its own part. */
  test: string | null;
  kind: DataKind;
  model: string;
  /** A model of one's own, which `model` does not name then. */
  modelFile?: string | null;
  budgetSeconds: number;
  horizon: number | null;
  /** Artifact and work folders go below it. */
  folder: string;
  cacheDir: string;
}

/** @throws UserError as the person would see it */
export async function trainSet(run: SetRun): Promise<Report> {
  const artifactDir = join(run.folder, 'artifact');
  mkdirSync(run.folder, { recursive: true });
  const key = { key: 'k', name: basename(run.dataset), bytes: 1, sha256: '0' };
  const { kind, model, budgetSeconds, horizon } = run;
  await runChild(
    {
      kind: 'train',
      folders: { workDir: join(run.folder, 'work'), cacheDir: run.cacheDir },
      runId: 'BENCH001',
      spec: runSpecSchema.parse({
        dataset: key,
        kind,
        model,
        budgetSeconds,
        seed: SEED,
        horizon,
        modelFile: run.modelFile ? key : null,
      }),
      dataset: localFile(run.dataset),
      test: run.test ? localFile(run.test) : null,
      modelFile: run.modelFile ? localFile(run.modelFile) : null,
      artifactDir,
    },
    CHILD_LIMITS,
  );
  return reportSchema.parse(JSON.parse(readFileSync(join(artifactDir, 'report.json'), 'utf8')));
}
