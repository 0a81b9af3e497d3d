import { describe, expect, test } from 'vitest';
import { type Feeds, openGraph } from '../../../src/engines/graph-session.ts';
import { listBoundaries } from '../../../src/onnx/cut/boundaries.ts';
import { splitAt } from '../../../src/onnx/cut/split.ts';
import { encodeModel, type OnnxModel } from '../../../src/onnx/model.ts';
import { FAMILIES, loadFamily, measure } from '../family-fixtures.ts';

async function run(model: OnnxModel, feeds: Feeds) {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  const names = model.graph.input.map(({ name }) => name);
  const outputs = await session.run(Object.fromEntries(names.map((name) => [name, feeds[name]!])));
  await session.close();
  return outputs;
}

const difference = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))));

describe('a cut model computes what the whole does', () => {
  for (const name of FAMILIES)
    test(name, async () => {
      const family = loadFamily(name);
      const measured = await measure(family);
      const boundaries = listBoundaries(family.model, measured);
      expect(boundaries.length).toBeGreaterThan(2);
      const whole = await run(family.model, family.inputs);
      expect(difference(whole.logits!.data, family.logits.values)).toBeLessThan(1e-5);
      const worst: number[] = [];
      for (const boundary of boundaries.filter((_, i) => process.env.SHOW_FIGURES || i % 4 === 0)) {
        const { trunk, tail } = splitAt(family.model, boundary, measured);
        const carried = await run(trunk, family.inputs);
        const tailOutputs = await run(tail, { ...family.inputs, ...carried });
        worst.push(difference(tailOutputs.logits!.data, whole.logits!.data));
      }
      if (process.env.SHOW_FIGURES)
        console.log(
          `${name}: ${boundaries.length} cuts, worst ${Math.max(...worst).toExponential(1)}; ${boundaries
            .slice(0, 6)
            .map(({ label, id }) => `${label} @ ${id}`)
            .join('; ')}`,
        );
      expect(Math.max(...worst)).toBeLessThan(1e-6);
    });
});
