/**
 * ONNX Runtime's WebAssembly → sessions. It comes from the site's own script, or else from one pinned address, where the
 * browser itself checks its hash. Nothing that a person enters goes there.
 */
import * as ort from 'onnxruntime-web/wasm';
import type { GraphSession, GraphTensor } from '../../../engines/graph-session.ts';
import type { PageData } from '../page-data.ts';
import { embeddedFile } from './unpack.ts';

export const RUNTIME_FILE = 'runtime.wasm';

interface ModelBytes {
  graph: Uint8Array;
  /** Weights in a file of their own: the name under which the graph knows it. */
  weights: { path: string; data: Uint8Array } | null;
}

/** @throws Error when the runtime cannot be had: no network, and no script beside the page */
export async function loadRuntime({ runtime }: PageData): Promise<void> {
  const own = await embeddedFile(RUNTIME_FILE);
  const binary = own ?? new Uint8Array(await fetchRuntime(runtime));
  ort.env.wasm.wasmBinary = binary;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
}

async function fetchRuntime({ url, integrity }: PageData['runtime']): Promise<ArrayBuffer> {
  const response = await fetch(url, { integrity, mode: 'cors', credentials: 'omit', cache: 'force-cache' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.arrayBuffer();
}

function toTensor({ data, dims }: GraphTensor): ort.Tensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  return new ort.Tensor('bool', data, dims);
}

function fromTensor({ data, dims }: ort.Tensor): GraphTensor {
  if (data instanceof Float32Array || data instanceof BigInt64Array) return { data, dims };
  if (data instanceof Int32Array || data instanceof Uint8Array) return { data, dims };
  throw new Error('an output has an element type that the page does not read');
}

export async function openSession({ graph, weights }: ModelBytes): Promise<GraphSession> {
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    // The page's console is for what went wrong.
    logSeverityLevel: 3,
    ...(weights && { externalData: [weights] }),
  });
  return {
    run: async (feeds) => {
      const inputs = Object.entries(feeds).map(([name, feed]) => [name, toTensor(feed)] as const);
      const outputs = await session.run(Object.fromEntries(inputs));
      return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, fromTensor(value)]));
    },
    close: () => session.release(),
  };
}
