/**
 * The mixer and batches of windows → a training executor, for pretraining (`scripts/pretrain-series.ts`) and for the
 * person's series (`mixer-forecasters.ts`). Loss: pinball over nine quantiles on normalised values; AdamW, clipped.
 */
import { measureShapes, probeFeeds } from '../../../engines/measure-shapes.ts';
import { openTrainingStep, type TrainingExecutor } from '../../../engines/training-step.ts';
import { buildTrainingStep } from '../../../onnx/autodiff/training-step.ts';
import { DataType, int64Tensor, node, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { QUANTILE_LEVELS } from '../backtest/metrics.ts';
import type { TuningWindow } from '../tuning-windows.ts';
import { mixerWeights } from './architecture.ts';
import { type MixerBatch, mixerFeeds, mixerInputs } from './inputs.ts';
import { HORIZON } from './sizes.ts';

/** The same network reading only the first `horizon` steps, so that windows with a shorter future can train it. */
function cutHorizon(model: OnnxModel, horizon: number): OnnxModel {
  if (horizon === HORIZON) return model;
  const constant = (name: string, value: number) => int64Tensor(`cut.${name}`, [1], [value]);
  const cut = node('Slice', ['quantiles', 'cut.start', 'cut.end', 'cut.axis'], ['cut-quantiles']);
  return {
    ...model,
    graph: {
      ...model.graph,
      node: [...model.graph.node, cut],
      initializer: [
        ...model.graph.initializer,
        constant('start', 0),
        constant('end', horizon),
        constant('axis', 1),
      ],
      output: [valueInfo('cut-quantiles', DataType.FLOAT, ['n', horizon, QUANTILE_LEVELS.length])],
    },
  };
}

/** @param horizon steps of every window's future, at most 48. */
export async function openMixerTraining(
  model: OnnxModel,
  options: { horizon: number; weightDecay: number; threads?: number },
): Promise<TrainingExecutor> {
  const tail = cutHorizon(model, options.horizon);
  const measured = await measureShapes(
    tail,
    probeFeeds(tail, { batch: 3, other: 3 }),
    probeFeeds(tail, { batch: 5, other: 5 }),
  );
  const step = buildTrainingStep({
    tail,
    measured,
    loss: { kind: 'pinball', quantiles: [...QUANTILE_LEVELS] },
    optimiser: { kind: 'adamw', weightDecay: options.weightDecay },
    trainable: mixerWeights(model),
    clipNorm: 1,
  });
  return openTrainingStep(step, { threads: options.threads });
}

/** Futures in the histories' normalisation, [n, horizon]. */
function normalisedFutures(
  windows: readonly TuningWindow[],
  batch: MixerBatch,
  horizon: number,
): Float32Array {
  const targets = new Float32Array(windows.length * horizon);
  windows.forEach(({ future }, row) => {
    for (let step = 0; step < horizon; step += 1) {
      const value = (future[step]! - batch.centre[row]!) / batch.scale[row]!;
      targets[row * horizon + step] = Math.max(-20, Math.min(20, value));
    }
  });
  return targets;
}

/** Feeds of the forward pass and the targets of one batch. */
export function windowBatch(windows: readonly TuningWindow[], horizon: number) {
  // Windows of one batch may differ in period (pretraining), so each row is made on its own.
  const rows = windows.map(({ history, period }) => mixerInputs([history], period));
  const join = (key: 'context' | 'mask' | 'guide') => {
    const size = rows[0]![key].length;
    const joined = new Float32Array(rows.length * size);
    rows.forEach((row, index) => {
      joined.set(row[key], index * size);
    });
    return joined;
  };
  const batch: MixerBatch = {
    n: rows.length,
    context: join('context'),
    mask: join('mask'),
    guide: join('guide'),
    centre: Float64Array.from(rows, (row) => row.centre[0]!),
    scale: Float64Array.from(rows, (row) => row.scale[0]!),
  };
  const targets = { dims: [windows.length, horizon], data: normalisedFutures(windows, batch, horizon) };
  return { inputs: mixerFeeds(batch), targets };
}

/** Mean pinball loss of quantile outputs [n, horizon, levels] against targets [n, horizon]. */
export function meanPinball(
  quantiles: ArrayLike<number | bigint>,
  targets: ArrayLike<number | bigint>,
  levels: readonly number[] = QUANTILE_LEVELS,
): number {
  let sum = 0;
  for (let index = 0; index < targets.length; index++)
    levels.forEach((level, position) => {
      const error = Number(targets[index]) - Number(quantiles[index * levels.length + position]);
      sum += Math.max(level * error, (level - 1) * error);
    });
  return sum / (targets.length * levels.length);
}
