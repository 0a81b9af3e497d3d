import { expect, it } from 'vitest';
import { type GraphSession, openModel } from '../../../../src/engines/graph-session.ts';
import { buildModel, floatTensor, node, valueInfo } from '../../../../src/onnx/model.ts';
import { openWhenRun } from '../../../../src/training/classifier/tail/frozen-part.ts';

const doubling = buildModel({
  nodes: [node('Mul', ['x', 'two'], ['y'])],
  initializers: [floatTensor('two', [1], [2])],
  inputs: [valueInfo('x', 1, ['n'])],
  outputs: [valueInfo('y', 1, ['n'])],
});

it('is opened by its first run, closed when it rests, and opened again when it is run again', async () => {
  const seen: string[] = [];
  const part = openWhenRun(async (): Promise<GraphSession> => {
    seen.push('open');
    const session = await openModel(doubling);
    const close = () => {
      seen.push('close');
      return session.close();
    };
    return { ...session, close };
  });
  const double = async (value: number) => {
    const { y } = await part.run({ x: { dims: [1], data: Float32Array.of(value) } });
    return Number(y!.data[0]);
  };
  await part.rest();
  expect(seen).toEqual([]);
  expect(await Promise.all([double(3), double(4)])).toEqual([6, 8]);
  await part.rest();
  await part.rest();
  expect(seen).toEqual(['open', 'close']);
  expect(await double(5)).toBe(10);
  await part.rest();
  expect(seen).toEqual(['open', 'close', 'open', 'close']);
});

it('rests after it could not be opened, so that what closes with it is closed, and may be run again', async () => {
  let broken = true;
  const part = openWhenRun(async () => {
    if (broken) throw new Error('no space');
    return openModel(doubling);
  });
  const run = () => part.run({ x: { dims: [1], data: Float32Array.of(2) } });
  await expect(run()).rejects.toThrow('no space');
  await part.rest();
  broken = false;
  expect(Number((await run()).y!.data[0])).toBe(4);
  await part.rest();
});
