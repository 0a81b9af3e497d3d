/** What a Run was asked to be → what it will be, or a refusal: budget, horizon, kind, own model, separate test file. */
import { DATA_KINDS, type DataKind, type DatasetProfile } from '../../src/datasets/dataset.ts';
import type { Context } from '../../src/discord/command.ts';
import { fetchFile } from '../../src/discord/data-source.ts';
import { UserError } from '../../src/errors.ts';
import type { Downloaded } from '../../src/fetch/downloads.ts';
import { checkFetchable } from '../../src/hub/check-fetchable.ts';
import { findHubRef } from '../../src/hub/hub-id.ts';
import { parseBudget } from '../../src/text/duration.ts';
import { dataWord } from '../../src/text/terms.ts';
import { cacheDir, checkOwnModel, inspect } from '../children.ts';
import type { FinetuneRequest } from './request.ts';

const DEFAULT_BUDGET_SECONDS = 120;
const MINIMUM_BUDGET_SECONDS = 10;

export function budgetOf(request: FinetuneRequest, maximum: number): number {
  if (request.budget !== undefined)
    return parseBudget(request.budget, { minimum: MINIMUM_BUDGET_SECONDS, maximum });
  return Math.min(DEFAULT_BUDGET_SECONDS, maximum);
}

export function horizonOf({ horizon }: FinetuneRequest, { kind }: DatasetProfile): number | null {
  if (horizon === undefined || kind === 'series') return horizon ?? null;
  throw new UserError('horizon-without-series', { horizon, kind: dataWord(kind) });
}

/** `image`, `images`, `text-classification`, … → the kind of data; undefined → to be detected. */
export function parseKind(task: string | undefined): DataKind | null {
  if (task === undefined || task.trim() === '' || task === 'auto') return null;
  const word = task.trim().toLowerCase();
  const kind = KIND_WORDS[word] ?? DATA_KINDS.find((candidate) => word.startsWith(candidate));
  if (kind) return kind;
  throw new UserError('unknown-task', { task, tasks: TASKS.join(', ') });
}

/** What `task` suggests: kinds of data, and for plain text what is done with it. */
export const TASKS = DATA_KINDS.map((kind) => (kind === 'prose' ? 'generation' : kind));

const KIND_WORDS: Record<string, DataKind> = {
  forecasting: 'series',
  'time-series': 'series',
  'offline-policy': 'policy',
  reinforcement: 'policy',
  generation: 'prose',
  'text-generation': 'prose',
};

/**
 * Where Runs are trained by this process, a model that it cannot download is refused before anything is queued.
 * @throws UserErrors `downloads-off` where the server wants none, `hub-…`
 */
export async function requireFetchable(context: Context, model: string, kind: DataKind): Promise<void> {
  const { config } = context.services;
  const ref = findHubRef(model);
  if (ref && !context.settings.modelDownloads) throw new UserError('downloads-off', { model });
  if (ref && config.workerConcurrency > 0)
    await checkFetchable(ref, { cacheDir: cacheDir(context), hub: config.hub, kind });
}

/** @throws UserErrors `model-and-file`, `model-file-kind`, and those of a file that is no usable ONNX model */
export async function fetchModelFile(
  context: Context,
  { model, modelFile }: FinetuneRequest,
  { folder, profile }: { folder: string; profile: DatasetProfile },
): Promise<Downloaded | null> {
  if (!modelFile) return null;
  if (model !== undefined) throw new UserError('model-and-file', { model, name: modelFile.name });
  if (profile.kind === 'series') throw new UserError('model-file-kind', { kind: dataWord(profile.kind) });
  const fetched = await fetchFile(context.services, modelFile, folder);
  await checkOwnModel(context, { file: fetched.local, folder });
  return fetched;
}

/** The separate test file must be of the same kind, with no class that training has never seen. */
export async function checkTest(
  context: Context,
  options: {
    folder: string;
    target: string | null;
    mergeSpellings: boolean | undefined;
    profile: DatasetProfile;
    file: { path: string; name: string };
  },
): Promise<void> {
  const { profile, file } = options;
  const tested = await inspect(context, { ...options, task: profile.kind });
  const known = new Set(profile.classes.map(({ name }) => name));
  const unknown = tested.classes.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const names = unknown.slice(0, 5).join(', ');
  throw new UserError('test-classes', { name: file.name, count: unknown.length, names });
}
