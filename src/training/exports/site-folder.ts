/**
 * A delivered model → a folder with its page that needs no network at all: the model and ONNX Runtime's WebAssembly stand
 * in scripts beside it, which a browser also loads from a file, where it fetches nothing.
 */
import { UserError } from '../../errors.ts';
import { packable, pageShell } from '../page/build-page.ts';
import { packFile } from '../page/pack-file.ts';
import { runtimePackage } from '../page/runtime-package.ts';
import { type ExportFolder, exportFolder } from './export-folder.ts';
import type { ModelFiles } from './model-files.ts';
import { readme } from './readme.ts';

/** As text in a script a file has a third more; browsers end strings at about 512 MiB. */
const MOST_BYTES = 256 * 2 ** 20;
const RUNTIME_FILE = 'runtime.wasm';

/** @throws UserError `export-site-size` */
export async function siteFolder(artifactDir: string, model: ModelFiles, to: string): Promise<ExportFolder> {
  const folder = exportFolder(to);
  const { wasm } = await runtimePackage();
  const scripts: string[] = [];
  const add = async (name: string, path: string, bytes: Uint8Array) => {
    const packed = await packFile(bytes);
    await folder.write(name, `(globalThis.tunesmithFiles ??= {})[${JSON.stringify(path)}] = "${packed}";\n`);
    scripts.push(name);
  };
  await add('runtime.js', RUNTIME_FILE, wasm);
  for (const [i, file] of (await packable(artifactDir, model)).entries()) {
    if (file.bytes > MOST_BYTES)
      throw new UserError('export-site-size', {
        path: file.path,
        size: Math.round(file.bytes / 2 ** 20),
        limit: MOST_BYTES / 2 ** 20,
      });
    await add(`files-${i + 1}.js`, file.path, await file.read());
  }
  const shell = await pageShell(artifactDir, model, scripts);
  await folder.write('index.html', shell({ inside: [], missing: [] }));
  await folder.write(
    'README.md',
    await readme(artifactDir, { title: 'a browser', commands: [], notes: NOTES }),
  );
  return folder;
}

const NOTES = [
  'Open `index.html` in a browser, from this folder or from any web server that serves files as they are. It needs no network: the model, and ONNX Runtime that runs it, are in the scripts beside it.',
];
