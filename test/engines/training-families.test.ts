import { describe, expect, test } from 'vitest';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import type { Optimiser } from '../../src/onnx/autodiff/optimiser.ts';
import { buildTrainingStep } from '../../src/onnx/autodiff/training-step.ts';
import type { Measured } from '../../src/onnx/shapes.ts';
import { FAMILIES, type Family, loadFamily, measure } from '../onnx/family-fixtures.ts';

// The settings of scripts/fixtures/onnx/families.py.
const OPTIMISERS: Record<keyof Family['losses'], { optimiser: Optimiser; rate: number }> = {
  sgd: { optimiser: { kind: 'sgd' }, rate: 0.02 },
  momentum: { optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 }, rate: 0.01 },
  adamw: { optimiser: { kind: 'adamw', weightDecay: 0.01 }, rate: 1e-3 },
};

type Kind = keyof Family['losses'];

async function lossesOf(family: Family, measured: Measured, kind: Kind, rateFactor = 1): Promise<number[]> {
  const { optimiser, rate } = OPTIMISERS[kind];
  const step = buildTrainingStep({
    tail: family.model,
    measured,
    loss: { kind: 'cross-entropy', classes: 4 },
    optimiser,
    trainable: family.parameters.map((name) => ({ name, group: 'all' })),
  });
  const executor = await openTrainingStep(step, { threads: 1 });
  const losses: number[] = [];
  for (let i = 0; i < 20; i += 1)
    losses.push(
      await executor.step({
        batch: { ...family.inputs, targets: family.targets },
        rates: { all: rate * rateFactor },
      }),
    );
  await executor.close();
  return losses;
}

const relativeError = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)));

/** Built of the same ops as a neighbour in the list, so only with SHOW_FIGURES=1. */
const LOOKALIKES = ['mobilenet-v3', 'roberta', 'electra', 'hubert'];
const chosenFamilies = () =>
  FAMILIES.filter((name) => process.env.SHOW_FIGURES || !LOOKALIKES.includes(name));

/** SHOW_FIGURES=1 runs every pair; otherwise each family has one optimiser and resnet has all, to keep the suite short. */
function kindsFor(name: string): Kind[] {
  if (process.env.SHOW_FIGURES || name === 'resnet') return ['sgd', 'momentum', 'adamw'];
  return [FAMILIES.indexOf(name as (typeof FAMILIES)[number]) % 2 === 0 ? 'momentum' : 'adamw'];
}

describe('20 steps of training every weight follow PyTorch', () => {
  for (const name of chosenFamilies())
    test(name, async () => {
      const family = loadFamily(name);
      const measured = await measure(family);
      for (const kind of kindsFor(name)) {
        const error = relativeError(await lossesOf(family, measured, kind), family.losses[kind]);
        if (process.env.SHOW_FIGURES)
          console.log(`${name} ${kind}: max relative error ${error.toExponential(1)}`);
        // Both sides are float32; the order of sums differs.
        expect(error, kind).toBeLessThan(1e-5);
      }
    });

  test('a learning rate 1 % off would be noticed', async () => {
    const family = loadFamily('resnet');
    expect(
      relativeError(await lossesOf(family, await measure(family), 'momentum', 1.01), family.losses.momentum),
    ).toBeGreaterThan(1e-4);
  });
});
