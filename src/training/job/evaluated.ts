/** What every evaluation of a later file hands back, and the pieces that all kinds of data share for it. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf } from '../../child/messages.ts';
import type { DataKind } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import { type Chart, renderChart } from '../../report/charts/render-chart.ts';
import type { Report } from '../../report/report.ts';
import { dataWord } from '../../text/terms.ts';

export type Evaluated = ChildResultOf<'evaluated'>;

/** @returns entries relative to `folder`. */
export async function drawCharts(
  folder: string,
  charts: readonly [name: string, title: string, chart: Chart][],
): Promise<Report['files']> {
  await mkdir(join(folder, 'charts'), { recursive: true });
  const files: Report['files'] = [];
  for (const [name, title, chart] of charts) {
    const path = `charts/${name}.png`;
    await writeFile(join(folder, path), await renderChart(chart));
    files.push({ path, role: 'chart', title });
  }
  return files;
}

export const otherKind = (name: string, found: DataKind, wanted: DataKind): UserError =>
  new UserError('other-kind', { name, found: dataWord(found), wanted: dataWord(wanted) });
