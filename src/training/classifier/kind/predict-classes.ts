/**
 * A delivered classifier + a text, a file with one sample or many → the prediction of every sample, as a list and, for a
 * file, as a CSV in the file's order.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf, Prediction } from '../../../child/messages.ts';
import { type Inputs, openInputs } from '../../../datasets/open-inputs.ts';
import { UserError } from '../../../errors.ts';
import { mediaWords } from '../../../text/terms.ts';
import type { TaskOptions } from '../../job/kind.ts';
import { writePredictionsCsv } from '../../job/predictions-csv.ts';
import { startProgress } from '../../job/progress.ts';
import { type OpenPipeline, openPipeline, type PipelineInput } from '../export/run-pipeline.ts';

/** Predictions in the answer itself; all of them are in the CSV. */
const SHOWN = 100;

/** @throws UserErrors `nothing-to-predict`, `text-for-other-kind`, and those of opening the file */
export async function predictClasses(
  task: ChildTaskOf<'predict'>,
  options: TaskOptions,
): Promise<ChildResultOf<'predicted'>> {
  const opened = await openPipeline(task.artifactDir);
  try {
    const inputs = await gatherInputs(task, opened);
    const progress = startProgress(options.emit);
    progress.begin('Predicting', 1);
    const answers = await opened.predict(inputs.items.map(inputOf), {
      signal: options.signal,
      onProgress: (done, total) => progress.advance(done / total),
    });
    const { classes } = opened.pipeline;
    const predictions: Prediction[] = [];
    const skipped = [...inputs.skipped];
    answers.forEach((answer, i) => {
      const { id } = inputs.items[i]!;
      if ('reason' in answer) skipped.push({ id, reason: answer.reason });
      else predictions.push(predictionOf(id, answer, classes));
    });
    const csvPath = task.file ? join(task.folders.workDir, 'predictions.csv') : null;
    if (csvPath) {
      await mkdir(task.folders.workDir, { recursive: true });
      await writePredictionsCsv(csvPath, inputs.column, classes, predictions);
    }
    const shown = predictions.slice(0, SHOWN);
    return { kind: 'predicted', classes, predictions: shown, count: predictions.length, csvPath, skipped };
  } finally {
    await opened.close();
  }
}

async function gatherInputs(task: ChildTaskOf<'predict'>, { pipeline }: OpenPipeline): Promise<Inputs> {
  if (task.file)
    return openInputs(task.file, {
      workDir: join(task.folders.workDir, 'inputs'),
      kind: pipeline.kind,
      textColumn: pipeline.textColumns,
    });
  const text = task.text?.trim() ?? '';
  if (text === '') throw new UserError('nothing-to-predict');
  if (pipeline.kind !== 'text')
    throw new UserError('text-for-other-kind', { wanted: mediaWords(pipeline.kind) });
  return { items: [{ id: '1', text }], column: 'row', skipped: [] };
}

const inputOf = (item: Inputs['items'][number]): PipelineInput =>
  'text' in item ? { text: item.text } : { path: item.path };

function predictionOf(id: string, answer: Float32Array, classes: readonly string[]): Prediction {
  const probabilities = Array.from(answer);
  const confidence = Math.max(...probabilities);
  return { id, prediction: classes[probabilities.indexOf(confidence)]!, confidence, probabilities };
}
