/**
 * A training step that is open on the processor goes in, the executor to train with comes out: TensorFlow.js where ENGINE
 * asks for it, an accelerator where `pick.ts` takes one, else the one that came. In: the step and one real batch. Next: the
 * training loop.
 */
import type { TrainingStep } from '../../onnx/autodiff/training-step.ts';
import { openGraph } from '../graph-session.ts';
import { onnxRuntimeVersion } from '../onnxruntime.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import { openTensorFlowGraph } from '../tensorflow-graph.ts';
import { openTrainingStep, type StepCall, type TrainingExecutor } from '../training-step.ts';
import { findAccelerator } from './accelerator.ts';
import { choice, noteFallback, noteUse } from './choice.ts';
import { pick } from './pick.ts';
import { beyondWebGpu } from './webgpu-limits.ts';

interface PickOptions {
  step: TrainingStep;
  cpu: TrainingExecutor;
  workDir?: string;
  /** As the training loop feeds it. */
  batch: () => Promise<StepCall['batch']>;
}

export async function pickExecutor({ step, cpu, workDir, batch }: PickOptions): Promise<TrainingExecutor> {
  const onTensors = choice().engine === 'tensorflow';
  if (!onTensors && !findAccelerator()) {
    noteUse('training step', onnxRuntimeVersion());
    return cpu;
  }
  const feeds = await batch();
  const rates = Object.fromEntries(step.groups.map((group) => [group, TRIAL_RATE]));
  // The second loss follows from the gradients of the first step.
  const run = async (executor: TrainingExecutor) => {
    const before = executor.checkpoint();
    const losses = [
      await executor.step({ batch: feeds, rates }),
      await executor.step({ batch: feeds, rates }),
    ];
    executor.restore(before);
    return losses;
  };
  if (onTensors) {
    const own = await onTensorFlow(step, run);
    if (own) {
      await cpu.close();
      return own;
    }
  }
  const onProcessor = beyondWebGpu(step.step.graph);
  return pick({
    part: 'training step',
    cpu,
    open: (provider) =>
      openTrainingStep(step, {
        workDir,
        open: (model, { threads }) => openGraph(model, { threads, provider, onProcessor }),
      }),
    run,
  });
}

/** Of the two steps by which executors are compared. */
const TRIAL_RATE = 1e-4;

/** Null, with the reason noted, where TensorFlow.js lacks something of the graph. */
async function onTensorFlow(
  step: TrainingStep,
  run: (executor: TrainingExecutor) => Promise<number[]>,
): Promise<TrainingExecutor | null> {
  const { name, version } = await loadTensorFlow();
  try {
    const executor = await openTrainingStep(step, { open: openTensorFlowGraph });
    await run(executor);
    noteUse('training step', `${name} ${version}`);
    return executor;
  } catch (error) {
    noteFallback(`${name} ${version}`, error instanceof Error ? error.message : String(error));
    return null;
  }
}
