/** Series: a pasted table, or a row or column of plain numbers; out comes its forecast, drawn and as a table. */
import { openSeries } from '../../../../datasets/series/open-series.ts';
import { readDelimited } from '../../../../datasets/tables/read-delimited.ts';
import { QUANTILE_LEVELS } from '../../../series/backtest/metrics.ts';
import { fillGaps } from '../../../series/fill-gaps.ts';
import { forecastRows, type TimedSeries } from '../../../series/forecast-rows.ts';
import { type OpenForecaster, openForecaster } from '../../../series/open-forecaster.ts';
import { button, el, fileButton } from '../dom.ts';
import { forecastChart } from '../forecast-chart.ts';
import type { Translate, View } from '../view.ts';

/** Series that are drawn; all are in the table to download. */
const DRAWN = 3;

/** A table as `/predict` reads it, or else plain numbers, oldest first. */
function readHistory(text: string): TimedSeries {
  const numbers = text
    .trim()
    .split(/[\s,;]+/)
    .map(Number);
  if (numbers.length > 1 && numbers.every(Number.isFinite)) {
    const values = Float64Array.from(numbers);
    return { series: [{ id: 'pasted', start: 1, values }], stepMs: 1, calendar: null, numbered: true };
  }
  return openSeries(readDelimited(text, 'pasted table', 'utf-8'), null, {
    name: 'pasted table',
    hash: '',
  });
}

async function forecastOf({ pipeline, forecast }: OpenForecaster, history: TimedSeries, t: Translate) {
  const needed = Math.max(1, pipeline.period);
  const series = history.series.filter(({ values }) => values.length >= needed);
  if (series.length === 0) throw new Error(t('series.short', { needed }));
  const forecasts = await forecast(
    series.map(({ values }) => fillGaps(values)),
    series.map(({ id }) => id),
  );
  const rows = forecastRows({ ...history, series }, forecasts);
  const csv = [
    ['series_id', 'timestamp', 'prediction', ...QUANTILE_LEVELS.map((level) => `q${level}`)],
    ...rows.map(({ id, time, values }) => [`"${id.replaceAll('"', '""')}"`, time, ...values]),
  ];
  const charts = series
    .slice(0, DRAWN)
    .map(({ id, values }, i) =>
      el(
        'figure',
        { class: 'forecast' },
        el('figcaption', {}, id === 'pasted' ? t('series.forecast') : id),
        forecastChart({ history: values, ...forecasts[i]!, label: t('series.forecast') }),
      ),
    );
  const link = el('a', {
    download: 'forecast.csv',
    href: URL.createObjectURL(new Blob([csv.map((row) => row.join(',')).join('\n')], { type: 'text/csv' })),
  });
  link.textContent = t('series.download');
  return el('div', {}, ...charts, table(rows, t), el('p', {}, link));
}

function table(rows: ReturnType<typeof forecastRows>, t: Translate): HTMLElement {
  const head = [t('series.time'), t('series.value'), '10 %', '90 %'].map((name) => el('th', {}, name));
  const body = rows
    .slice(0, 200)
    .map(({ id, time, values }) =>
      el(
        'tr',
        { 'data-series': id, 'data-time': time, 'data-values': values.join(' ') },
        ...[time, values[0]!, values[1]!, values.at(-1)!].map((cell) => el('td', {}, cell)),
      ),
    );
  return el(
    'details',
    {},
    el('summary', {}, t('series.table')),
    el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body)),
  );
}

export const seriesView: View = async ({ host, t, input, predict }) => {
  const forecaster = await openForecaster(host);
  const { horizon, period } = forecaster.pipeline;
  const field = el('textarea', { id: 'series', rows: 8, placeholder: t('series.placeholder') });
  const go = () =>
    void predict(async () => {
      if (field.value.trim() === '') throw new Error(t('series.empty'));
      return forecastOf(forecaster, readHistory(field.value), t);
    });
  const read = async (file: File | undefined) => {
    if (!file) return;
    field.value = await file.text();
    go();
  };
  input.append(
    el('label', { for: 'series' }, t('series.label')),
    field,
    el(
      'div',
      { class: 'row' },
      button(t('series.go'), go, { class: 'primary' }),
      fileButton(t('series.file'), ([file]) => void read(file), { accept: '.csv,.tsv,.txt,text/*' }),
    ),
    el('p', { class: 'hint' }, t('series.hint', { horizon, period })),
  );
  return [];
};
