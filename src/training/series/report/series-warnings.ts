/** What a person has to know before they rely on a forecast. Called by `series-report.ts`. */
import type { SeriesDataset } from '../../../datasets/dataset.ts';
import { type Note, note } from '../../../text/notes.ts';
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
  const named = changes.slice(0, NAMED).map(({ series, kind }) => {
    const what = kind === 'level' ? 'its level jumped' : 'it swings far more than before';
    return `"${dataset.series[series]!.id}" (${what})`;
  });
  const more = changes.length > NAMED ? ` and ${changes.length - NAMED} more` : '';
  const { steps } = changes[0]!;
  const ids = changes.slice(0, NAMED).map(({ series }) => `“${dataset.series[series]!.id}”`);
  return [
    note(
      'regime-change',
      `The last ${steps} steps do not continue what came before in ${named.join(', ')}${more}: the forecast and its intervals were learnt from another regime and may not hold.`,
      { steps, names: [...ids, ...(changes.length > NAMED ? ['…'] : [])].join(', ') },
    ),
  ];
}

function windowWarnings({ origins, data, entries }: TrainedSeries): Note[] {
  const warnings: Note[] = [];
  if (origins.short.length > 0)
    warnings.push(
      note(
        'series-not-judged',
        `${origins.short.length} series were too short to be judged; they are forecast all the same.`,
        { count: origins.short.length },
      ),
    );
  const apart = Math.floor(validationSteps(origins) / data.horizon);
  if (apart < 4)
    warnings.push(
      note(
        'few-windows',
        `The method was chosen on only ${apart} validation windows that do not overlap: a longer history or a shorter horizon would make the choice surer.`,
        { count: apart },
      ),
    );
  if (!entries.some(({ id }) => id === 'mstl-ets') && data.period > 1)
    warnings.push(
      note(
        'no-decomposition',
        'The history is shorter than two seasons and a bit, so seasonal decomposition was not tried.',
      ),
    );
  return warnings;
}
