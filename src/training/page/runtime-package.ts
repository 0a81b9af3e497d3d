/** ONNX Runtime for browsers as it is installed → its version, its WebAssembly and the hash by which a page checks it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { PageData } from './page-data.ts';

const require = createRequire(import.meta.url);
const WASM = 'ort-wasm-simd-threaded.wasm';
/** Serves the files of npm packages, of the very version, for pages of any origin. https://www.jsdelivr.com/documentation */
const CDN = 'https://cdn.jsdelivr.net/npm';

interface RuntimePackage {
  wasm: Uint8Array;
  facts: PageData['runtime'];
}

let read: Promise<RuntimePackage> | undefined;
export const runtimePackage = (): Promise<RuntimePackage> => {
  read ??= readPackage();
  return read;
};

async function readPackage(): Promise<RuntimePackage> {
  const folder = dirname(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  const manifest: unknown = JSON.parse(await readFile(join(folder, '..', 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const wasm = await readFile(join(folder, WASM));
  const integrity = `sha384-${createHash('sha384').update(wasm).digest('base64')}`;
  const url = `${CDN}/onnxruntime-web@${version}/dist/${WASM}`;
  return { wasm, facts: { version, url, integrity, bytes: wasm.length } };
}
