/** What a folder for Node needs of this project to forecast; bundled into its `tunesmith.js`. */
export { openSeries } from '../../../datasets/series/open-series.ts';
export { readDelimited } from '../../../datasets/tables/read-delimited.ts';
export { fillGaps } from '../../series/fill-gaps.ts';
export { forecastRows } from '../../series/forecast-rows.ts';
export { openForecaster } from '../../series/open-forecaster.ts';
