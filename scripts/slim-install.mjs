/**
 * Runs after `npm ci`: takes out of node_modules what this machine never loads. In: the project's folder (argument, else the
 * folder above this file), the platform. Out: fewer megabytes, one line of how many. `npm ci --ignore-scripts` keeps it all.
 *
 * Three things leave, each by rule: ONNX Runtime's libraries of other platforms (all six come in one package), the builds of
 * onnxruntime-web that no delivered page uses (a page runs on plain WebAssembly), source maps. Plain JavaScript without
 * imports from the project, since it runs before anything else is known to work.
 */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds of onnxruntime-web for WebGPU, WebGL and WebNN: their wasm files and their loaders. */
const UNUSED_WEB_BUILD = /(\.(jsep|asyncify|jspi)\.(wasm|mjs)|^ort\.(all|webgl|webgpu|jspi)\b.*\.m?js)$/;
/** Deepest folder of a package that is looked into; real ones end near 12. */
const MAX_DEPTH = 24;

/** Bytes of a file or of everything in a folder; links count as nothing. */
function sizeOf(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat || stat.isSymbolicLink()) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function entries(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** ONNX Runtime's libraries for other platforms and processors: `bin/napi-v6/PLATFORM/ARCH`. */
function foreignLibraries(modules, platform, arch) {
  const root = join(modules, 'onnxruntime-node', 'bin', 'napi-v6');
  const own = join(root, platform, arch);
  // Where the package has nothing for this machine, it is left as it came.
  if (!lstatSync(own, { throwIfNoEntry: false })) return [];
  return entries(root)
    .flatMap(({ name }) =>
      name === platform
        ? entries(join(root, name)).map((one) => join(root, name, one.name))
        : [join(root, name)],
    )
    .filter((path) => path !== own);
}

function unusedWebBuilds(modules) {
  const dist = join(modules, 'onnxruntime-web', 'dist');
  return entries(dist)
    .filter(({ name }) => UNUSED_WEB_BUILD.test(name))
    .map(({ name }) => join(dist, name));
}

/** Source maps under a folder; links are not followed. */
function sourceMaps(folder, depth = 0) {
  if (depth > MAX_DEPTH) return [];
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceMaps(path, depth + 1);
    return entry.isFile() && /\.[cm]?(js|ts)\.map$/.test(entry.name) ? [path] : [];
  });
}

/** Takes them out. Returns the bytes that were freed. */
export function slimInstall(project, { platform = process.platform, arch = process.arch } = {}) {
  const modules = join(project, 'node_modules');
  // A folder that is a link belongs to another checkout.
  if (!lstatSync(modules, { throwIfNoEntry: false })?.isDirectory()) return 0;
  const leaving = [
    ...foreignLibraries(modules, platform, arch),
    ...unusedWebBuilds(modules),
    ...sourceMaps(modules),
  ];
  let freed = 0;
  for (const path of leaving) {
    freed += sizeOf(path);
    rmSync(path, { recursive: true, force: true });
  }
  return freed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const project = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
  const freed = slimInstall(project);
  if (freed)
    console.log(
      `Took ${Math.round(freed / 2 ** 20)} MiB out of node_modules that this machine does not load.`,
    );
}
