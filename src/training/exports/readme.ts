/** A format and its commands → the README of an exported folder, with the model card below. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataKind } from '../../datasets/dataset.ts';

const EXAMPLES: Readonly<Record<DataKind, string>> = {
  image: 'photo.jpg',
  text: '"the text"',
  audio: 'sound.wav',
  series: 'history.csv',
  policy: 'states.csv',
  prose: '"a beginning"',
};

export const exampleOf = (kind: DataKind): string => EXAMPLES[kind];

export async function readme(
  artifactDir: string,
  { title, commands, notes = [] }: { title: string; commands: readonly string[]; notes?: readonly string[] },
): Promise<string> {
  const card = (await readFile(join(artifactDir, 'README.md'), 'utf8')).replace(/^---\n[\s\S]*?\n---\n/, '');
  const use = commands.length > 0 ? ['```sh', ...commands, '```', ''] : [];
  return [
    `# This model in ${title}`,
    '',
    ...use,
    ...notes.flatMap((note) => [note, '']),
    card.trim(),
    '',
  ].join('\n');
}
