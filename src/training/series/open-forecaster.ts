/**
 * A delivered forecaster + histories → forecasts with quantiles. In: a ModelHost. Pure: the artifact folder, the page of a
 * Run and the exports all forecast by it. Next: `predict-series.ts` here, `training/page` in a browser.
 */
import type { ModelHost } from '../../delivered/model-host.ts';
import { applySpread, type QuantileForecast } from './backtest/intervals.ts';
import { naiveScale } from './backtest/metrics.ts';
import { combineForecasts } from './combine.ts';
import type { Forecast } from './forecaster.ts';
import { deliveredMethods } from './methods/delivered.ts';
import { type SeriesPipeline, seriesPipelineSchema } from './pipeline.ts';

export interface OpenForecaster {
  pipeline: SeriesPipeline;
  /** @param ids of the series; those that were learnt from have weights of their own. */
  forecast: (histories: readonly Float64Array[], ids?: readonly string[]) => Promise<QuantileForecast[]>;
}

async function restoreMembers(host: ModelHost, pipeline: SeriesPipeline): Promise<Forecast[]> {
  const methods = deliveredMethods(host.library);
  return Promise.all(
    pipeline.members.map(async ({ id, state, onnx }) => {
      const method = methods.find((one) => one.id === id);
      if (!method) throw new Error(`The pipeline names the unknown forecasting method ${id}.`);
      return method.restore(state, pipeline, onnx === null ? undefined : await host.open(onnx));
    }),
  );
}

export async function openForecaster(host: ModelHost): Promise<OpenForecaster> {
  const pipeline = seriesPipelineSchema.parse(JSON.parse(await host.text('pipeline.json')));
  const members = await restoreMembers(host, pipeline);
  const spread = pipeline.spread.map((level) => Float64Array.from(level));
  const alike = { overall: members.map(() => 1 / members.length), series: {} };
  const { overall, series: own }: NonNullable<SeriesPipeline['weights']> = pipeline.weights ?? alike;
  // A series may be called what every object has, such as `constructor`.
  const weightsOf = (id: string) => (Object.hasOwn(own, id) ? own[id]! : overall);
  const floor = (values: Float64Array) =>
    pipeline.nonNegative ? values.map((value) => Math.max(0, value)) : values;
  return {
    pipeline,
    forecast: async (histories, ids = []) => {
      const all: Float64Array[][] = [];
      for (const member of members) all.push(await member(histories));
      return combineForecasts(all, (index) => weightsOf(ids[index] ?? '')).map((point, index) => {
        const scale = naiveScale(histories[index]!, pipeline.period);
        return { point: floor(point), quantiles: applySpread(point, spread, scale).map(floor) };
      });
    },
  };
}
