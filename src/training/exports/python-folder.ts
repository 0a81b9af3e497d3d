/**
 * A delivered model → a folder that predicts in Python: `predict.py` on onnxruntime and numpy, a page long, and the model.
 * No torch.
 */
import { generationRecipe } from '../../../knowledge/recipes/generation.ts';
import { UserError } from '../../errors.ts';
import { type ExportFolder, exportFolder } from './export-folder.ts';
import { type ModelFiles, readPipeline } from './model-files.ts';
import { exampleOf, readme } from './readme.ts';

/** Forecasting methods that `templates/python/series.py` does not have: WebAssembly, or a search that numpy is too slow for. */
const NOT_IN_NUMPY: readonly string[] = ['mstl-ets', 'log-mstl-ets', 'arima', 'ets'];

/** @throws UserError `export-python-method` for a forecaster of methods that numpy has not */
export async function pythonFolder(
  artifactDir: string,
  model: ModelFiles,
  to: string,
): Promise<ExportFolder> {
  const { kind } = model;
  const pipeline = await readPipeline(artifactDir);
  if (pipeline.kind === 'series' && pipeline.members.some(({ id }) => NOT_IN_NUMPY.includes(id)))
    throw new UserError('export-python-method');
  const folder = exportFolder(to);
  const usesTokenizer = kind === 'prose' || ('tokens' in pipeline && pipeline.tokens !== null);
  const packages = [
    ...['numpy', 'onnxruntime'],
    ...(kind === 'image' ? ['pillow'] : []),
    ...(usesTokenizer ? ['tokenizers'] : []),
  ];
  await folder.template(`python/${kind}.py`, 'predict.py');
  await folder.write('requirements.txt', `${packages.join('\n')}\n`);
  if (kind === 'prose') await folder.write('sampling.json', JSON.stringify(generationRecipe.sampling));
  await folder.model(artifactDir, model);
  const commands = ['pip install -r requirements.txt', `python predict.py ${exampleOf(kind)}`];
  await folder.write('README.md', await readme(artifactDir, { title: 'Python', commands }));
  return folder;
}
