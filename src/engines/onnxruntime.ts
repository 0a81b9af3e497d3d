/**
 * ONNX Runtime, the native executor. In: an ONNX file or its bytes, and feeds. Out: sessions and their outputs.
 * Next: `training/features` runs trunks with it, training steps run on it too. The library loads on first use.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { UserError } from '../errors.ts';
import type { Provider } from './compute/accelerator.ts';

export interface SessionOptions {
  /** Threads inside one op; default: the machine's. */
  threads?: number;
  /** What runs the ops that it knows; the rest runs on the processor. Default: the processor. */
  provider?: Provider;
  /** Names of nodes that stay on the processor all the same. */
  onProcessor?: readonly string[];
}

/** For reports; the library itself is not loaded. */
export function onnxRuntimeVersion(): string {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return `onnxruntime-node ${version}`;
}

export type Feeds = Record<string, Tensor>;

/**
 * @param model path of an ONNX file, or its bytes
 * @throws UserError when ONNX Runtime refuses the model
 */
export async function openSession(
  model: string | Uint8Array,
  options: SessionOptions = {},
): Promise<InferenceSession> {
  const { InferenceSession, listSupportedBackends } = await import('onnxruntime-node');
  const { provider = 'cpu' } = options;
  // A name that this build does not know would be passed over in silence.
  if (!listSupportedBackends().some(({ name }) => name === provider))
    throw new UserError('onnx-refused', {
      reason: `ONNX Runtime for ${process.platform} has no ${provider}`,
    });
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: providersOf(options),
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Threads that spin while they wait would take the cores from the image decoder.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  try {
    return typeof model === 'string'
      ? await InferenceSession.create(model, sessionOptions)
      : await InferenceSession.create(model, sessionOptions);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('onnx-refused', { reason }, { cause });
  }
}

function providersOf({ provider = 'cpu', onProcessor = [] }: SessionOptions) {
  if (provider === 'cpu') return ['cpu'];
  if (provider !== 'webgpu') return [provider, 'cpu'];
  // In its own layout (NHWC) a network with convolutions and flattened maps gave other figures than the processor.
  const apart = onProcessor.length > 0 && { forceCpuNodeNames: onProcessor };
  return [{ name: 'webgpu', preferredLayout: 'NCHW', ...apart }, 'cpu'];
}

/** Runs once. `session.run` of onnxruntime-node is synchronous inside: callers live in the child process. */
export async function runSession(
  session: InferenceSession,
  feeds: Feeds,
  outputs: readonly string[] = session.outputNames,
): Promise<Record<string, Tensor>> {
  return session.run(feeds, [...outputs]);
}

/** A float32 tensor over `data`, row-major. */
export async function floatFeed(data: Float32Array, dims: readonly number[]): Promise<Tensor> {
  const { Tensor } = await import('onnxruntime-node');
  return new Tensor('float32', data, dims);
}

/** An int64 tensor of whole numbers, row-major. */
export async function int64Feed(
  values: ArrayLike<number> | BigInt64Array,
  dims: readonly number[],
): Promise<Tensor> {
  const { Tensor } = await import('onnxruntime-node');
  const data = values instanceof BigInt64Array ? values : BigInt64Array.from(Array.from(values, BigInt));
  return new Tensor('int64', data, dims);
}

/** @throws Error when the value is not float32 */
export function floatsOf(value: Tensor | undefined): Float32Array {
  if (value?.data instanceof Float32Array) return value.data;
  throw new Error(`expected a float32 output, got ${value?.type ?? 'none'}`);
}
