/**
 * A process of its own, since drivers are found by its environment: a few training steps of the named families on the
 * processor and on WebGPU. In: names as arguments. Out: a line of JSON a family. Started by `webgpu.test.ts`.
 */
import { beyondWebGpu } from '../../src/engines/compute/webgpu-limits.ts';
import { openGraph } from '../../src/engines/graph-session.ts';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import { buildTrainingStep } from '../../src/onnx/autodiff/training-step.ts';
import { type FAMILIES, loadFamily, measure } from '../onnx/family-fixtures.ts';

const STEPS = 4;

async function lossesOf(name: (typeof FAMILIES)[number], provider: 'cpu' | 'webgpu'): Promise<number[]> {
  const family = loadFamily(name);
  const step = buildTrainingStep({
    tail: family.model,
    measured: await measure(family),
    loss: { kind: 'cross-entropy', classes: 4 },
    optimiser: { kind: 'adamw', weightDecay: 0.01 },
    trainable: family.parameters.map((parameter) => ({ name: parameter, group: 'all' })),
  });
  const onProcessor = beyondWebGpu(step.step.graph);
  const executor = await openTrainingStep(step, {
    open: (model) => openGraph(model, { provider, onProcessor }),
  });
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i += 1)
    losses.push(
      await executor.step({ batch: { ...family.inputs, targets: family.targets }, rates: { all: 1e-3 } }),
    );
  await executor.close();
  return losses;
}

async function compare(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const family = name as (typeof FAMILIES)[number];
    const cpu = await lossesOf(family, 'cpu');
    const webgpu = await lossesOf(family, 'webgpu').catch((error: Error) => error.message);
    console.log(JSON.stringify({ name, cpu, webgpu }));
  }
}

await compare(process.argv.slice(2));
