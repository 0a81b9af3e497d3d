/**
 * A Run whose frozen features are poor: the layers above the cut are what must change. It is killed on the way and goes
 * on, the tuned network wins, and what is delivered is read alike by `/predict` and by transformers.js.
 */
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChildEvent } from '../../../../src/child/events.ts';
import type { ChildTaskOf } from '../../../../src/child/messages.ts';
import { runSpecSchema } from '../../../../src/child/run-spec.ts';
import { decodeModel, encodeModel, floatTensor, node } from '../../../../src/onnx/model.ts';
import { type Report, reportSchema } from '../../../../src/report/report.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { joinNotes } from '../../../../src/text/notes.ts';
import { zipModel } from '../../../../src/training/classifier/export/zip-model.ts';
import { predict } from '../../../../src/training/predict.ts';
import { train } from '../../../../src/training/train.ts';
import { FIXTURES } from '../../../hub/mirror.ts';

const signal = new AbortController().signal;
const WORDS = ['review', 'meeting', 'server', 'invoice', 'lunch', 'offer', 'prize', 'request', 'friday'];
const WIDTH = 32;

/** Told apart by the case of the last word: terms are in lower case, a model of bytes reads it. */
function makeRows(count: number): { text: string; label: string }[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 3 }, () => WORDS[random.below(WORDS.length)]!);
    const last = WORDS[random.below(WORDS.length)]!;
    return i % 2
      ? { text: `${words.join(' ')} ${last.toUpperCase()}`, label: 'urgent' }
      : { text: `${words.join(' ')} ${last}`, label: 'calm' };
  });
}

/** The tiny GPT-2 with a layer behind its last block through which nearly nothing passes: one of 32 directions. */
async function writeNarrowModel(folder: string): Promise<string> {
  const from = join(FIXTURES, 'tiny', 'gpt2');
  const to = join(folder, 'narrow');
  await mkdir(to);
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    await cp(join(from, name), join(to, name));
  const model = decodeModel(await readFile(join(from, 'onnx', 'model.onnx')));
  const { graph } = model;
  const output = graph.output[0]!.name;
  const head = graph.node.find((inner) => inner.output.includes(output))!;
  const hidden = head.input[0]!;
  const matrix = Float32Array.from({ length: WIDTH * WIDTH }, (_, i) =>
    Math.floor(i / WIDTH) === 3 ? Math.cos(i % WIDTH) : 0,
  );
  const narrowed = {
    ...graph,
    node: [
      ...graph.node.filter((inner) => inner !== head),
      node('MatMul', [hidden, 'narrow.weight'], ['narrow']),
      { ...head, input: ['narrow', ...head.input.slice(1)] },
    ],
    initializer: [...graph.initializer, floatTensor('narrow.weight', [WIDTH, WIDTH], matrix)],
  };
  await mkdir(join(to, 'onnx'));
  await writeFile(join(to, 'onnx', 'model.onnx'), encodeModel({ ...model, graph: narrowed }));
  await zipModel(to);
  return join(to, 'model.zip');
}

async function makeTask(folder: string): Promise<ChildTaskOf<'train'>> {
  const path = join(folder, 'case.csv');
  const rows = makeRows(200).map(({ text, label }) => `${text},${label}`);
  await writeFile(path, `text,tone\n${rows.join('\n')}\n`);
  return {
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') },
    runId: 'TUNED001',
    spec: runSpecSchema.parse({
      dataset: { key: 'k', name: 'case.csv', bytes: 1, sha256: '0' },
      kind: 'text',
      budgetSeconds: 300,
      unfreeze: 'auto',
      seed: 1,
    }),
    dataset: { path, name: 'case.csv' },
    test: null,
    modelFile: { path: await writeNarrowModel(folder), name: 'narrow.zip' },
    artifactDir: join(folder, 'artifact'),
  };
}

const readReport = async (task: ChildTaskOf<'train'>): Promise<Report> =>
  reportSchema.parse(JSON.parse(await readFile(join(task.artifactDir, 'report.json'), 'utf8')));

