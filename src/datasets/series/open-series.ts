/** A table of dated values → SeriesDataset at equal steps. Called by `open-dataset.ts`; next: the series trainer. */

import { UserError } from '../../errors.ts';
import { type Term, term } from '../../text/term.ts';
import { listed } from '../../text/terms.ts';
import type { Problem, SeriesDataset } from '../dataset.ts';
import { fact } from '../fact.ts';
import { compareLabels } from '../labels/labels.ts';
import { problem } from '../problem.ts';
import { refuseExtremes } from '../tables/numbers.ts';
import { firstItems, type Table } from '../tables/table.ts';
import { addSteps, describeStep, type Frequency, inferFrequency, stepsBetween } from './frequency.ts';
import { readSeriesPoints, type SeriesPoints } from './read-points.ts';
import { findSeason, seasonCandidates } from './season.ts';

/** Values a series must have to be learnt from. */
const FEWEST_VALUES = 10;
/** Share of steps that must have a value; below it the step is wrong or the series is mostly empty. */
const LEAST_FILLED = 0.1;
const MOST_STEPS = 5_000_000;

type Series = SeriesDataset['series'][number];

/** Points on a grid of equal steps: gaps NaN, several points of one step averaged. */
function toGrid(
  id: string,
  points: { times: number[]; values: number[] },
  frequency: Frequency,
): { series: Series; doubled: number; filled: number } {
  const start = points.times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const end = points.times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const length = Math.round(stepsBetween(start, end, frequency)) + 1;
  if (length > MOST_STEPS) {
    throw new UserError('too-long-series', {
      id,
      count: length.toLocaleString('en'),
      step: describeStep(frequency.stepMs),
      limit: MOST_STEPS.toLocaleString('en'),
    });
  }
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  points.times.forEach((time, i) => {
    const value = points.values[i]!;
    if (Number.isNaN(value)) return;
    const at = Math.round(stepsBetween(start, time, frequency));
    sums[at]! += value;
    counts[at]! += 1;
  });
  const values = sums.map((sum, i) => (counts[i] === 0 ? Number.NaN : sum / counts[i]!));
  const doubled = counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  return {
    series: { id, start, values },
    doubled,
    filled: counts.reduce((sum, count) => sum + Math.min(1, count), 0),
  };
}

interface Grids {
  series: Series[];
  problems: Problem[];
  gapShare: number;
}

function makeGrids(read: SeriesPoints, frequency: Frequency): Grids {
  const series: Series[] = [];
  const short: string[] = [];
  const sparse: string[] = [];
  let [doubled, filled, steps] = [0, 0, 0];
  for (const [id, points] of read.points) {
    const grid = toGrid(id, points, frequency);
    const length = grid.series.values.length;
    if (grid.filled < FEWEST_VALUES) short.push(`${id} (${grid.filled})`);
    else if (grid.filled < length * LEAST_FILLED) sparse.push(`${id} (${grid.filled} of ${length})`);
    else {
      series.push(grid.series);
      doubled += grid.doubled;
      filled += grid.filled;
      steps += length;
    }
  }
  if (series.length === 0) refuseAll(short, sparse, frequency);
  series.sort((a, b) => compareLabels(a.id, b.id));
  return { series, problems: gridProblems({ short, sparse, doubled, series }), gapShare: 1 - filled / steps };
}

function refuseAll(short: string[], sparse: string[], frequency: Frequency): never {
  if (sparse.length > 0) {
    throw new UserError('mostly-gaps', {
      step: sayFrequency(frequency),
      share: sparse.slice(0, 3).join(', '),
      least: LEAST_FILLED * 100,
    });
  }
  throw new UserError('too-short-series', { least: FEWEST_VALUES, found: short.slice(0, 5).join(', ') });
}

interface GridFindings {
  short: string[];
  sparse: string[];
  doubled: number;
  series: readonly Series[];
}

