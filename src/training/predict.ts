/**
 * A `predict` task goes in: a text, a file with one sample or many, and the folder of a delivered model. Out come the
 * predictions, made as the kind of data that the model learnt from has it. Called by `child.ts`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChildResultOf, ChildTaskOf } from '../child/messages.ts';
import { DATA_KINDS, type DataKind } from '../datasets/dataset.ts';
import { PIPELINE_FILE } from './classifier/export/pipeline.ts';
import type { TaskOptions } from './job/kind.ts';
import { KINDS } from './kinds.ts';

export async function predict(
  task: ChildTaskOf<'predict'>,
  options: TaskOptions,
): Promise<ChildResultOf<'predicted'>> {
  return KINDS[await pipelineKind(task.artifactDir)].predict(task, options);
}

/** The kind of data a delivered model reads, from its `pipeline.json`. */
async function pipelineKind(artifactDir: string): Promise<DataKind> {
  const text = await readFile(join(artifactDir, PIPELINE_FILE), 'utf8');
  return z.object({ kind: z.enum(DATA_KINDS) }).parse(JSON.parse(text)).kind;
}
