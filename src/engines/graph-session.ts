/**
 * One interface over the executors of ONNX graphs: plain typed arrays in, plain typed arrays out.
 * In: a model, or its bytes. Out: a GraphSession on ONNX Runtime. Next: `measure-shapes.ts` and `training-step.ts`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { isHeavy, writeMappedModel } from '../onnx/file/mapped-model.ts';
import { encodeModel, type OnnxModel } from '../onnx/model.ts';
import { openSession, type SessionOptions } from './onnxruntime.ts';

export interface GraphTensor {
  dims: readonly number[];
  /** Uint8Array holds booleans. */
  data: Float32Array | BigInt64Array | Int32Array | Uint8Array;
}
export type Feeds = Readonly<Record<string, GraphTensor>>;

export interface GraphSession {
  /**
   * @param into buffers (float32) for some outputs; they are written in place, so nothing is allocated for them.
   * They must not overlap the feeds.
   */
  run(feeds: Feeds, into?: Feeds): Promise<Record<string, GraphTensor>>;
  close(): Promise<void>;
}

type TensorClass = typeof Tensor;

function toTensor(Class: TensorClass, { data, dims }: GraphTensor): Tensor {
  if (data instanceof Float32Array) return new Class('float32', data, dims);
  if (data instanceof BigInt64Array) return new Class('int64', data, dims);
  if (data instanceof Int32Array) return new Class('int32', data, dims);
  return new Class('bool', data, dims);
}

function fromTensor({ data, dims }: Tensor): GraphTensor {
  if (data instanceof Float32Array || data instanceof BigInt64Array) return { data, dims };
  if (data instanceof Int32Array || data instanceof Uint8Array) return { data, dims };
  throw new Error('an output has an element type the executors do not carry');
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

/** @throws UserError `onnx-refused` when ONNX Runtime cannot load the model. */
export async function openGraph(
  model: string | Uint8Array,
  options: SessionOptions = {},
): Promise<GraphSession> {
  const { Tensor: Class } = await import('onnxruntime-node');
  const session = await openSession(model, options);
  return {
    run: async (feeds, into = {}) => {
      const fetches: Record<string, Tensor | null> = {};
      for (const name of session.outputNames) {
        const target = into[name];
        fetches[name] = target === undefined ? null : toTensor(Class, target);
      }
      const outputs = await session.run(
        mapValues(feeds, (feed) => toTensor(Class, feed)),
        fetches,
      );
      return mapValues(outputs, fromTensor);
    },
    close: () => session.release(),
  };
}

interface OpenModelOptions extends SessionOptions {
  /** Where graphs with many weights are put down while they are opened; default: the system's folder. */
  workDir?: string;
}

/**
 * A model that is at hand as objects. Many weights are not copied: ONNX Runtime maps them from their files.
 * @throws UserError `onnx-refused` when ONNX Runtime cannot load the model.
 */
export async function openModel(model: OnnxModel, options: OpenModelOptions = {}): Promise<GraphSession> {
  if (!isHeavy(model)) return openGraph(encodeModel(model), options);
  const { workDir = tmpdir() } = options;
  await mkdir(workDir, { recursive: true });
  const folder = await mkdtemp(join(workDir, 'graph-'));
  const remove = () => rm(folder, { recursive: true, force: true }).catch(() => undefined);
  try {
    const session = await openGraph(await writeMappedModel(folder, 'graph.onnx', model), options);
    return { ...session, close: () => session.close().then(remove) };
  } finally {
    // What is mapped stays readable; where that forbids removal (Windows), the files go when the session closes.
    await remove();
  }
}
