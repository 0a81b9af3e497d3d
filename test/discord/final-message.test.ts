import { mkdtempSync, rmSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finalReply } from '../../src/discord/announce/final-message.ts';
import type { Report } from '../../src/report/report.ts';
import type { Run } from '../../src/runs/run.ts';
import { NO_LINKS } from '../../src/storage/links.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { note } from '../../src/text/notes.ts';
import { sampleReport } from '../report/sample-report.ts';
import { exampleRun } from './example-run.ts';

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
      { name: 'macro-F1', value: 0.7, interval: null, baseline: null, note: note('x', 'of a kind') },
    ],
    warnings: [note('few-test-samples', 'The test part has only 8 samples.', { count: 8 })],
  });
  await objects.putBytes(`${artifactKey}report.json`, Buffer.from(JSON.stringify(report)));
  for (const { path } of files)
    await objects.putBytes(`${artifactKey}${path}`, Buffer.alloc(path === 'model.zip' ? 5_000 : 100));
  const run = exampleRun({ state: 'succeeded', finishedAt: new Date(), artifactKey } as Run);
  const reply = await finalReply({ ...run, place: { ...run.place, locale } }, { objects, links }, limit);
  return { reply, names: (reply.files ?? []).map(({ name }) => name.replace('7K2M9QXC-', '')) };
}

describe('the files of the last message', () => {
  it('are at most ten: the most telling charts first, and everything that is no chart', async () => {
    const { names } = await send([...charts(CHARTS), ...OTHERS]);
    expect(names).toEqual([
      ...[
        'forecast.png',
        'confusion-matrix.png',
        'mistakes.png',
        'suspects.png',
        'contenders.png',
        'roc.png',
      ],
      'reliability.png',
      ...['suspects.csv', 'README.md', 'model.zip'],
    ]);
  });

  it('are all of them where there is room, those of unknown charts last', async () => {
    const { names } = await send([...charts(['of-a-later-version', 'trials', 'roc']), ...OTHERS]);
    expect(names.slice(0, 3)).toEqual(['roc.png', 'trials.png', 'of-a-later-version.png']);
    expect(names).toHaveLength(6);
  });

  it('leave out what is too large for the place, and say so in the person’s language', async () => {
    const { reply, names } = await send(OTHERS, { locale: 'zh-CN', limit: 1_000 });
    expect(names).toEqual(['suspects.csv', 'README.md']);
    expect(reply.content).toContain('全部内容（一个文件）');
    expect(reply.content).toContain('PUBLIC_URL');
    expect(reply.result).toMatchObject({ notSent: [{ path: 'model.zip', role: 'model', bytes: 5_000 }] });
  });

  it('that are too large are linked to where there are links', async () => {
    const links = { linkTo: async (key: string) => `https://bot.example/${key}` };
    const { reply } = await send(OTHERS, { limit: 1_000, links });
    expect(reply.content).toContain('<https://bot.example/runs/7K2M9QXC/model.zip>');
    expect(reply.content).not.toContain('PUBLIC_URL');
  });

  it('call the model model.onnx, whichever form of it is sent', async () => {
    const path = 'model/onnx/model_quantized.onnx';
    const { names } = await send([{ path, role: 'model', title: 'The model (ONNX)' }]);
    expect(names).toEqual(['model.onnx']);
  });

  it('never leave weights without their graph, or a graph without its weights', async () => {
    const models = ['model/onnx/model.onnx', 'model.zip'].map((path) => ({
      path,
      role: 'model' as const,
      title: path,
    }));
    const weights = { path: 'model/onnx/model.onnx_data', role: 'model' as const, title: 'weights' };
    await objects.putBytes('runs/7K2M9QXC/model/onnx/model.onnx_data', Buffer.alloc(100));
    expect((await send([...models, weights], { limit: 1_000 })).names).toEqual([
      'model.onnx',
      'model.onnx_data',
    ]);
    expect((await send([...models, weights], { limit: 90 })).names).toEqual([]);
  });

  it('of 600 MiB are not read: the report is posted without them', async () => {
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

  it('that are stored no more do not stand in the way of the report', async () => {
    await send(OTHERS);
    await objects.deletePrefix('runs/7K2M9QXC/charts');
    await rm(join(dir, 'objects/runs/7K2M9QXC/suspects.csv'));
    const run = exampleRun({
      state: 'succeeded',
      finishedAt: new Date(),
      artifactKey: 'runs/7K2M9QXC/',
    } as Run);
    const { files } = await finalReply(run, { objects, links: NO_LINKS }, 10 * 2 ** 20);
    expect(files!.map(({ name }) => name)).toEqual(['7K2M9QXC-README.md', '7K2M9QXC-model.zip']);
  });
});

describe('the last message', () => {
  it('ends with the Run and its state in the person’s language', async () => {
    const footer = async (locale: string) => (await send(OTHERS, { locale })).reply.embeds![0]!.footer!.text;
    expect(await footer('en-US')).toBe('Run 7K2M9QXC · succeeded');
    expect(await footer('zh-TW')).toBe('任务 7K2M9QXC · 已完成');
  });

  it('gives scripts English texts, whatever the language', async () => {
    const { reply } = await send(OTHERS, { locale: 'zh-CN' });
    expect(reply.result).toMatchObject({
      report: {
        measures: [{ name: 'macro-F1', note: 'of a kind' }],
        warnings: ['The test part has only 8 samples.'],
        split: { note: 'Stratified.' },
      },
    });
    expect(JSON.stringify(reply.embeds)).toContain('测试部分只有 8 个样本');
  });
});
