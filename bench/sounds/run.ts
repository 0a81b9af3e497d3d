/**
 * Sounds from attachment to tested model: words by voices that were not trained on, and voices by words that were not,
 * for 8, 32 and all clips a class. Run: npx tsx bench/sounds/run.ts FOLDER [words|voices] [8|32|all]. The folder keeps
 * the recordings and features between runs. Prints one JSON object with the machine, versions and date.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { runChild } from '../../src/child/run-child.ts';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import { createLogger } from '../../src/log.ts';
import { reportSchema } from '../../src/report/report.ts';
import { type Clip, makeWords } from './make-words.ts';

const BUDGET_SECONDS = 600;
/** Of 40; the others are tested on. */
const TRAINED_VOICES = 24;
const NAMED_VOICES = 12;
const TRAINED_WORDS = 8;

interface Question {
  /** Class and group (what never stands on both sides) of a clip. */
  label: (clip: Clip) => string;
  group: (clip: Clip) => string;
  train: (clip: Clip) => boolean;
  test: (clip: Clip) => boolean;
}

const QUESTIONS: Record<'words' | 'voices', Question> = {
  words: {
    label: ({ word }) => word,
    group: ({ voice }) => `voice${voice}`,
    train: ({ voice }) => voice < TRAINED_VOICES,
    test: ({ voice, take }) => voice >= TRAINED_VOICES && take < 2,
  },
  voices: {
    label: ({ voice }) => `voice${voice}`,
    group: ({ word }) => word,
    train: ({ voice, word }) => voice < NAMED_VOICES && trainedWords.has(word),
    test: ({ voice, word }) => voice < NAMED_VOICES && !trainedWords.has(word),
  },
};

const folder = resolve(process.argv[2] ?? 'bench-sounds');
mkdirSync(folder, { recursive: true });
const clips = makeWords(join(folder, 'clips'));
const trainedWords = new Set([...new Set(clips.map(({ word }) => word))].slice(0, TRAINED_WORDS));

/** The first `limit` clips of every class, over the groups in turn. */
function takeOfEach(chosen: Clip[], { label }: Question, limit: number): Clip[] {
  const counts = new Map<string, number>();
  const ordered = chosen.toSorted((a, b) => a.take - b.take);
  return ordered.filter((clip) => {
    const count = counts.get(label(clip)) ?? 0;
    counts.set(label(clip), count + 1);
    return count < limit;
  });
}

function pack(chosen: Clip[], { label, group }: Question, name: string) {
  const path = join(folder, name);
  const entries = chosen.map((clip) => {
    const file = `${label(clip)}/${group(clip)}/${clip.take}${extname(clip.path)}`;
    return [file, new Uint8Array(readFileSync(clip.path))] as const;
  });
  writeFileSync(path, zipSync(Object.fromEntries(entries), { level: 0 }));
  return { path, name };
}

async function answer(name: keyof typeof QUESTIONS, size: string) {
  const question = QUESTIONS[name];
  const limit = size === 'all' ? Number.POSITIVE_INFINITY : Number(size);
  const dataset = pack(takeOfEach(clips.filter(question.train), question, limit), question, `${name}.zip`);
  const test = pack(clips.filter(question.test), question, `${name}-test.zip`);
  const runDir = mkdtempSync(join(folder, 'run-'));
  const artifactDir = join(runDir, 'artifact');
  const key = { key: 'k', name: dataset.name, bytes: 1, sha256: '0' };
  await runChild(
    {
      kind: 'train',
      folders: { workDir: join(runDir, 'work'), cacheDir: join(folder, 'cache') },
      runId: 'BENCH001',
      spec: runSpecSchema.parse({ dataset: key, kind: 'audio', budgetSeconds: BUDGET_SECONDS, seed: 1 }),
      dataset,
      test,
      modelFile: null,
      artifactDir,
    },
    { memoryMiB: 4_096, deadlineMs: 3_600_000, log: createLogger('silent') },
  );
  const report = reportSchema.parse(JSON.parse(readFileSync(join(artifactDir, 'report.json'), 'utf8')));
  return {
    question: name,
    size,
    trained: report.split.train + report.split.validation,
    tested: report.split.test,
    chosen: report.chosen,
    contenders: report.contenders.map(({ id, validationScore, testScore }) => ({
      id,
      validationScore,
      testScore,
    })),
    seconds: report.seconds,
  };
}

const asked = process.argv[3];
const names = (['words', 'voices'] as const).filter((name) => asked === undefined || name === asked);
const sizes = ['8', '32', 'all'].filter((size) => process.argv[4] === undefined || size === process.argv[4]);
const results = [];
for (const name of names) for (const size of sizes) results.push(await answer(name, size));
const machine = `${cpus()[0]?.model}, ${availableParallelism()} threads, load ${loadavg()[0]?.toFixed(1)}`;
const report = { date: new Date().toISOString(), machine, node: process.version, results };
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
