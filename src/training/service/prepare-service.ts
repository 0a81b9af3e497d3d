/**
 * A `service-prepare` task goes in; `train.jsonl` and `validation.jsonl` come out, with the questions for the tuned model, and an
 * estimate of the tokens. The test part leaves only as questions, after the job. Called by `perform.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf } from '../../child/messages.ts';
import { countTokens } from './count-tokens.ts';
import { drawQuestions, exampleLine } from './examples.ts';
import { openLabelledTexts } from './open-labelled-texts.ts';

export async function prepareService(
  task: ChildTaskOf<'service-prepare'>,
): Promise<ChildResultOf<'service-prepared'>> {
  const { samples } = await openLabelledTexts(task);
  const linesOf = (rows: Int32Array) => Array.from(rows, (row) => exampleLine(samples, row));
  const lines = { train: linesOf(samples.train), validation: linesOf(samples.validation) };
  const questions = drawQuestions(samples, task.seed);
  await mkdir(task.outDir, { recursive: true });
  for (const part of ['train', 'validation'] as const)
    await writeFile(join(task.outDir, `${part}.jsonl`), `${lines[part].join('\n')}\n`);
  await writeFile(
    join(task.outDir, 'questions.json'),
    JSON.stringify(questions.map(({ messages }) => messages)),
  );
  return {
    kind: 'service-prepared',
    samples: { train: lines.train.length, validation: lines.validation.length, asked: questions.length },
    tokens: { train: await countTokens(lines.train), validation: await countTokens(lines.validation) },
  };
}
