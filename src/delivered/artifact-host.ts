/** An artifact folder on this machine → its ModelHost. Next: what predicts, of every kind of data. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openGraph } from '../engines/graph-session.ts';
import type { ForecastingLibrary, ModelHost } from './model-host.ts';

const require = createRequire(import.meta.url);

const libraryPath = (name: ForecastingLibrary): string =>
  require.resolve('@bsull/augurs').replace(/core\.js$/, `${name}_bg.wasm`);

export const forecastingLibrary: ModelHost['library'] = (name) => readFile(libraryPath(name));

/** @param threads of each session; default: the machine's. */
export const artifactHost = (artifactDir: string, options: { threads?: number } = {}): ModelHost => ({
  text: (path) => readFile(join(artifactDir, path), 'utf8'),
  bytes: (path) => readFile(join(artifactDir, path)),
  open: (path) => openGraph(join(artifactDir, path), options),
  library: forecastingLibrary,
});
