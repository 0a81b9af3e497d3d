/**
 * An artifact folder → the page of a Run: one HTML file with the model, the code that prepares inputs (the very code of
 * training) and the model card inside. Only ONNX Runtime comes from elsewhere. What would make it too large to send is left
 * out, and the page asks for it. Called at the end of training; the folder of `/export format:site` is the same page.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { artifactHost } from '../../delivered/artifact-host.ts';
import { type Report, reportSchema } from '../../report/report.ts';
import { chosenContender } from '../../report/verdict.ts';
import { measure, percent, reportWords } from '../../text/words.ts';
import { type ModelFile, type ModelFiles, modelFiles } from '../exports/model-files.ts';
import { pageScript } from './bundle.ts';
import { packFile } from './pack-file.ts';
import type { PageData } from './page-data.ts';
import { runtimePackage } from './runtime-package.ts';

export const PAGE_FILE = 'try.html';
/** What Discord takes of everybody: 10 MiB. */
export const PAGE_LIMIT_BYTES = 10 * 2 ** 20;

/** Writes `try.html` into the folder, which holds report.json and README.md. @returns its bytes */
export async function writePage(artifactDir: string): Promise<number> {
  const model = await modelFiles(artifactDir);
  const shell = await pageShell(artifactDir, model);
  const inside = await filesInside(
    artifactDir,
    model,
    PAGE_LIMIT_BYTES - shell({ inside: [], missing: [] }).length,
  );
  const html = shell(inside);
  await writeFile(join(artifactDir, PAGE_FILE), html);
  return Buffer.byteLength(html);
}

interface PageContents {
  /** Path and packed bytes. */
  inside: [path: string, packed: string][];
  missing: ModelFile[];
}

/** Small files first: what is left out is the model itself. */
async function filesInside(artifactDir: string, model: ModelFiles, room: number): Promise<PageContents> {
  const contents: PageContents = { inside: [], missing: [] };
  let left = room;
  for (const file of await packable(artifactDir, model)) {
    // Weights hardly shrink: what is far too large need not be read.
    const packed = file.bytes > 2 * room ? null : await packFile(await file.read());
    if (packed === null || packed.length + file.path.length + 100 > left) contents.missing.push(file);
    else {
      contents.inside.push([file.path, packed]);
      left -= packed.length + file.path.length + 100;
    }
  }
  return contents;
}

interface Packable extends ModelFile {
  read: () => Promise<Uint8Array>;
}

/** Everything that the page's host may be asked for, smallest first. */
export async function packable(artifactDir: string, model: ModelFiles): Promise<Packable[]> {
  const host = artifactHost(artifactDir);
  const files = model.files.map((file): Packable => ({ ...file, read: () => host.bytes(file.path) }));
  for (const name of model.libraries) {
    const bytes = await host.library(name);
    files.push({ path: `${name}.wasm`, bytes: bytes.length, read: async () => bytes });
  }
  return files.sort((a, b) => a.bytes - b.bytes);
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self' file: 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  'connect-src https://cdn.jsdelivr.net',
  'img-src data: blob:',
  'media-src blob:',
  "form-action 'none'",
].join('; ');

/** All of the page but its model's files. @param scripts beside the page, loaded before it starts */
export async function pageShell(
  artifactDir: string,
  { kind }: ModelFiles,
  scripts: readonly string[] = [],
): Promise<(contents: PageContents) => string> {
  const report = reportSchema.parse(JSON.parse(await readFile(join(artifactDir, 'report.json'), 'utf8')));
  const card = await readFile(join(artifactDir, 'README.md'), 'utf8');
  const script = (await pageScript(kind)).replaceAll('</script', '<\\/script');
  const css = await readFile(fileURLToPath(new URL('./browser/page.css', import.meta.url)), 'utf8');
  const { facts } = await runtimePackage();
  return ({ inside, missing }) => {
    const data: PageData = {
      version: 1,
      runId: report.runId,
      kind,
      title: report.dataset.name,
      headline: headline(report),
      card,
      runtime: facts,
      missing: missing.map(({ path, bytes }) => ({ path, bytes })),
      limitBytes: PAGE_LIMIT_BYTES,
    };
    return [
      '<!doctype html>',
      '<html lang="en">',
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      '<title>Tunesmith</title>',
      `<style>${css}</style>`,
      '</head>',
      '<body>',
      '<div id="app"></div>',
      '<noscript>This page needs JavaScript. 本页面需要 JavaScript。</noscript>',
      `<script type="application/json" id="page-data">${inScript(data)}</script>`,
      ...inside.map(
        ([path, packed]) => `<script type="text/plain" data-path="${attribute(path)}">${packed}</script>`,
      ),
      ...scripts.map((name) => `<script src="${name}"></script>`),
      `<script type="module">${script}</script>`,
      '</body>',
      '</html>',
      '',
    ].join('\n');
  };
}

const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function headline(report: Report): string {
  const words = reportWords('en');
  const model = chosenContender(report).name;
  if (report.classification)
    return words('title.classification', { model, percent: percent(report.classification.accuracy) });
  const [first] = report.measures;
  return first ? words('title.measure', { model, name: first.name, value: measure(first.value) }) : model;
}
