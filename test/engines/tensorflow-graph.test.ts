import { describe, expect, test } from 'vitest';
import { loadTensorFlow } from '../../src/engines/tensorflow.ts';
import { openTensorFlowGraph } from '../../src/engines/tensorflow-graph.ts';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import { buildTrainingStep } from '../../src/onnx/autodiff/training-step.ts';
import { buildModel, encodeModel, node, valueInfo } from '../../src/onnx/model.ts';
import { FAMILIES, loadFamily, measure } from '../onnx/family-fixtures.ts';

/** SHOW_FIGURES=1 runs every family; otherwise enough of them to meet each op, to keep the suite short. */
const CHOSEN = process.env.SHOW_FIGURES ? FAMILIES : ['mobilenet-v2', 'inception', 'distilbert', 'xlnet'];

async function stepOf(name: string) {
  const family = loadFamily(name);
  const step = buildTrainingStep({
    tail: family.model,
    measured: await measure(family),
    loss: { kind: 'cross-entropy', classes: 4, labelSmoothing: 0.1 },
    optimiser: { kind: 'adamw', weightDecay: 0.01 },
    trainable: family.parameters.map((parameter) => ({ name: parameter, group: 'all' })),
    clipNorm: 1,
  });
  return { step, batch: { ...family.inputs, targets: family.targets } };
}

describe('the same training step on TensorFlow.js and ONNX Runtime', () => {
  test.each(CHOSEN)('%s: losses agree', async (name) => {
    const { step, batch } = await stepOf(name);
    const executors = [
      await openTrainingStep(step, { threads: 1 }),
      await openTrainingStep(step, { open: openTensorFlowGraph }),
    ];
    for (let i = 0; i < 3; i += 1) {
      const [a, b] = await Promise.all(
        executors.map((executor) => executor.step({ batch, rates: { all: 1e-3 } })),
      );
      expect(Math.abs(a! - b!) / Math.abs(a!)).toBeLessThan(1e-5);
    }
    for (const executor of executors) await executor.close();
  });

  test('no tensor stays behind after a step', async () => {
    const { step, batch } = await stepOf('convnext');
    const executor = await openTrainingStep(step, { open: openTensorFlowGraph });
    const { tf } = await loadTensorFlow();
    await executor.step({ batch, rates: { all: 1e-3 } });
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i += 1) await executor.step({ batch, rates: { all: 1e-3 } });
    expect(tf.memory().numTensors).toBe(before);
    await executor.close();
  });

  test('an op it lacks is named', async () => {
    const model = buildModel({
      nodes: [node('LSTM', ['x'], ['y'])],
      initializers: [],
      inputs: [valueInfo('x', 1, [1])],
      outputs: [valueInfo('y', 1)],
    });
    await expect(openTensorFlowGraph(encodeModel(model))).rejects.toThrow(/lacks the operator LSTM/);
  });
});
