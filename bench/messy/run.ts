/**
 * Inspects every file of a bank as the trainer child does and compares what is said with what a careful person would
 * understand. Run: npx tsx bench/messy/run.ts [--bank open|sealed] [--case NAME] [--json]. Details of the sealed bank
 * are printed only with `--unseal`: it is not looked at while building.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChildTaskOf, childTaskSchema } from '../../src/child/messages.ts';
import { isUserError } from '../../src/errors.ts';
import { inspect } from '../../src/training/inspect.ts';
import { makeBank } from './banks.ts';
import type { MessyFile } from './expectation.ts';
import { type Judgement, judge } from './judge.ts';
import { type Said, saidByProfile, saidByRefusal } from './said.ts';
import { BANKS, type Bank } from './series.ts';

/** The schema leaves out what today's task does not know of, such as the description. */
function taskFor(file: MessyFile, folder: string): ChildTaskOf<'inspect'> {
  const path = join(folder, 'attachment');
  const folders = { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') };
  const task = childTaskSchema.parse({
    kind: 'inspect',
    folders,
    file: { path, name: file.name },
    target: null,
    task: null,
    description: file.description,
  });
  if (task.kind !== 'inspect') throw new Error(`an inspection became a task ${task.kind}`);
  mkdirSync(folders.workDir, { recursive: true });
  writeFileSync(path, file.bytes);
  return task;
}

export async function look(file: MessyFile): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), 'messy-'));
  try {
    return saidByProfile((await inspect(taskFor(file, folder))).profile);
  } catch (error) {
    // Anything else is a bug, and counts as a refusal without a reason.
    return saidByRefusal(isUserError(error) ? error : { code: 'crash', message: String(error) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const percent = (part: number, of: number): string =>
  of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

export function figuresOf(judgements: readonly Judgement[]) {
  const wrong = judgements.filter((one) => one.wrong.length > 0).length;
  const clean = judgements.filter(({ file }) => file.isClean);
  return {
    files: judgements.length,
    understood: judgements.filter(({ understood }) => understood).length,
    wrong,
    clean: clean.length,
    cleanUnderstood: clean.filter(({ understood }) => understood).length,
  };
}

function print(judgements: readonly Judgement[], bank: Bank, withDetails: boolean): void {
  const all = figuresOf(judgements);
  console.log(
    `\n${bank}: ${all.files} files; understood ${percent(all.understood, all.files)}; with a wrong claim ${percent(all.wrong, all.files)}; of ${all.clean} clean ones understood ${percent(all.cleanUnderstood, all.clean)}`,
  );
  const languages = groupBy(judgements, ({ file }) => file.language);
  const shown = [...languages].map(([language, own]) => {
    const { understood, wrong, files } = figuresOf(own);
    return `${language} ${understood}/${files} (${wrong} wrong)`;
  });
  console.log(`  ${shown.join(', ')}`);
  for (const code of new Set(judgements.flatMap(({ said }) => said.unknown)))
    console.log(`  The code ${code} has no meaning in said.ts yet.`);
  if (!withDetails) return;
  for (const [name, own] of groupBy(judgements, ({ file }) => file.case)) {
    const { understood, files, wrong } = figuresOf(own);
    if (understood === files) continue;
    console.log(`  ${name}: ${understood} of ${files} understood, ${wrong} with a wrong claim`);
    for (const { file, misses, wrong: claims, said, understood: isFine } of own) {
      if (isFine) continue;
      console.log(`    ${file.id}${file.isClean ? ' (clean)' : ''}`);
      for (const claim of claims) console.log(`      ✗ ${claim}`);
      for (const miss of misses) console.log(`      – ${miss}`);
      console.log(`        ${said.words.slice(0, 300)}`);
    }
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bank: { type: 'string' },
      case: { type: 'string' },
      json: { type: 'boolean', default: false },
      unseal: { type: 'boolean', default: false },
    },
  });
  for (const bank of BANKS.filter((name) => (values.bank ?? name) === name)) {
    const files = (await makeBank(bank)).filter((file) => (values.case ?? file.case) === file.case);
    const judgements: Judgement[] = [];
    for (const file of files) judgements.push(judge(file, await look(file)));
    if (values.json) console.log(JSON.stringify({ bank, ...figuresOf(judgements) }));
    else print(judgements, bank, bank === 'open' || values.unseal);
  }
}

if (process.argv[1]?.endsWith('messy/run.ts')) await main();
