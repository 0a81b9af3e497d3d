import { mkdtempSync, rmSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finalReply } from '../../src/discord/announce/final-message.ts';
import { type SentFiles, sendFiles } from '../../src/discord/announce/send-files.ts';
import type { Report } from '../../src/report/report.ts';
import { allFiles, figureFiles } from '../../src/report/short/files.ts';
import type { Run } from '../../src/runs/run.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { note } from '../../src/text/notes.ts';
import { sampleReport } from '../report/sample-report.ts';
import { exampleRun } from './example-run.ts';
import { NO_LINKS } from './no-links.ts';

const dir = mkdtempSync(join(tmpdir(), 'final-message-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const objects = openObjects({ dataDir: dir, storageUrl: undefined });

const CHARTS = [
  ...['contenders', 'confusion-matrix', 'data-curve', 'forecast', 'learning-curve', 'mistakes'],
  ...['reliability', 'roc', 'suspects', 'trials', 'of-a-later-version'],
];
const charts = (names: readonly string[]): Report['files'] =>
  names.map((name) => ({ path: `charts/${name}.png`, role: 'chart', title: name }));
const OTHERS: Report['files'] = [
  { path: 'suspects.csv', role: 'table', title: 'Labels that look wrong' },
  { path: 'README.md', role: 'card', title: 'Model card' },
  { path: 'model.zip', role: 'model', title: 'Everything in one file' },
];

/** The last message of a Run with these files in its artifact, each of 100 bytes but the zip. */
async function send(
  files: Report['files'],
  { locale = 'en-US', limit = 10 * 2 ** 20, links = NO_LINKS } = {},
) {
  const artifactKey = 'runs/7K2M9QXC/';
  const report = sampleReport(['cat', 'dog'], {
    files,
    measures: [
      { name: 'macro-F1', value: 0.7, interval: null, baseline: null, note: note('nine-quantiles') },
    ],
    warnings: [note('few-test-samples', { count: 8 })],
  });
  await objects.putBytes(`${artifactKey}report.json`, Buffer.from(JSON.stringify(report)));
  for (const { path } of files)
    await objects.putBytes(`${artifactKey}${path}`, Buffer.alloc(path === 'model.zip' ? 5_000 : 100));
  const run = exampleRun({ state: 'succeeded', finishedAt: new Date(), artifactKey } as Run);
  const reply = await finalReply({ ...run, place: { ...run.place, locale } }, { objects, links }, limit);
  return { reply, names: (reply.files ?? []).map(({ name }) => name.replace('7K2M9QXC-', '')) };
}

describe('the last message', () => {
  it('shows the one chart that tells most, with what it shows in words, and nothing else', async () => {
    const { reply, names } = await send([...charts(CHARTS), ...OTHERS]);
    expect(names).toEqual(['forecast.png']);
    expect(reply.files![0]!.alt).toMatch(/^Chart: forecast\. Right 6 of 8 times/);
    expect(reply.embeds ?? []).toEqual([]);
  });

  it('names for scripts every file that its buttons give, and those buttons', async () => {
    const { reply } = await send([...charts(['roc']), ...OTHERS], { limit: 1_000 });
    expect(reply.result).toMatchObject({
      files: [
        { name: '7K2M9QXC-roc.png', role: 'chart' },
        { name: '7K2M9QXC-suspects.csv', role: 'table' },
        { name: '7K2M9QXC-README.md', role: 'card' },
      ],
      notSent: [{ path: 'model.zip', role: 'model', bytes: 5_000 }],
      more: ['figures:7K2M9QXC', 'try:7K2M9QXC', 'download:7K2M9QXC'],
    });
  });

  it('is posted without a model of 600 MiB having been read', async () => {
    await send(OTHERS);
    await truncate(join(dir, 'objects/runs/7K2M9QXC/model.zip'), 600 * 2 ** 20);
    const run = exampleRun({
      state: 'succeeded',
      finishedAt: new Date(),
      artifactKey: 'runs/7K2M9QXC/',
    } as Run);
    const before = process.memoryUsage().rss;
    const { result } = await finalReply(run, { objects, links: NO_LINKS }, 10 * 2 ** 20);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
    expect(result).toMatchObject({ notSent: [{ path: 'model.zip', bytes: 600 * 2 ** 20 }] });
  });

  it('ends with the Run and its state in the person’s language', async () => {
    const last = async (locale: string) => (await send(OTHERS, { locale })).reply.content!.split('\n').at(-1);
    expect(await last('en-US')).toMatch(/^-# ⚠️ 1 thing .* · <@\d+> · .* · Run 7K2M9QXC · succeeded$/);
    expect(await last('zh-TW')).toMatch(/ · 任务 7K2M9QXC · 已完成$/);
  });

  it('gives scripts English texts, whatever the language', async () => {
    const { reply } = await send(OTHERS, { locale: 'zh-CN' });
    expect(reply.result).toMatchObject({
      report: {
        measures: [{ name: 'macro-F1', note: 'mean of nine quantiles' }],
        warnings: [expect.stringMatching(/^The test part has only 8 samples, so/)],
        split: { note: 'Stratified.' },
      },
    });
    expect(reply.content).toContain('次中对了 6 次');
  });
});

describe('files that are sent', () => {
  const stored = (links = NO_LINKS) => ({ objects, links });
  const run = { id: '7K2M9QXC', artifactKey: 'runs/7K2M9QXC/' };
  const sent = (files: Report['files'], { limitBytes = 10 * 2 ** 20, links = NO_LINKS } = {}) =>
    sendFiles({ run, files, limitBytes, locale: 'zh-CN' }, stored(links));
  const names = ({ files }: SentFiles) => files.map(({ name }) => name.replace('7K2M9QXC-', ''));

  it('are at most ten figures: the most telling charts first, and everything that is no chart', () => {
    const report = sampleReport(['cat', 'dog'], { files: [...charts(CHARTS), ...OTHERS] });
    expect(figureFiles(report).map(({ path }) => path)).toEqual([
      ...[
        'forecast',
        'confusion-matrix',
        'mistakes',
        'suspects',
        'contenders',
        'roc',
        'reliability',
        'data-curve',
      ].map((name) => `charts/${name}.png`),
      ...['suspects.csv', 'README.md'],
    ]);
    const files = [...charts(['of-a-later-version', 'trials', 'roc']), ...OTHERS];
    expect(allFiles(sampleReport(['cat', 'dog'], { files })).map(({ path }) => path)).toEqual([
      ...['roc', 'trials', 'of-a-later-version'].map((name) => `charts/${name}.png`),
      ...['suspects.csv', 'README.md', 'model.zip'],
    ]);
  });

  it('leave out what is too large for the place, and say so in the person’s language', async () => {
    await send(OTHERS);
    const few = await sent(OTHERS, { limitBytes: 1_000 });
    expect(names(few)).toEqual(['suspects.csv', 'README.md']);
    expect(few.lines.join()).toContain('全部内容（一个文件）');
    expect(few.lines.join()).toContain('PUBLIC_URL');
    expect(few.notSent).toMatchObject([{ path: 'model.zip', role: 'model', bytes: 5_000 }]);
  });

  it('that are too large are linked to where there are links', async () => {
    await send(OTHERS);
    const links = { linkTo: async (key: string) => `https://bot.example/${key}` };
    const [line] = (await sent(OTHERS, { limitBytes: 1_000, links })).lines;
    expect(line).toContain('<https://bot.example/runs/7K2M9QXC/model.zip>');
    expect(line).not.toContain('PUBLIC_URL');
  });

  it('call the model model.onnx, whichever form of it is sent', async () => {
    const path = 'model/onnx/model_quantized.onnx';
    const files: Report['files'] = [{ path, role: 'model', title: 'The model (ONNX)' }];
    await send(files);
    expect(names(await sent(files))).toEqual(['model.onnx']);
  });

  it('never leave weights without their graph, or a graph without its weights', async () => {
    const files = ['model/onnx/model.onnx', 'model/onnx/model.onnx_data', 'model.zip'].map((path) => ({
      path,
      role: 'model' as const,
      title: path,
    }));
    await send(files);
    expect(names(await sent(files, { limitBytes: 1_000 }))).toEqual(['model.onnx', 'model.onnx_data']);
    expect(names(await sent(files, { limitBytes: 90 }))).toEqual([]);
  });

  it('that are stored no more do not stand in the way of the others', async () => {
    await send([...charts(['roc']), ...OTHERS]);
    await objects.deletePrefix('runs/7K2M9QXC/charts');
    await rm(join(dir, 'objects/runs/7K2M9QXC/suspects.csv'));
    const left = await sent([...charts(['roc']), ...OTHERS]);
    expect(names(left)).toEqual(['README.md', 'model.zip']);
  });
});
