import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const { slimInstall } = (await import(new URL('../scripts/slim-install.mjs', import.meta.url).href)) as {
  slimInstall(project: string, machine?: { platform: string; arch: string }): number;
};

const ORT = 'node_modules/onnxruntime-node/bin/napi-v6';
const WEB = 'node_modules/onnxruntime-web/dist';

function install(files: readonly string[]): string {
  const project = mkdtempSync(join(tmpdir(), 'tunesmith-install-'));
  for (const file of files) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), 'x'.repeat(10));
  }
  return project;
}

it('leaves the libraries of this machine and takes those of the others', () => {
  const files = ['linux/x64/a.so', 'linux/arm64/a.so', 'darwin/arm64/a.dylib', 'win32/x64/a.dll'];
  const project = install(files.map((file) => `${ORT}/${file}`));
  expect(slimInstall(project, { platform: 'linux', arch: 'x64' })).toBe(30);
  expect(files.filter((file) => existsSync(join(project, ORT, file)))).toEqual(['linux/x64/a.so']);
});

it('takes no library where the package has none for this machine', () => {
  const project = install([`${ORT}/linux/x64/a.so`, `${ORT}/win32/x64/a.dll`]);
  expect(slimInstall(project, { platform: 'freebsd', arch: 'x64' })).toBe(0);
});

it('keeps the builds of onnxruntime-web that pages and Node load', () => {
  const kept = [
    'ort-wasm-simd-threaded.wasm',
    'ort-wasm-simd-threaded.mjs',
    'ort.wasm.bundle.min.mjs',
    'ort.wasm.min.mjs',
    'ort.node.min.mjs',
    'ort.min.js',
  ];
  const gone = [
    'ort-wasm-simd-threaded.jsep.wasm',
    'ort-wasm-simd-threaded.asyncify.mjs',
    'ort-wasm-simd-threaded.jspi.wasm',
    'ort.all.bundle.min.mjs',
    'ort.webgl.js',
    'ort.webgpu.min.js',
  ];
  const project = install([...kept, ...gone].map((file) => `${WEB}/${file}`));
  slimInstall(project);
  expect(kept.filter((file) => !existsSync(join(project, WEB, file)))).toEqual([]);
  expect(gone.filter((file) => existsSync(join(project, WEB, file)))).toEqual([]);
});

it('takes source maps, and nothing through a link', () => {
  const elsewhere = install(['b/index.js.map']);
  const project = install([
    'node_modules/a/index.js',
    'node_modules/a/index.js.map',
    'node_modules/a/cities.map',
  ]);
  symlinkSync(elsewhere, join(project, 'node_modules/linked'));
  expect(slimInstall(project)).toBe(10);
  expect(existsSync(join(project, 'node_modules/a/index.js'))).toBe(true);
  expect(existsSync(join(project, 'node_modules/a/cities.map'))).toBe(true);
  expect(existsSync(join(elsewhere, 'b/index.js.map'))).toBe(true);
});

it('leaves an install alone that is a link to another checkout', () => {
  const other = install([`${ORT}/linux/x64/a.so`, `${ORT}/win32/x64/a.dll`]);
  const project = mkdtempSync(join(tmpdir(), 'tunesmith-install-'));
  symlinkSync(join(other, 'node_modules'), join(project, 'node_modules'));
  expect(slimInstall(project, { platform: 'linux', arch: 'x64' })).toBe(0);
  expect(existsSync(join(other, ORT, 'win32/x64/a.dll'))).toBe(true);
});
