/**
 * Candidates that were measured on the same samples before, in the work folder of the task: one that is asked again, beside a
 * new one, costs nothing. Used by: `measure-classes.ts`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../../hash.ts';

const storedSchema = z.object({
  id: z.string(),
  accuracy: z.number(),
  logme: z.number().nullable(),
  seconds: z.number(),
  /** 0 or 1 a sample, in base64. */
  correct: z.string(),
});

export interface MeasuredOne {
  id: string;
  /** 0–1. */
  accuracy: number;
  logme: number | null;
  seconds: number;
  /** 1 where the sample was predicted right, [n]. */
  correct: Uint8Array;
}

/** @param samples says which samples they are */
export function measuredBefore(folder: string, samples: string) {
  const pathOf = (id: string) => join(folder, `measured-${sha256(`${samples} ${id}`).slice(0, 16)}.json`);
  return {
    /** null: never measured, or what was kept cannot be read. */
    recall: async (id: string): Promise<MeasuredOne[] | null> => {
      try {
        const stored = z.array(storedSchema).parse(JSON.parse(await readFile(pathOf(id), 'utf8')));
        return stored.map((one) => ({
          ...one,
          correct: Uint8Array.from(Buffer.from(one.correct, 'base64')),
        }));
      } catch {
        return null;
      }
    },
    keep: async (id: string, measured: readonly MeasuredOne[]): Promise<void> => {
      const stored = measured.map(({ accuracy, logme, seconds, correct, id: own }) => ({
        ...{ id: own, accuracy, seconds, logme: Number.isFinite(logme) ? logme : null },
        correct: Buffer.from(correct).toString('base64'),
      }));
      await mkdir(folder, { recursive: true });
      await writeFile(pathOf(id), JSON.stringify(stored));
    },
  };
}
