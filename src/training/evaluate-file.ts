/**
 * An `evaluate` task goes in: a delivered model and a labelled file that came later. Out come its figures on that file,
 * judged as the kind of data that the Run learnt from has it. Called by `child.ts`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildTaskOf } from '../child/messages.ts';
import { finiteMeasures } from '../report/finite.ts';
import { reportSchema } from '../report/report.ts';
import type { Evaluated } from './job/evaluated.ts';
import type { TaskOptions } from './job/kind.ts';
import { KINDS } from './kinds.ts';

/** @throws UserError `kind-not-evaluated`, `other-kind`, and those of the kind */
export async function evaluateFile(task: ChildTaskOf<'evaluate'>, options: TaskOptions): Promise<Evaluated> {
  const report = reportSchema.parse(
    JSON.parse(await readFile(join(task.artifactDir, 'report.json'), 'utf8')),
  );
  await mkdir(task.folders.workDir, { recursive: true });
  const evaluated = await KINDS[report.kind].evaluate(task, report, options);
  return { ...evaluated, measures: finiteMeasures(evaluated.measures) };
}
