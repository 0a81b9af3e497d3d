/**
 * Which samples a Run learnt from, kept as hashes, so that `/evaluate` tells rows of a later file that are no news to the
 * model. Written by `train.ts` once the model is fitted; read by the three evaluations.
 *
 * What is kept of a sample: the first 8 bytes of HMAC-SHA-256 of its content, keyed by the Run's id, in ascending order
 * (so neither rows nor their order, and equal samples of two Runs differ). Short texts could still be guessed by trying:
 * the file stays in the bot's own storage, where the data set itself lies too, and is left out of `model.zip`
 * (`export/zip-model.ts`) and of what is published (`report/publish.ts`).
 */
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyDataset, SeriesDataset } from '../../../datasets/dataset.ts';
import { normaliseText } from '../../../datasets/text/group-texts.ts';
import { episodesOf } from '../../policy/transitions.ts';
import { stepTime } from '../../series/forecast-rows.ts';
import type { Samples } from '../samples.ts';

export const LEARNT_FILE = 'learnt-samples.bin';

/** Of each hash: among a billion different samples two agree with a chance of 3 %. */
const BYTES = 8;

const hashOf = (content: string, runId: string): string =>
  createHmac('sha256', runId)
    .update(content)
    .digest('hex')
    .slice(0, 2 * BYTES);

export async function writeLearnt(
  artifactDir: string,
  runId: string,
  contents: Iterable<string>,
): Promise<void> {
  const hashes = new Set<string>();
  for (const content of contents) hashes.add(hashOf(content, runId));
  await writeFile(join(artifactDir, LEARNT_FILE), Buffer.from([...hashes].sort().join(''), 'hex'));
}

/** Tells whether the Run learnt from a sample of this content; null for Runs of versions that kept no hashes. */
export async function readLearnt(
  artifactDir: string,
  runId: string,
): Promise<((content: string) => boolean) | null> {
  const bytes = await readFile(join(artifactDir, LEARNT_FILE)).catch(() => null);
  if (bytes === null) return null;
  const hashes = new Set<string>();
  for (let at = 0; at < bytes.length; at += BYTES) hashes.add(bytes.toString('hex', at, at + BYTES));
  return (content) => hashes.has(hashOf(content, runId));
}

/** Of some rows: a text without case, spaces and punctuation, or the SHA-256 of a file; what labels it does not count. */
export const sampleContents = ({ kind, texts, files }: Samples, rows: Int32Array): string[] =>
  Array.from(rows, (row) => (kind === 'text' ? normaliseText(texts[row]!) : files[row]!.hash));

/** [steps] of one series: its name, the time of the step and the value; null for gaps. */
export function pointContents(dataset: SeriesDataset, index: number): (string | null)[] {
  const { id, start, values } = dataset.series[index]!;
  return Array.from(values, (value, step) =>
    Number.isNaN(value) ? null : JSON.stringify([id, stepTime(dataset, start, step), value]),
  );
}

/**
 * [episodes] of a log: state, action and reward of every step. Single steps would not do: where states are few, those of
 * new episodes equal old ones.
 */
export function episodeContents(dataset: PolicyDataset): string[] {
  const { stateNames, states, action, actions, reward } = dataset;
  const d = stateNames.length;
  const stepOf = (row: number) => [
    ...states.subarray(row * d, (row + 1) * d),
    actions[action[row]!],
    reward[row],
  ];
  return episodesOf(dataset).map(({ from, to }) =>
    JSON.stringify(Array.from({ length: to - from }, (_, step) => stepOf(from + step))),
  );
}