/** What does not depend on the clock. */
const figures = ({ trials, contenders, classification, chosen }: Report) => ({
  trials: trials.map(({ seconds, ...rest }) => rest),
  contenders: contenders.map(({ seconds, ...rest }) => rest),
  classification,
  chosen,
});

describe('a network whose frozen features are poor', () => {
  let task: ChildTaskOf<'train'>;
  let report: Report;
  beforeAll(async () => {
    task = await makeTask(await mkdtemp(join(tmpdir(), 'tunesmith-tuned-')));
    await train(task, { emit: () => {}, signal });
    report = await readReport(task);
  }, 120_000);

  it('wins when its layers are tuned, and every way to tune that was tried is told', () => {
    const of = (id: string) => report.contenders.find((contender) => contender.id === id)!;
    expect(report.chosen).toMatch(/^unfrozen-(top|deep)$/);
    expect(of(report.chosen).validationScore).toBeGreaterThan(of('probe').validationScore + 0.2);
    expect(of(report.chosen).validationScore).toBeGreaterThan(of('no-transfer').validationScore + 0.2);
    expect(report.backbone!.frozen).toContain('tuned together with a new linear head');
    const layers = report.trials.filter(({ stage }) => stage === 'layers');
    const rung = (number: number) => layers.filter((trial) => trial.rung === number);
    expect([1, 2, 3].map((number) => rung(number).length)).toEqual([9, 3, 1]);
    expect(
      rung(1)
        .filter(({ outcome }) => outcome === 'kept')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      rung(2)
        .map(({ id }) => id)
        .sort(),
    );
    expect(rung(3)[0]).toMatchObject({
      outcome: 'chosen',
      id: rung(2).find(({ outcome }) => outcome === 'kept')!.id,
    });
    expect(joinNotes(report.searchNote)).toContain('9 ways to tune');
  });

  it('is delivered as one file that /predict and transformers.js read alike', async () => {
    const texts = ['a lunch server PRIZE', 'a lunch server prize', 'offer review meeting FRIDAY'];
    env.allowRemoteModels = false;
    env.localModelPath = task.artifactDir;
    const classifier = await pipeline('text-classification', 'model', { dtype: 'fp32' });
    for (const text of texts) {
      const answer = await predict(
        { kind: 'predict', artifactDir: task.artifactDir, folders: task.folders, text, file: null },
        { emit: () => {}, signal },
      );
      const theirs = [await classifier(text, { top_k: 2 })].flat(2);
      answer.classes.forEach((name, c) => {
        const { score } = theirs.find(({ label }) => label === name)!;
        expect(score).toBeCloseTo(answer.predictions[0]!.probabilities[c]!, 4);
      });
    }
    await classifier.dispose();
  });

  it('comes out the same when it is killed amid the trials and started again, which it does not repeat', async () => {
    const again = {
      ...task,
      folders: { ...task.folders, workDir: `${task.folders.workDir}-2` },
      artifactDir: `${task.artifactDir}-2`,
    };
    const steps: string[] = [];
    const kill = new AbortController();
    const emit = (event: ChildEvent) => {
      if (event.type !== 'progress' || !event.step.startsWith('Searching')) return;
      if (steps.at(-1) !== event.step) steps.push(event.step);
      if (steps.length === 8) kill.abort();
    };
    await expect(train(again, { emit, signal: kill.signal })).rejects.toThrow(/abort/i);
    await train(again, { emit: () => {}, signal });
    const resumed = await readReport(again);
    expect(figures(resumed)).toEqual(figures(report));
    // What was finished before keeps the seconds it took then: it was read, not trained.
    const stored = await readFile(
      join(
        again.folders.workDir,
        'checkpoints',
        `${resumed.trials.find(({ stage }) => stage === 'layers')!.id.replaceAll(/[^\w+-]/g, '_')}-epochs2-fold0.json`,
      ),
      'utf8',
    );
    expect(JSON.parse(stored).seconds).toBe(resumed.trials.find(({ stage }) => stage === 'layers')!.seconds);
  }, 60_000);
});
