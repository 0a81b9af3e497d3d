/** What a person has to know before they rely on a forecast. Called by `series-report.ts`. */

import type { SeriesDataset } from '../../../datasets/dataset.ts';
import { type Note, note } from '../../../text/notes.ts';
import { term } from '../../../text/term.ts';
import { listed } from '../../../text/terms.ts';
import { validationSteps } from '../backtest/windows.ts';
import type { TrainedSeries } from '../train-series.ts';
import { findRegimeChanges } from './regime-change.ts';

export const seriesWarnings = (trained: TrainedSeries, dataset: SeriesDataset): Note[] => [
  ...regimeWarnings(trained, dataset),
  ...windowWarnings(trained),
];

/** Series that are named in a warning. */
const NAMED = 3;

function regimeWarnings({ data }: TrainedSeries, dataset: SeriesDataset): Note[] {
  const changes = findRegimeChanges(data.filled, data);
  if (changes.length === 0) return [];
  const named = changes.map(({ series, kind }) =>
    term(kind === 'level' ? 'note.level-jumped' : 'note.swings-more', { name: dataset.series[series]!.id }),
  );
  return [note('regime-change', { steps: changes[0]!.steps, names: listed(named, NAMED) })];
}

function windowWarnings({ origins, data, entries, leftOut }: TrainedSeries): Note[] {
  const warnings: Note[] = [];
  if (leftOut.length > 0)
    warnings.push(note('methods-left-out', { names: leftOut.map((phrase) => ({ phrase })) }));
  if (origins.short.length > 0) warnings.push(note('series-not-judged', { count: origins.short.length }));
  const apart = Math.floor(validationSteps(origins) / data.horizon);
  if (apart < 4) warnings.push(note('few-windows', { count: apart }));
  if (!entries.some(({ id }) => id === 'mstl-ets') && data.period > 1)
    warnings.push(note('no-decomposition'));
  return warnings;
}