function gridProblems({ short, sparse, doubled, series }: GridFindings): Problem[] {
  const problems: Problem[] = [];
  if (sparse.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'sparse-series',
        values: { count: sparse.length, share: LEAST_FILLED * 100 },
        items: firstItems(sparse),
      }),
    );
  }
  if (short.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'short-series',
        values: { count: short.length, least: FEWEST_VALUES },
        items: firstItems(short),
      }),
    );
  }
  if (doubled > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'duplicate-timestamps',
        values: { count: doubled },
        items: [],
      }),
    );
  }
  const constant = series.filter(
    ({ values }) => new Set(values.filter((value) => !Number.isNaN(value))).size === 1,
  );
  if (constant.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'constant-series',
        values: { count: constant.length },
        items: firstItems(constant.map(({ id }) => id)),
      }),
    );
  }
  return problems;
}

const isoOf = (time: number, stepMs: number): string =>
  new Date(time)
    .toISOString()
    .slice(0, stepMs >= 86_400_000 ? 10 : 16)
    .replace('T', ' ');

const sayFrequency = ({ calendar, stepMs }: Frequency): Term =>
  calendar === null ? describeStep(stepMs) : term(`detail.${calendar}`);

function describe(
  read: SeriesPoints,
  grids: Grids,
  frequency: Frequency,
  numbered: boolean,
  season: SeriesDataset['season'],
): SeriesDataset['profile']['facts'] {
  const lengths = grids.series.map(({ values }) => values.length).toSorted((a, b) => a - b);
  const first = Math.min(...grids.series.map(({ start }) => start));
  const last = Math.max(
    ...grids.series.map(({ start, values }) => addSteps(start, values.length - 1, frequency)),
  );
  const { time, id, values } = read.columns;
  const columns = { time, format: { phrase: read.timeFormat }, values: listed(values, 6) };
  const [count, least, most] = [lengths.length, lengths[0]!, lengths.at(-1)!];
  return [
    fact(
      'columns',
      id === null
        ? term('detail.time-value', columns)
        : term('detail.time-series-value', { ...columns, series: id }),
    ),
    fact(
      'series',
      least === most
        ? term('detail.series-alike', { count, steps: least })
        : term('detail.series-between', { count, least, most, median: lengths[Math.floor(count / 2)]! }),
    ),
    fact('step', numbered ? term('detail.numbered') : sayFrequency(frequency)),
    fact(
      'range',
      numbered
        ? `${first} – ${last}`
        : `${isoOf(first, frequency.stepMs)} – ${isoOf(last, frequency.stepMs)}`,
    ),
    fact(
      'gaps',
      grids.gapShare === 0
        ? term('detail.no-gaps')
        : term('detail.gap-share', { share: (grids.gapShare * 100).toFixed(1) }),
    ),
    fact(
      'season',
      season
        ? term('detail.every', { period: season.period, strength: season.strength.toFixed(2) })
        : term('detail.no-season'),
    ),
  ];
}

/**
 * @param target value column as the person named it, or null.
 * @param file name and SHA-256 of the attachment.
 * @throws UserError of the column choice, `number-too-large`, `numbers-too-small`, `irregular-series`, `too-short-series`, `mostly-gaps`, `too-long-series`.
 */
export function openSeries(
  table: Table,
  target: string | null,
  file: { name: string; hash: string },
): SeriesDataset {
  const read = readSeriesPoints(table, target);
  for (const [id, { values }] of read.points) refuseExtremes(values, id);
  const numbered = read.timeFormat === 'numbered steps';
  const times = [...read.points.values()].map((points) => points.times);
  const frequency = inferFrequency(times);
  const grids = makeGrids(read, frequency);
  const season = findSeason(
    grids.series.map(({ values }) => values),
    seasonCandidates(frequency, numbered),
  );
  return {
    kind: 'series',
    series: grids.series,
    ...frequency,
    numbered,
    season,
    profile: {
      kind: 'series',
      ...file,
      sampleCount: grids.series.reduce((sum, { values }) => sum + values.length, 0),
      classes: [],
      facts: [fact('file', table.format), ...describe(read, grids, frequency, numbered, season)],
      problems: [...table.problems, ...read.problems, ...grids.problems],
      language: null,
    },
  };
}
