/**
 * From a backbone to a running training step, in two calls. In: an ONNX model with its taps and a head.
 * `planTuning` → the headed model, its measured sizes and where it can be cut. `openTuning` → at one boundary, the
 * trunk (to be run once a sample) and an executor for the tail. Next: the training loop; then `finish` gives the one
 * ONNX model to export.
 *
 *   const plan = await planTuning({ model, taps, head });
 *   const tuning = await openTuning(plan, { boundary: plan.boundaries[2], loss, optimiser });
 *   run tuning.split.trunk over the samples and keep its outputs (tuning.split.values)
 *   await tuning.executor.step({ batch: { ...activations, targets }, rates: { head: 1e-3, layer0: 5e-4, … } });
 *   await writeModelFile(path, tuning.finish());
 */
import type { Loss } from '../onnx/autodiff/loss.ts';
import type { Optimiser } from '../onnx/autodiff/optimiser.ts';
import { buildTrainingStep, type Trainable, type TrainingStep } from '../onnx/autodiff/training-step.ts';
import { type Boundary, listBoundaries } from '../onnx/cut/boundaries.ts';
import { type Split, splitAt } from '../onnx/cut/split.ts';
import { mergeTrained } from '../onnx/cut/write-back.ts';
import {
  appendFeatures,
  appendHead,
  FEATURES,
  type FeatureTap,
  HEAD_BIAS,
  HEAD_WEIGHT,
  type LinearHead,
} from '../onnx/head.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { prepareModel } from '../onnx/prepare.ts';
import type { Measured } from '../onnx/shapes.ts';
import { layerNodes, trainableWeights, weightsOf, weightValues } from '../onnx/values.ts';
import type { Feeds } from './graph-session.ts';
import { measureShapes, probeFeeds } from './measure-shapes.ts';
import { type OpenGraph, openTrainingStep, type TrainingExecutor } from './training-step.ts';

export interface TuningPlan {
  /** The backbone with features and head: input of the model → logits. */
  model: OnnxModel;
  measured: Measured;
  /** From "nothing but the head" down to the first layer. */
  boundaries: Boundary[];
}

export interface PlanOptions {
  model: OnnxModel;
  taps: readonly FeatureTap[];
  /** Usually the linear probe's solution. */
  head: LinearHead;
  /** Two inputs that differ in every open size; by default made from the declared inputs. */
  probe?: readonly [Feeds, Feeds];
  /** For files that are needed while a session opens. */
  workDir?: string;
}

/** @throws UserError when the model cannot be read by the analysis or run by ONNX Runtime. */
export async function planTuning({ model, taps, head, probe, workDir }: PlanOptions): Promise<TuningPlan> {
  const features = appendFeatures(prepareModel(model), taps);
  const headed = appendHead(features, head);
  // Sizes no model fixes: small, prime to each other and to common factors.
  const [first, second] = probe ?? [
    probeFeeds(headed, { batch: 2, other: 11 }),
    probeFeeds(headed, { batch: 3, other: 13 }),
  ];
  const measured = await measureShapes(headed, first, second, { workDir });
  return { model: headed, measured, boundaries: listBoundaries(features, measured) };
}

interface TuningOptions {
  boundary: Boundary;
  loss: Loss;
  optimiser: Optimiser;
  clipNorm?: number;
  /** Adds the input "dropout-mask" [n, D] on the features. */
  dropout?: boolean;
  accumulate?: boolean;
  threads?: number;
  /** For files that are needed while a session opens. */
  workDir?: string;
  /** Another executor than ONNX Runtime. */
  open?: OpenGraph;
}

export interface Tuning {
  split: Split;
  step: TrainingStep;
  /** Groups that need a rate: "head", then "layer0" (nearest to the head), "layer1", … */
  groups: string[];
  /** May be replaced by another one of the same step, before training begins. */
  executor: TrainingExecutor;
  /** The whole model with the present weights. */
  finish: () => OnnxModel;
}

/** @throws UserError `unsupported-op` naming the op above the boundary that cannot be trained. */
export async function openTuning(plan: TuningPlan, options: TuningOptions): Promise<Tuning> {
  const { boundary, dropout, threads, workDir, open, ...rest } = options;
  const split = splitAt(plan.model, boundary, plan.measured);
  const step = buildTrainingStep({
    ...rest,
    tail: split.tail,
    measured: plan.measured,
    trainable: groupWeights(split.tail),
    ...(dropout && { dropout: FEATURES }),
  });
  const executor = await openTrainingStep(step, { threads, workDir, open });
  const tuning: Tuning = {
    split,
    step,
    groups: step.groups,
    executor,
    finish: () => mergeTrained(plan.model, split, tuning.executor.weights()),
  };
  return tuning;
}

/** Every weight of the tail: the head, then one group a layer counted from the head; vectors go without decay. */
function groupWeights(tail: OnnxModel): Trainable[] {
  const { graph } = tail;
  const values = weightValues(graph);
  const layers = new Set(layerNodes(graph));
  const ranks = new Map(graph.initializer.map(({ name, dims }) => [name, dims.length]));
  const groups = new Map<string, string>();
  let depth = -1;
  for (const node of graph.node.toReversed()) {
    const names = weightsOf(node, values);
    if (layers.has(node) && !names.includes(HEAD_WEIGHT)) depth += 1;
    for (const name of names) if (!groups.has(name)) groups.set(name, `layer${Math.max(0, depth)}`);
  }
  for (const name of [HEAD_WEIGHT, HEAD_BIAS]) groups.set(name, 'head');
  return trainableWeights(graph)
    .toReversed()
    .map((name) => ({ name, group: groups.get(name) ?? 'head', decay: (ranks.get(name) ?? 0) > 1 }))
    .sort((a, b) => Number(b.group === 'head') - Number(a.group === 'head'));
}
