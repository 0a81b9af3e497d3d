/**
 * What a contender has achieved is stored in the work folder, so that a Run that is started again does not try it
 * again. The key says what the result depends on; a file with another key, or a damaged one, is ignored.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../hash.ts';
import { trialSchema } from '../../report/report.ts';
import type { Scored } from '../classifier/contenders/contender.ts';

const curvePointSchema = z.object({
  epoch: z.number(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  trainScore: z.number().nullable(),
  validationScore: z.number(),
});

const checkpointSchema = z.object({
  key: z.string(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  classCount: z.number().int().positive(),
  /** Little-endian float64, base64. */
  logProbabilities: z.base64(),
  seconds: z.number(),
  /** Settings that were tried for it. */
  trials: z.array(trialSchema),
  /** Its learning curve, where it has one. */
  points: z.array(curvePointSchema),
});

export interface Stored extends Scored, Pick<z.infer<typeof checkpointSchema>, 'trials' | 'points'> {
  seconds: number;
}

export interface Checkpoints {
  load(id: string): Promise<Stored | null>;
  save(id: string, result: Stored): Promise<void>;
}

/** @param dependencies everything that a stored result depends on; JSON-serialisable */
export function openCheckpoints(workDir: string, dependencies: unknown): Checkpoints {
  const folder = join(workDir, 'checkpoints');
  const key = sha256(JSON.stringify(dependencies));
  const pathOf = (id: string) => join(folder, `${id.replaceAll(/[^\w+-]/g, '_')}.json`);
  return {
    async load(id) {
      const text = await readFile(pathOf(id), 'utf8').catch(() => null);
      const parsed = checkpointSchema.safeParse(text === null ? null : parseJson(text));
      if (!parsed.success || parsed.data.key !== key) return null;
      const bytes = Buffer.from(parsed.data.logProbabilities, 'base64');
      const logProbabilities = new Float64Array(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      );
      const { classCount, hyperparameters, seconds, trials, points } = parsed.data;
      const predictions = { n: logProbabilities.length / classCount, classCount, logProbabilities };
      return { hyperparameters, predictions, seconds, trials, points };
    },
    async save(id, { predictions, ...rest }) {
      await mkdir(folder, { recursive: true });
      const { buffer, byteOffset, byteLength } = predictions.logProbabilities;
      const logProbabilities = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
      const { classCount } = predictions;
      const stored = { key, classCount, logProbabilities, ...rest };
      await writeFile(`${pathOf(id)}.part`, JSON.stringify(stored));
      await rename(`${pathOf(id)}.part`, pathOf(id));
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
