/**
 * Asks ONNX Runtime for the sizes of every value of a model. In: a model and two sets of inputs that differ in every
 * size that may change (batch, sequence). Out: Measured. Next: `onnx/cut/split.ts` and `onnx/autodiff`.
 */
import { UserError } from '../errors.ts';
import { DataType, type OnnxModel } from '../onnx/model.ts';
import { type Measured, measuredFrom, shapeProbe } from '../onnx/shapes.ts';
import { type Feeds, openModel } from './graph-session.ts';

/** @throws UserError `onnx-refused-run` when ONNX Runtime does not run the model on these inputs. */
export async function measureShapes(
  model: OnnxModel,
  first: Feeds,
  second: Feeds,
  options: { workDir?: string } = {},
): Promise<Measured> {
  const session = await openModel(shapeProbe(model), { ...options, threads: 1 });
  try {
    const answers = [first, second].map(async (feeds) => {
      const outputs = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data, dims }]) => [
          name,
          { dims, data: Array.from(data, Number) },
        ]),
      );
    });
    const [a = {}, b = {}] = await Promise.all(answers);
    return measuredFrom(model, a, b);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('onnx-refused-run', { reason: (cause as Error).message }, { cause });
  } finally {
    await session.close();
  }
}

/**
 * Inputs for the probe: zeros, with ones for integers (masks, token ids). Open sizes become `batch` on the first axis
 * and `other` elsewhere.
 */
export function probeFeeds(model: OnnxModel, sizes: { batch: number; other: number }): Feeds {
  return Object.fromEntries(
    model.graph.input.map(({ name, type }) => {
      const dims = (type?.tensorType?.shape?.dim ?? []).map(
        (dim, axis) => dim.value ?? (axis === 0 ? sizes.batch : sizes.other),
      );
      const length = dims.reduce((n, size) => n * size, 1);
      return [name, { dims, ...probeData(type?.tensorType?.elemType ?? DataType.FLOAT, length) }];
    }),
  );
}

function probeData(elemType: number, length: number): Pick<Feeds[string], 'data'> {
  switch (elemType) {
    case DataType.FLOAT:
      return { data: new Float32Array(length) };
    case DataType.INT64:
      return { data: new BigInt64Array(length).fill(1n) };
    case DataType.INT32:
      return { data: new Int32Array(length).fill(1) };
    case DataType.BOOL:
      return { data: new Uint8Array(length).fill(1) };
    default:
      throw new UserError('unsupported-input-type', { elemType });
  }
}
