/**
 * A `service-report` task goes in, a filled artifact folder comes out: report.json, charts, card and a table of answers, no
 * model. The tuned model's answers stand beside the model without transfer, fitted here, on the same samples. Called by `perform.ts`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChildTaskOf } from '../../child/messages.ts';
import { renderModelCard } from '../../report/model-card.ts';
import { reportSchema } from '../../report/report.ts';
import { writeCharts } from '../../report/write-charts.ts';
import type { TaskOptions } from '../job/kind.ts';
import { writePredictionsCsv } from '../job/predictions-csv.ts';
import { startProgress } from '../job/progress.ts';
import { wordsOf } from '../job/words-of.ts';
import { fitBaseline } from './baseline.ts';
import { classOfAnswer, drawQuestions } from './examples.ts';
import { openLabelledTexts } from './open-labelled-texts.ts';
import { type Asked, serviceReport } from './service-report.ts';
import { serviceUsage } from './usage.ts';

const answersSchema = z.array(z.string().nullable());
const TABLE = 'asked-samples.csv';

export async function reportService(
  task: ChildTaskOf<'service-report'>,
  { emit, signal }: TaskOptions,
): Promise<void> {
  const progress = startProgress(emit);
  progress.begin('Training the model without transfer', 0.98);
  const { dataset, samples } = await openLabelledTexts(task);
  const answers = answersSchema.parse(JSON.parse(await readFile(task.answersPath, 'utf8')));
  const asked: Asked[] = drawQuestions(samples, task.seed).map(({ row, part }, place) => {
    const answer = answers[place] ?? null;
    return { row, part, answer, predicted: answer === null ? -1 : classOfAnswer(answer, samples.classes) };
  });
  const baseline = await fitBaseline(samples, { seed: task.seed, signal, rows: asked.map(({ row }) => row) });
  const report = serviceReport(task, { dataset, samples, asked, baseline });

  progress.begin('Drawing the charts', 1);
  const { artifactDir } = task;
  await mkdir(artifactDir, { recursive: true });
  if (report.service?.asked) {
    const rows = asked.filter(({ part, answer }) => part === 'test' && answer !== null);
    const table = rows.map(({ row, answer }) => ({
      id: samples.ids[row]!,
      prediction: answer ?? '',
      confidence: null,
      probabilities: [],
    }));
    await writePredictionsCsv(join(artifactDir, TABLE), 'row', [], table);
    report.files.push({ path: TABLE, role: 'table', title: 'Answers of the tuned model' });
  }
  report.files.push(...(await writeCharts(report, artifactDir, wordsOf(task))));
  report.files.push({ path: 'README.md', role: 'card', title: 'Model card' });
  await writeFile(
    join(artifactDir, 'README.md'),
    renderModelCard(report, serviceUsage(task.service), wordsOf(task)),
  );
  await writeFile(join(artifactDir, 'report.json'), JSON.stringify(reportSchema.parse(report), null, 1));
}
