/**
 * A forecaster that was tested → its files in the artifact folder, and the Delivery of its Report. Smaller variants of its
 * networks are scored on the test windows, as they were when it was tested: prepared on what came before the windows. What
 * is delivered then is prepared on everything, and stored in the same bits. Next: the Report.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactHost } from '../../delivered/artifact-host.ts';
import type { Precision } from '../../onnx/compact/compact-model.ts';
import type { Delivery } from '../../report/delivery.ts';
import type { Judged, Measure } from '../delivery/as-good.ts';
import { offerCompact, variantPath, writeVariant } from '../delivery/offer-compact.ts';
import { variantHost } from '../delivery/variant-host.ts';
import { type Backtest, type BacktestData, backtest, meanScore } from './backtest/backtest.ts';
import { openForecaster } from './open-forecaster.ts';
import type { SeriesPipeline } from './pipeline.ts';
import type { PreparedMember } from './race.ts';

/** Half a hundredth, as half a point is of accuracy. */
const MEASURE: Measure = { name: 'MASE', better: 'lower', tolerance: { by: 0.005, relative: true } };

interface DeliverOptions {
  artifactDir: string;
  workDir: string;
  data: BacktestData;
  /** Names of the series, in the order of the data. */
  ids: readonly string[];
  /** How its members are weighed, and all else that its files say; without the members. */
  settings: Omit<SeriesPipeline, 'members'>;
  /** Prepared on everything. */
  final: readonly PreparedMember[];
  /** As they were tested, and what they gave. */
  tested: { members: readonly PreparedMember[]; result: Backtest };
  secondsLeft: () => number;
  signal: AbortSignal;
  /** As in an Offer. */
  sendableBytes?: number;
}

export interface DeliveredSeries {
  pipeline: SeriesPipeline;
  /** null: no method of it is a network. */
  delivery: Delivery | null;
}

export async function deliverSeries(options: DeliverOptions): Promise<DeliveredSeries> {
  const { artifactDir, workDir, settings, final } = options;
  const whole = await writeSeriesModel(artifactDir, settings, final);
  const [first, ...others] = networksOf(whole);
  if (first === undefined) return { pipeline: whole, delivery: null };
  const delivery = await offerTested(options, [first, ...others]);
  const { compact, delivered } = delivery;
  if (compact === null || compact === 'full') return { pipeline: whole, delivery };
  for (const path of [first, ...others]) await writeVariant({ artifactDir, workDir }, path, compact);
  if (delivered === 'full') return { pipeline: whole, delivery };
  const pipeline = inForm(whole, compact);
  await writePipeline(artifactDir, pipeline);
  return { pipeline, delivery };
}

const networksOf = ({ members }: SeriesPipeline): string[] => members.flatMap(({ onnx }) => onnx ?? []);

const inForm = (pipeline: SeriesPipeline, form: Precision): SeriesPipeline => ({
  ...pipeline,
  members: pipeline.members.map((member) => ({
    ...member,
    onnx: member.onnx && variantPath(member.onnx, form),
  })),
});

/** The forecaster that was tested stands in a folder of its own meanwhile: it has the same sizes as the delivered one. */
async function offerTested(
  options: DeliverOptions,
  paths: readonly [string, ...string[]],
): Promise<Delivery> {
  const { workDir, settings, tested, data, ids } = options;
  const trial = join(workDir, 'tested-forecaster');
  await writeSeriesModel(trial, settings, tested.members);
  const { windows } = tested.result;
  const open = async (variantOf: (path: string) => string) => {
    const host = variantHost(artifactHost(trial), variantOf);
    return { host, forecaster: await openForecaster(host) };
  };
  const judge = async (_path: string, form: Precision): Promise<Judged> => {
    const { forecaster } = await open((path) => variantPath(path, form));
    const result = await backtest(data, windows, async (histories, series) => {
      const forecasts = await forecaster.forecast(
        histories,
        series.map((index) => ids[index]!),
      );
      return forecasts.map(({ point }) => point);
    });
    return judgedOf(result);
  };
  const { host, forecaster } = await open((path) => path);
  const { series, origin } = windows[0]!;
  await forecaster.forecast([data.filled[series]!.subarray(0, origin)]);
  const graphOf = (path: string) => ({ path, feeds: host.firstFeeds(path) });
  const [first, ...others] = paths;
  return offerCompact({
    artifactDir: trial,
    workDir,
    graphs: [graphOf(first), ...others.map(graphOf)],
    measure: MEASURE,
    full: judgedOf(tested.result),
    judge,
    secondsLeft: options.secondsLeft,
    signal: options.signal,
    sendableBytes: options.sendableBytes,
  });
}

/** A window without a score has none whatever the forecast. */
const judgedOf = (result: Backtest): Judged => ({
  figure: meanScore(result),
  samples: result.scores.filter((score) => !Number.isNaN(score)).map((score) => -score),
});

async function writeSeriesModel(
  folder: string,
  settings: DeliverOptions['settings'],
  prepared: readonly PreparedMember[],
): Promise<SeriesPipeline> {
  await mkdir(join(folder, 'model', 'onnx'), { recursive: true });
  const members: SeriesPipeline['members'] = [];
  for (const { id, state, onnx } of prepared) {
    const path = onnx ? `model/onnx/${id}.onnx` : null;
    if (path && onnx) await writeFile(join(folder, path), onnx);
    members.push({ id, state, onnx: path });
  }
  const pipeline = { ...settings, members };
  await writePipeline(folder, pipeline);
  return pipeline;
}

const writePipeline = (folder: string, pipeline: SeriesPipeline) =>
  writeFile(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
