import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildTask, ChildTaskOf } from '../../../../src/child/messages.ts';
import { runChild } from '../../../../src/child/run-child.ts';
import { runSpecSchema } from '../../../../src/child/run-spec.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../../../src/engines/onnxruntime.ts';
import { createLogger } from '../../../../src/log.ts';
import { type Report, reportSchema } from '../../../../src/report/report.ts';
import { summaryEmbed } from '../../../../src/report/summary.ts';
import { readAudio } from '../../../../src/training/classifier/features/audio-samples.ts';
import { measure } from '../../../../src/training/measure.ts';
import { leftoverEnglish } from '../../../report/leftover-english.ts';
import { encodeWav, makeSound, packSounds, SHAPES } from './sounds.ts';

const SPEAKERS = 6;
const RATES = [8_000, 44_100, 48_000] as const;
let folder: string;
let task: ChildTaskOf<'train'>;
let report: Report;

const run = <T extends ChildTask>(job: T) =>
  runChild(job, { memoryMiB: 2_048, deadlineMs: 120_000, log: createLogger('silent') });

/** Four classes by six speakers, two clips each: other rates, lengths and channels; and what goes wrong in practice. */
function makeFiles(): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array | string> = {};
  for (const [c, shape] of SHAPES.entries())
    for (let speaker = 0; speaker < SPEAKERS; speaker++)
      for (const take of [0, 1]) {
        const seed = 100 * c + 10 * speaker + take;
        const rate = RATES[seed % 3]!;
        const channels = take === 0 ? 1 : 2;
        const gain = shape === 'low' && seed % 10 === 0 ? 3 : 0.5;
        const sound = makeSound({ shape, seconds: 0.1 + 0.08 * speaker, rate, channels, seed, gain });
        files[`sounds/${shape}/speaker${speaker}/${take}.wav`] = sound;
      }
  files['sounds/hiss/speaker0/silent.wav'] = encodeWav(new Float64Array(4_000), 8_000);
  const whole = makeSound({ shape: 'low', seconds: 0.2, rate: 8_000, seed: 7 });
  // A header that promises sound in a coding nobody reads.
  const damaged = Buffer.from(whole);
  damaged.writeUInt16LE(0x7777, 20);
  files['sounds/low/speaker1/damaged.wav'] = damaged;
  files['sounds/rising/speaker2/minute.wav'] = makeSound({
    shape: 'rising',
    seconds: 61,
    rate: 8_000,
    seed: 9,
  });
  return files;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunesmith-audio-'));
  const path = join(folder, 'sounds.zip');
  await writeFile(path, packSounds(makeFiles()));
  const dataset = { key: 'k', name: 'sounds.zip', bytes: 1, sha256: '0' };
  task = {
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') },
    runId: 'TEST0001',
    spec: runSpecSchema.parse({ dataset, kind: 'audio', budgetSeconds: 120, seed: 3 }),
    dataset: { path, name: 'sounds.zip' },
    test: null,
    modelFile: null,
    artifactDir: join(folder, 'artifact'),
  };
  await run(task);
  report = reportSchema.parse(JSON.parse(await readFile(join(task.artifactDir, 'report.json'), 'utf8')));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a run on sounds', () => {
  it('compares with and without pretraining, and is right about sounds that are easy to tell apart', () => {
    const ids = report.contenders.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'majority',
        'no-transfer',
        'probe',
        'probe+no-transfer',
        'joint-probe',
        'scratch',
      ]),
    );
    expect(report.classification!.accuracy).toBeGreaterThan(0.8);
    expect(report.classification!.n).toBe(report.split.test);
  });

  it('can be told in Chinese', () => {
    expect(leftoverEnglish(summaryEmbed(report, 'zh-CN'), [report.backbone!.name])).toEqual([]);
  });

  it('keeps each speaker on one side of the split', () => {
    const perSpeaker = 2 * SHAPES.length;
    // The test part holds whole speakers, some with a clip more.
    expect(report.split.test % perSpeaker).toBeLessThanOrEqual(2);
    expect(report.split.test).toBeGreaterThanOrEqual(perSpeaker);
  });

  it('names silent, clipped, over-long and damaged clips', () => {
    const said = [
      ...report.warnings.map(({ message }) => message),
      ...report.dataset.problems.flatMap(({ message, items }) => [message, ...items]),
    ];
    const text = said.join('\n');
    expect(text).toMatch(/1 of 50 clips is silent.*hiss\/speaker0\/silent\.wav/);
    expect(text).toMatch(/clips are clipped.*low\/speaker/);
    expect(text).toMatch(/60 s or more.*minute\.wav/);
    expect(text).toMatch(/damaged\.wav/);
  });

  it('delivers one file from waveform to the probabilities that /predict gives', async () => {
    const path = join(folder, 'new.wav');
    await writeFile(
      path,
      makeSound({ shape: 'falling', seconds: 0.4, rate: 44_100, channels: 2, seed: 999 }),
    );
    const zip = join(folder, 'new.zip');
    await writeFile(zip, packSounds({ 'a.wav': await readFile(path), 'b.wav': 'no sound at all' }));
    const ask = {
      kind: 'predict',
      artifactDir: task.artifactDir,
      text: null,
      folders: task.folders,
    } as const;
    const answer = await run({ ...ask, file: { path: zip, name: 'new.zip' } });
    expect(answer.predictions.map(({ id, prediction }) => [id, prediction])).toEqual([['a.wav', 'falling']]);
    expect(answer.skipped).toEqual([{ id: 'b.wav', reason: expect.any(String) }]);
    const session = await openSession(join(task.artifactDir, 'model', 'onnx', 'model.onnx'));
    const { samples } = await readAudio(path, 16_000);
    const outputs = await runSession(session, {
      input_values: await floatFeed(samples, [1, samples.length]),
    });
    expect(session.inputNames).toEqual(['input_values']);
    floatsOf(outputs.probabilities).forEach((value, c) => {
      expect(value).toBeCloseTo(answer.predictions[0]!.probabilities[c]!, 6);
    });
  }, 60_000);

  it('is measured for /recommend beside the log-mel statistics', async () => {
    const { folders, dataset } = task;
    const ask = { kind: 'measure', folders, file: dataset, task: null, target: null } as const;
    const candidates = ['google_speech_embedding'];
    const answer = await measure(
      { ...ask, candidates, budgetSeconds: 60, seed: 1 },
      { emit: () => {}, signal: new AbortController().signal },
    );
    expect(answer.noTransfer!.accuracy).toBeGreaterThan(0.5);
    expect(answer.measurements.map(({ id }) => id)).toEqual(['google_speech_embedding']);
  }, 60_000);
});
