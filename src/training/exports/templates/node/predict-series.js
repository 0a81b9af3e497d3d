// node predict.js history.csv  →  one line of JSON a step: series, time, forecast and its quantiles from 0.1 to 0.9.
import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { hostOf } from './host.js';
import { fillGaps, forecastRows, openForecaster, openSeries, readDelimited } from './tunesmith.js';

const { forecast } = await openForecaster(hostOf(import.meta.dirname));

for (const path of argv.slice(2)) {
  const table = readDelimited(await readFile(path, 'utf8'), path, 'utf-8');
  const dataset = openSeries(table, null, { name: path, hash: '' });
  const forecasts = await forecast(
    dataset.series.map(({ values }) => fillGaps(values)),
    dataset.series.map(({ id }) => id),
  );
  for (const { id, time, values } of forecastRows(dataset, forecasts)) {
    const [prediction, ...quantiles] = values.map(Number);
    console.log(JSON.stringify({ series: id, time, prediction, quantiles }));
  }
}
