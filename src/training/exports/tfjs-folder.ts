/**
 * A delivered model → a folder that predicts with TensorFlow.js: its networks as graph models, which `tf.loadGraphModel`
 * opens here and in a browser, and the program of `node-folder.ts` on them.
 */
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type ExportFolder, exportFolder } from './export-folder.ts';
import { installedVersions } from './installed-versions.ts';
import { isNetwork, type ModelFiles } from './model-files.ts';
import { commandsOf, writeProgram } from './node-folder.ts';
import { readme } from './readme.ts';
import { toGraphModel, WEIGHTS_FILE } from './tfjs/graph-model.ts';

/** @throws UserError `export-tfjs-op`, `export-tfjs-none` */
export async function tfjsFolder(artifactDir: string, model: ModelFiles, to: string): Promise<ExportFolder> {
  const folder = exportFolder(to);
  const networks = model.files.filter(isNetwork);
  if (networks.length === 0) throw new UserError('export-tfjs-none');
  for (const { path } of networks) {
    const { topology, weights } = await toGraphModel(join(artifactDir, path));
    const place = `model/tfjs/${basename(path, '.onnx')}`;
    await folder.write(`${place}/model.json`, topology);
    await folder.write(`${place}/${WEIGHTS_FILE}`, weights);
  }
  const { '@tensorflow/tfjs-core': core, ...others } = await installedVersions([
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-backend-wasm',
  ]);
  // Its packages are released together.
  const packages = { '@tensorflow/tfjs-core': core!, '@tensorflow/tfjs-converter': core!, ...others };
  await writeProgram(folder, { kind: model.kind, packages, host: 'tfjs/host.js' });
  await folder.model(artifactDir, { ...model, files: model.files.filter((file) => !isWeights(file)) });
  const options = { title: 'TensorFlow.js', commands: commandsOf(model), notes: NOTES };
  await folder.write('README.md', await readme(artifactDir, options));
  return folder;
}

const isWeights = ({ path }: { path: string }) => path.endsWith('.onnx') || path.endsWith('.onnx_data');

const NOTES = [
  "In a page: `const model = await tf.loadGraphModel('model/tfjs/NAME/model.json')`, then `model.execute(inputs)`. `tunesmith.js` prepares the inputs, and `predict.js` shows how.",
];
