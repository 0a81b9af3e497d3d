/** Suspects go in; `suspects.csv` and, for images, the gallery `charts/suspects.png` come out in the artifact folder. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderGallery } from '../../../report/charts/render-chart.ts';
import { type GalleryItem, suspectsChart } from '../../../report/charts/suspects.ts';
import type { Report } from '../../../report/report.ts';
import type { ReportWords } from '../../../text/words.ts';
import { csvCell } from '../../job/predictions-csv.ts';
import { makeThumbnail } from '../features/pictures/thumbnail.ts';
import type { Samples } from '../samples.ts';
import type { Suspect } from './find-suspects.ts';

/** Pictures in the gallery. */
const SHOWN = 20;
/** Characters of a text in the table. */
const EXCERPT = 200;

/** @returns entries for `Report.files`; none without suspects */
export async function writeSuspects(
  suspects: readonly Suspect[],
  samples: Samples,
  { folder, words }: { folder: string; words: ReportWords },
): Promise<Report['files']> {
  if (suspects.length === 0) return [];
  await writeFile(join(folder, 'suspects.csv'), suspectsCsv(suspects, samples));
  const table = { path: 'suspects.csv', role: 'table' as const, title: 'Labels that look wrong' };
  if (samples.kind !== 'image') return [table];
  await mkdir(join(folder, 'charts'), { recursive: true });
  const path = 'charts/suspects.png';
  const chart = suspectsChart(await galleryOf(suspects.slice(0, SHOWN), samples), words);
  await writeFile(join(folder, path), await renderGallery(chart));
  return [{ path, role: 'chart', title: 'Labels that look wrong' }, table];
}

function suspectsCsv(suspects: readonly Suspect[], samples: Samples): string {
  const isText = samples.kind === 'text';
  const head = [isText ? 'row' : 'file', 'given', 'suggested', 'confidence', 'given_probability'];
  const lines = suspects.map(({ sample, given, suggested, confidence, givenProbability }) => [
    csvCell(samples.ids[sample]!),
    csvCell(samples.classes[given]!),
    csvCell(samples.classes[suggested]!),
    confidence.toFixed(4),
    givenProbability.toFixed(4),
    ...(isText ? [csvCell([...samples.texts[sample]!].slice(0, EXCERPT).join(''))] : []),
  ]);
  return `${[isText ? [...head, 'text'] : head, ...lines].map((cells) => cells.join(',')).join('\n')}\n`;
}

async function galleryOf(suspects: readonly Suspect[], samples: Samples): Promise<GalleryItem[]> {
  const items: GalleryItem[] = [];
  for (const { sample, given, suggested, confidence } of suspects)
    items.push({
      id: samples.ids[sample]!,
      given: samples.classes[given]!,
      suggested: samples.classes[suggested]!,
      confidence,
      picture: await makeThumbnail(samples.files[sample]!.path),
    });
  return items;
}
