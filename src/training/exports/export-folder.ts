/**
 * A folder that is being filled for a person: files of the model and others, and then all of it as one zip. Used by each
 * format of `/export`.
 */
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import yazl from 'yazl';
import { artifactHost } from '../../delivered/artifact-host.ts';
import type { ModelFiles } from './model-files.ts';

/** One fixed time, so that the same model gives the same bytes. */
const MTIME = new Date(Date.UTC(2026, 0, 1));

export interface ExportFolder {
  path: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** A file of `templates/`. */
  template(from: string, to: string): Promise<void>;
  /** What predicting reads, as it lies in the artifact folder, and the WebAssembly that forecasting needs. */
  model(artifactDir: string, model: ModelFiles): Promise<void>;
  /** @returns path of the zip, with everything below a folder of this name */
  zip(name: string): Promise<string>;
}

export function exportFolder(path: string): ExportFolder {
  const names: string[] = [];
  const place = async (name: string): Promise<string> => {
    const to = join(path, name);
    await mkdir(dirname(to), { recursive: true });
    names.push(name);
    return to;
  };
  const write: ExportFolder['write'] = async (name, content) => writeFile(await place(name), content);
  return {
    path,
    write,
    template: async (from, to) =>
      write(to, await readFile(fileURLToPath(new URL(`./templates/${from}`, import.meta.url)))),
    model: async (artifactDir, { files, libraries }) => {
      for (const file of files) await copyFile(join(artifactDir, file.path), await place(file.path));
      const host = artifactHost(artifactDir);
      for (const library of libraries) await write(`${library}.wasm`, await host.library(library));
    },
    zip: async (name) => {
      const zip = new yazl.ZipFile();
      for (const file of names.toSorted()) zip.addFile(join(path, file), `${name}/${file}`, { mtime: MTIME });
      zip.end();
      const to = `${path}.zip`;
      await pipeline(zip.outputStream, createWriteStream(to));
      return to;
    },
  };
}
