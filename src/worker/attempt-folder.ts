/**
 * The folder of one attempt of a Run. In: the Run's work folder and the attempt's number. Out: a folder that holds the
 * checkpoints of the attempts before, here or stored by another machine; or the finished artifact of one whose upload was
 * interrupted. An attempt that was given up may still be at work in its own folder: nothing of two attempts mixes.
 */

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../storage/objects.ts';
import { fetchCheckpoints } from './checkpoints.ts';

export interface AttemptFolder {
  workDir: string;
  artifactDir: string;
  checkpointDir: string;
  /** The artifact is whole already: only its upload is left. */
  isTrained: boolean;
  markTrained(): Promise<void>;
}

interface Opening {
  runDir: string;
  number: number;
  runId: string;
  objects: ObjectStore;
}

export async function openAttempt({ runDir, number, runId, objects }: Opening): Promise<AttemptFolder> {
  const earlier = await earlierAttempts(runDir, number);
  const trained = earlier.find((folder) => existsSync(join(folder, 'trained')));
  if (trained) return describe(trained, true);
  const workDir = join(runDir, String(number));
  const checkpointDir = join(workDir, 'checkpoints');
  await mkdir(checkpointDir, { recursive: true });
  for (const folder of earlier)
    await cp(join(folder, 'checkpoints'), checkpointDir, { recursive: true, force: false }).catch(
      ignoreMissing,
    );
  await fetchCheckpoints(objects, runId, checkpointDir);
  for (const folder of earlier) await rm(folder, { recursive: true, force: true });
  return describe(workDir, false);
}

/** Newest first. */
async function earlierAttempts(runDir: string, number: number): Promise<string[]> {
  const names = await readdir(runDir).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name) && Number(name) < number)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => join(runDir, name));
}

const describe = (workDir: string, isTrained: boolean): AttemptFolder => ({
  workDir,
  artifactDir: join(workDir, 'artifact'),
  checkpointDir: join(workDir, 'checkpoints'),
  isTrained,
  markTrained: () => writeFile(join(workDir, 'trained'), ''),
});

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
