/**
 * A delivered model → a folder that predicts in Node: `predict.js`, which a person reads and changes, the model, and
 * `tunesmith.js`, the very code that prepares inputs in training, bundled.
 */
import { fileURLToPath } from 'node:url';
import type { DataKind } from '../../datasets/dataset.ts';
import { type ExportFolder, exportFolder } from './export-folder.ts';
import { installedVersions } from './installed-versions.ts';
import type { ModelFiles } from './model-files.ts';
import { exampleOf, readme } from './readme.ts';

export async function nodeFolder(artifactDir: string, model: ModelFiles, to: string): Promise<ExportFolder> {
  const folder = exportFolder(to);
  const packages = await installedVersions(['onnxruntime-node']);
  await writeProgram(folder, { kind: model.kind, packages, host: 'node/host.js' });
  await folder.model(artifactDir, model);
  await folder.write(
    'README.md',
    await readme(artifactDir, { title: 'Node.js', commands: commandsOf(model) }),
  );
  return folder;
}

export const commandsOf = ({ kind }: ModelFiles): string[] => [
  'npm install',
  `node predict.js ${exampleOf(kind)}`,
];

interface Program {
  kind: DataKind;
  /** What runs the model. */
  packages: Readonly<Record<string, string>>;
  /** Of `templates/`: opens the model's files with these packages. */
  host: string;
}

/** All of the folder but the model and its README. */
export async function writeProgram(folder: ExportFolder, { kind, packages, host }: Program): Promise<void> {
  const manifest = {
    name: 'tunesmith-model',
    version: '1.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19.0' },
    // Its install script fetches CUDA's files; the library for processors is inside the package.
    ...('onnxruntime-node' in packages && { allowScripts: { 'onnxruntime-node': false } }),
    dependencies: { ...packages, ...(kind === 'image' && (await installedVersions(['sharp']))) },
  };
  await folder.write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  await folder.template(host, 'host.js');
  await folder.template(`node/predict-${kind}.js`, 'predict.js');
  await folder.write('tunesmith.js', await bundle(kind));
}

async function bundle(kind: DataKind): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`./node-entries/${kind}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'inline',
    logLevel: 'silent',
    // Packages that ask for others the old way find them from here.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
    },
    alias: { '@wasm-audio-decoders/opus-ml': EMPTY },
  });
  return result.outputFiles[0]!.text;
}

const EMPTY = fileURLToPath(new URL('../page/browser/empty.ts', import.meta.url));
