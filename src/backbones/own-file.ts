/**
 * A person's own model, checked from the outside before anything runs it. In: the attached file: `.onnx`, or a zip with
 * the ONNX file, its external weights and its configuration in the Hub's layout, such as the one that a Run delivers.
 * Out: paths on disk.
 * Next: `load-backbone.ts` builds from them.
 */
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { extractArchive } from '../datasets/archive/extract-archive.ts';
import type { ExtractedFile } from '../datasets/archive/extraction.ts';
import { LIMITS } from '../datasets/limits.ts';
import { isUserError, UserError } from '../errors.ts';
import { externalFiles, readGraphFile } from '../onnx/file/model-file.ts';
import type { OnnxModel } from '../onnx/model.ts';

/** Operator sets that ONNX Runtime's own build knows. */
const DOMAINS = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft']);
/** Files that are read beside the ONNX file. */
const CONFIGS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
];

export interface OwnFile {
  path: string;
  /** As the person named it. */
  name: string;
}

interface OwnModel {
  onnxPath: string;
  /** null: the ONNX file came alone. */
  configDir: string | null;
}

/** Checks a lone ONNX file, in the child only; what is in a zip is checked when it is opened. */
export async function checkOwnFile(file: OwnFile): Promise<void> {
  if (!(await isZip(file.path))) checkLone(file);
}

/**
 * A zip is unpacked beside itself.
 * @throws UserError `not-onnx`, `onnx-too-complex`, `onnx-external-data`, `onnx-custom-ops`, `model-zip`
 */
export async function openOwnFile(file: OwnFile): Promise<OwnModel> {
  if (await isZip(file.path)) return unpack(file);
  checkLone(file);
  return { onnxPath: file.path, configDir: null };
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\u0003\u0004';
  } finally {
    await handle.close();
  }
}

/** The one ONNX file of the zip with its weights, and the configuration in its folder, or in the folder above `onnx/`. */
async function unpack({ path, name }: OwnFile): Promise<OwnModel> {
  const workDir = `${path}.unpacked`;
  const { files } = await extractArchive(path, 'zip', {
    workDir,
    label: 'files',
    // Weights are one entry, and large; the whole is limited still.
    entryBytes: LIMITS.archiveBytes,
  });
  const [model, ...others] = files.filter((file) => file.name.endsWith('.onnx'));
  if (!model || others.length > 0)
    throw new UserError('model-zip', { name, count: model ? others.length + 1 : 0 });
  const configDir = join(workDir, 'configuration');
  await rm(configDir, { recursive: true, force: true });
  await mkdir(configDir, { recursive: true });
  const folder = posix.dirname(model.name);
  const places = posix.basename(folder) === 'onnx' ? [folder, posix.dirname(folder)] : [folder];
  const find = (config: string): ExtractedFile | undefined =>
    files.find((file) => places.some((place) => file.name === posix.join(place, config)));
  for (const config of CONFIGS) {
    const found = find(config);
    if (found) await copyFile(found.path, join(configDir, config));
  }
  const { graph } = checkOnnx({ path: model.path, name });
  const locations = externalFiles(graph);
  if (locations.length === 0) return { onnxPath: model.path, configDir };
  const found = files.filter((file) => locations.some((at) => file.name === posix.join(folder, at)));
  return { onnxPath: await placeTogether(model, found, join(workDir, 'model')), configDir };
}

/**
 * The model and its weights under the names they have in the zip. Weights that lie elsewhere are not looked for; who reads
 * the model says that they are missing.
 */
async function placeTogether(
  model: ExtractedFile,
  weights: readonly ExtractedFile[],
  target: string,
): Promise<string> {
  const folder = posix.dirname(model.name);
  const placeOf = ({ name }: ExtractedFile) => join(target, posix.relative(folder, name));
  await rm(target, { recursive: true, force: true });
  for (const file of [
    model,
    ...weights.filter(({ name }) => !posix.relative(folder, name).startsWith('..')),
  ]) {
    await mkdir(dirname(placeOf(file)), { recursive: true });
    await rename(file.path, placeOf(file));
  }
  return placeOf(model);
}

function checkLone(file: OwnFile): void {
  const { graph } = checkOnnx(file);
  if (externalFiles(graph).length > 0) throw new UserError('onnx-external-data', { name: file.name });
}

/** Operators only; weights are not looked for. */
function checkOnnx({ path, name }: OwnFile): OnnxModel {
  const model = readGraph(path, name);
  const { graph } = model;
  const custom = [...new Set(graph.node.filter(({ domain }) => !DOMAINS.has(domain)).map(opName))];
  if (custom.length > 0)
    throw new UserError('onnx-custom-ops', { name, custom: custom.slice(0, 5).join(', ') });
  return model;
}

const opName = ({ domain, opType }: { domain: string; opType: string }) => `${domain}.${opType}`;

function readGraph(path: string, name: string): OnnxModel {
  try {
    const model = readGraphFile(path);
    if (model.graph.node.length > 0) return model;
  } catch (cause) {
    if (isUserError(cause) && cause.code === 'onnx-too-complex') throw cause;
    throw notOnnx(name, cause);
  }
  throw notOnnx(name);
}

const notOnnx = (name: string, cause?: unknown) => new UserError('not-onnx', { name }, { cause });
