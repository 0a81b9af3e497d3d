/**
 * Small Runs of every kind of data, trained for real, for the tests of what a person takes away: the page and the exports.
 * Each folder comes with an input and what `/predict` says about it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import type { ChildResultOf, ChildTaskOf } from '../../../src/child/messages.ts';
import { runSpecSchema } from '../../../src/child/run-spec.ts';
import type { DataKind } from '../../../src/datasets/dataset.ts';
import type { LocalFile } from '../../../src/files.ts';
import { fetchHubModel } from '../../../src/hub/fetch-model.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { predict } from '../../../src/training/predict.ts';
import { train } from '../../../src/training/train.ts';
import { startMirror } from '../../hub/mirror.ts';
import { makeSound, packSounds, SHAPES } from '../classifier/audio/sounds.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url);
const { signal } = new AbortController();

export interface Made {
  kind: DataKind;
  artifactDir: string;
  /** A text, or a file, to predict with. */
  input: { text: string } | { file: LocalFile };
  predicted: ChildResultOf<'predicted'>;
}

interface Job {
  data: { name: string; bytes: Uint8Array | string };
  input: { text: string } | { name: string; bytes: Uint8Array | string };
  model?: string;
  budgetSeconds: number;
}

const JOBS: Readonly<Record<DataKind, () => Promise<Job>>> = {
  text: async () => {
    const [head, ...rows] = (await readFile(new URL('mail-subjects.csv', SAMPLES), 'utf8'))
      .trim()
      .split('\n');
    const kept = [head, ...rows.filter((_, i) => i % 4 === 0)].join('\n');
    return {
      data: { name: 'subjects.csv', bytes: kept },
      input: { text: 'Re: invoice for March, 请查收' },
      budgetSeconds: 30,
    };
  },
  image: async () => {
    const all = unzipSync(await readFile(new URL('clipart.zip', SAMPLES)));
    const names = Object.keys(all).filter((name) => /\.(jpe?g|png|webp)$/.test(name));
    const kept = names.filter((_, i) => i % 4 === 0).map((name) => [name, all[name]!] as const);
    const picture = all[names[1]!]!;
    return {
      data: { name: 'pictures.zip', bytes: zipSync(Object.fromEntries(kept), { level: 0 }) },
      input: { name: 'picture.jpg', bytes: picture },
      budgetSeconds: 30,
    };
  },
  audio: async () => {
    const files = SHAPES.flatMap((shape, c) =>
      Array.from({ length: 8 }, (_, i) => {
        const sound = makeSound({
          shape,
          seconds: 0.3 + 0.05 * i,
          rate: [8_000, 44_100][i % 2]!,
          seed: 100 * c + i,
        });
        return [`sounds/${shape}/${i}.wav`, sound] as const;
      }),
    );
    const input = makeSound({ shape: 'rising', seconds: 0.7, rate: 44_100, channels: 2, seed: 999 });
    return {
      data: { name: 'sounds.zip', bytes: packSounds(Object.fromEntries(files)) },
      input: { name: 'sound.wav', bytes: input },
      budgetSeconds: 30,
    };
  },
  series: async () => {
    const random = seededRandom(5);
    const rows = ['north', 'south'].flatMap((id, s) =>
      Array.from({ length: 72 }, (_, t) => {
        const date = new Date(Date.UTC(2018, t, 1)).toISOString().slice(0, 10);
        const value = 100 + s * 50 + t + 20 * Math.sin((2 * Math.PI * t) / 12) + 6 * random.next();
        return `${id},${date},${value.toFixed(2)}`;
      }),
    );
    const table = ['series_id,timestamp,value', ...rows].join('\n');
    return {
      data: { name: 'sales.csv', bytes: table },
      input: { name: 'history.csv', bytes: table },
      budgetSeconds: 30,
    };
  },
  policy: async () => {
    const random = seededRandom(3);
    const lines = ['episode,step,x,y,action,reward,done'];
    for (let episode = 0; episode < 60; episode++)
      for (let [step, place] = [0, 2]; step < 20; step++) {
        const right = random.next() < 0.45;
        const next = place + (right ? 1 : -1);
        const done = next === 0 || next === 4;
        const reward = next === 0 ? -1 : next === 4 ? 10 : -0.1;
        lines.push([episode, step, 100 * place, 7, right ? 'right' : 'left', reward, Number(done)].join(','));
        place = next;
        if (done) break;
      }
    const states = 'x,y\n100,7\n300,7\n250.5,7';
    return {
      data: { name: 'log.csv', bytes: lines.join('\n') },
      input: { name: 'states.csv', bytes: states },
      budgetSeconds: 10,
    };
  },
  prose: async () => {
    const words = ['the meeting is moved to friday', 'your invoice is attached', 'the server is down again'];
    const texts = Array.from(
      { length: 60 },
      (_, i) =>
        `note ${i * 37}: ${[0, 1, 2].map((k) => words[(i * 5 + k * (1 + (i >> 2))) % 3]).join('. ')}.`,
    );
    return {
      data: { name: 'notes.csv', bytes: `text\n${texts.join('\n')}\n` },
      input: { text: 'the meeting is' },
      model: 'tiny/gpt2',
      budgetSeconds: 10,
    };
  },
};

/** Trains a Run of this kind below `folder`, and predicts with it. */
export async function makeArtifact(kind: DataKind, folder: string): Promise<Made> {
  const { data, input, model = 'auto', budgetSeconds } = await JOBS[kind]();
  const root = join(folder, kind);
  const folders = { workDir: join(root, 'work'), cacheDir: join(folder, 'cache') };
  await mkdir(folders.workDir, { recursive: true });
  const place = async ({ name, bytes }: { name: string; bytes: Uint8Array | string }): Promise<LocalFile> => {
    await writeFile(join(root, name), bytes);
    return { path: join(root, name), name };
  };
  if (model !== 'auto') await fetchModel(model, folders.cacheDir);
  const dataset = { key: 'k', name: data.name, bytes: 1, sha256: '0' };
  const task: ChildTaskOf<'train'> = {
    kind: 'train',
    folders,
    runId: 'TEST0001',
    spec: runSpecSchema.parse({
      dataset,
      kind,
      model,
      unfreeze: kind === 'prose' ? 'auto' : 'none',
      budgetSeconds,
      seed: 3,
    }),
    dataset: await place(data),
    test: null,
    modelFile: null,
    artifactDir: join(root, 'artifact'),
  };
  await train(task, { emit: () => {}, signal });
  const given = 'text' in input ? input : { file: await place(input) };
  const predicted = await predict(
    {
      kind: 'predict',
      folders,
      artifactDir: task.artifactDir,
      text: 'text' in given ? given.text : null,
      file: 'file' in given ? given.file : null,
    },
    { emit: () => {}, signal },
  );
  return { kind, artifactDir: task.artifactDir, input: given, predicted };
}

async function fetchModel(name: string, cacheDir: string): Promise<void> {
  const mirror = await startMirror();
  try {
    const hub = { endpoint: mirror.endpoint };
    await fetchHubModel({ name, revision: 'main' }, { cacheDir, hub, kind: 'prose', limitBytes: 2 ** 20 });
  } finally {
    await mirror.close();
  }
}
