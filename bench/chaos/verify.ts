/**
 * What became of the acknowledged Runs. In: a Stage that has settled. Out: counts; *lost* are Runs that are not over or not
 * reported; `failed` by code; artifacts whose objects are not what their manifest says, or mix two attempts.
 */
import { createHash } from 'node:crypto';
import { readManifest } from '../../src/storage/artifact.ts';
import type { Stage } from './stage.ts';

export interface Counts {
  acknowledged: number;
  succeeded: number;
  lost: number;
  reportedTwice: number;
  failed: Record<string, number>;
  damaged: number;
  mixed: number;
  deaths: Record<string, number>;
}

export async function verify(stage: Stage, isSmallTrainer = true): Promise<Counts> {
  const { acknowledged, removed, reports, runs, objects } = stage;
  const counts: Counts = {
    acknowledged: acknowledged.length,
    succeeded: 0,
    lost: 0,
    reportedTwice: 0,
    failed: {},
    damaged: 0,
    mixed: 0,
    deaths: tally(stage.deaths()),
  };
  for (const id of acknowledged) {
    const told = reports.get(id)?.size ?? 0;
    if (told > 1) counts.reportedTwice += 1;
    if (removed.has(id)) continue;
    const run = await runs.get(id);
    if (run === null || told === 0) counts.lost += 1;
    if (run?.state === 'failed') counts.failed[run.failure.code] = (counts.failed[run.failure.code] ?? 0) + 1;
    if (run?.state !== 'succeeded') continue;
    counts.succeeded += 1;
    const manifest = await readManifest(objects, run.artifactKey);
    const marks = new Set<string>();
    for (const [name, { sha256 }] of Object.entries(manifest)) {
      const bytes = Buffer.from(await objects.getBytes(run.artifactKey + name));
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) counts.damaged += 1;
      if (!name.endsWith('.json')) marks.add(bytes.toString('latin1').split('\n')[0] ?? '');
    }
    if (isSmallTrainer && marks.size !== 1) counts.mixed += 1;
  }
  return counts;
}

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};
