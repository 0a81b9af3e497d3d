/** An `export` task goes in, a zip comes out: a delivered model in the form in which a person uses it. Called by `child.ts`. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MadeFormat } from '../../child/export-formats.ts';
import type { ChildResultOf, ChildTaskOf } from '../../child/messages.ts';
import { type ExportFolder, exportFolder } from './export-folder.ts';
import { type ModelFiles, modelFiles } from './model-files.ts';
import { nodeFolder } from './node-folder.ts';
import { pythonFolder } from './python-folder.ts';
import { readme } from './readme.ts';
import { siteFolder } from './site-folder.ts';
import { tfjsFolder } from './tfjs-folder.ts';

type Maker = (artifactDir: string, model: ModelFiles, to: string) => Promise<ExportFolder>;

const MAKERS: Readonly<Record<MadeFormat, Maker>> = {
  compact: compactFolder,
  site: siteFolder,
  node: nodeFolder,
  python: pythonFolder,
  tfjs: tfjsFolder,
};

/** @throws UserError of the format, where this model has none */
export async function exportModel({
  artifactDir,
  folders,
  format,
}: ChildTaskOf<'export'>): Promise<ChildResultOf<'exported'>> {
  const to = join(folders.workDir, format);
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const folder = await MAKERS[format](artifactDir, await modelFiles(artifactDir), to);
  const path = await folder.zip(format);
  return { kind: 'exported', path, bytes: (await stat(path)).size };
}

/** Only what predicting reads: no charts, no tables. */
async function compactFolder(artifactDir: string, model: ModelFiles, to: string): Promise<ExportFolder> {
  const folder = exportFolder(to);
  await folder.model(artifactDir, model);
  await folder.write('README.md', await readme(artifactDir, { title: 'ONNX', commands: [] }));
  return folder;
}
