import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscordAPIError } from 'discord.js';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Announcer, type AnnouncerOptions } from '../../src/discord/announce/announcer.ts';
import { type Channel, ChannelGoneError, footersOf } from '../../src/discord/announce/channel.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { createLogger } from '../../src/log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { RunState } from '../../src/runs/run.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { FakeRuns } from './fake-runs.ts';
import { NO_LINKS } from './no-links.ts';

const dir = mkdtempSync(join(tmpdir(), 'announcer-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const objects = openObjects({ dataDir: dir, storageUrl: undefined });

const apiError = (code: number, status: number) =>
  new DiscordAPIError({ code, message: `error ${code}` }, code, status, 'POST', 'x', { files: [], body: {} });

/** A channel in memory; `fail` answers the next calls with errors. */
class FakeChannel implements Channel {
  posts: { id: string; reply: Reply; nonce: string }[] = [];
  edits: { messageId: string; reply: Reply; at: number }[] = [];
  failEdits: unknown[] = [];
  failPosts: unknown[] = [];
  lookBacks = 0;

  async post(_channelId: string, reply: Reply, nonce: string): Promise<string> {
    const error = this.failPosts.shift();
    if (error) throw error;
    const id = String(100 + this.posts.length);
    this.posts.push({ id, reply, nonce });
    return id;
  }
  async edit(_channelId: string, messageId: string, reply: Reply): Promise<void> {
    const error = this.failEdits.shift();
    if (error) throw error;
    this.edits.push({ messageId, reply, at: Date.now() });
  }
  async ownMessagesSince() {
    this.lookBacks += 1;
    return this.posts.map(({ id, reply: { content = '', embeds = [] } }) => ({
      id,
      footers: footersOf({
        content,
        embeds: embeds.map(({ footer }) => (footer ? { footer } : {})),
      }),
    }));
  }
}

let runs: FakeRuns;
let channel: FakeChannel;
const announcer = (options: Partial<AnnouncerOptions> = {}) =>
  new Announcer({
    runs: runs.as(),
    objects,
    channel,
    isOurs: (run) => run.chat === 'playground:1',
    observe: () => {},
    log: createLogger('silent'),
    links: NO_LINKS,
    uploadLimitBytes: () => 10 * 2 ** 20,
    editIntervalMs: 100,
    ...options,
  });
const progress = (fraction: number): RunEvent => ({
  type: 'progress',
  step: 'Training',
  fraction,
  etaSeconds: 9,
});
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const failure = {
  code: 'few-samples',
  message: 'There are 3 samples; at least 20 are needed. Add some.',
  context: {},
};
const failed: RunState = { state: 'failed', finishedAt: new Date(), failure };

beforeEach(() => {
  runs = new FakeRuns();
  channel = new FakeChannel();
});

describe('the announcer', () => {
  it('posts one progress message and edits it no more often than the interval allows', async () => {
    const one = announcer();
    await one.start();
    runs.happen({ type: 'queued' });
    runs.happen({ type: 'started', attempt: 1 }, { state: 'running', startedAt: new Date(), attempt: 1 });
    for (let step = 1; step <= 40; step += 1) {
      runs.happen(progress(step / 50));
      await sleep(10);
    }
    await sleep(150);
    await one.close();
    expect(channel.posts).toHaveLength(1);
    expect(channel.edits.length).toBeGreaterThanOrEqual(2);
    const gaps = channel.edits.slice(1).map(({ at }, index) => at - channel.edits[index]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(95);
    expect(channel.edits.at(-1)!.reply.result).toMatchObject({ fraction: 0.8, state: 'running' });
  });

  it('posts a failure once, with what to do, and takes the cancel button away', async () => {
    const one = announcer();
    await one.start();
    runs.happen({ type: 'queued' });
    await sleep(30);
    runs.happen({ type: 'failed', failure }, failed);
    await sleep(50);
    runs.happen({ type: 'failed', failure });
    await sleep(50);
    await one.close();
    const finals = channel.posts.filter(({ reply }) => reply.result?.final);
    expect(finals).toHaveLength(1);
    expect(finals[0]!.reply.embeds![0]!.description).toBe(failure.message);
    expect(channel.edits.at(-1)!.reply.buttons).toEqual([]);
    expect(runs.run.announced).toBe(true);
  });

  it('announces at start what an earlier process left', async () => {
    runs.happen({ type: 'queued' });
    runs.happen({ type: 'failed', failure }, failed);
    const one = announcer();
    await one.start();
    await sleep(50);
    await one.close();
    expect(channel.posts.map(({ reply }) => reply.result?.final)).toEqual([true]);
    expect(runs.run.announced).toBe(true);
  });

  it('does not post the report again when the process died between posting and marking', async () => {
    runs.happen({ type: 'queued' });
    const first = announcer();
    await first.start();
    await sleep(50);
    runs.happen({ type: 'failed', failure }, failed);
    await sleep(50);
    await first.close();
    runs.run = { ...runs.run, announced: false };
    const second = announcer();
    await second.start();
    await sleep(50);
    await second.close();
    expect(channel.posts.filter(({ reply }) => reply.result?.final)).toHaveLength(1);
    expect(runs.run.announced).toBe(true);
  });

  it('posts a new progress message when the old one was deleted or has become too old', async () => {
    const one = announcer();
    await one.start();
    runs.happen({ type: 'queued' });
    await sleep(50);
    channel.failEdits.push(apiError(10_008, 404));
    runs.happen(progress(0.1));
    await sleep(200);
    expect(channel.posts).toHaveLength(2);
    expect(runs.run.progressMessageId).toBe(channel.posts[1]!.id);
    await one.close();
  });

  it('replaces a progress message before it is too old to be edited', async () => {
    const one = announcer({ renewAfterMs: 150 });
    await one.start();
    runs.happen({ type: 'queued' });
    await sleep(250);
    runs.happen(progress(0.2));
    await sleep(50);
    await one.close();
    expect(channel.posts).toHaveLength(2);
    // The old one loses its button.
    expect(channel.edits.at(-1)).toMatchObject({ messageId: channel.posts[0]!.id, reply: { buttons: [] } });
  });

  it('tries a report again that could not be posted, without a restart', async () => {
    const one = announcer({ sweepIntervalMs: 40 });
    await one.start();
    channel.failPosts.push(...Array.from({ length: 3 }, () => apiError(0, 503)));
    runs.happen({ type: 'failed', failure }, failed);
    await expect.poll(() => runs.run.announced, { timeout: 5_000 }).toBe(true);
    await one.close();
    expect(channel.failPosts).toEqual([]);
    expect(channel.posts.filter(({ reply }) => reply.result?.final)).toHaveLength(1);
  });

  it('looks for its report when Discord took it but did not answer', async () => {
    const one = announcer({ sweepIntervalMs: 40 });
    const post = channel.post.bind(channel);
    let answers = 0;
    channel.post = async (...message) => {
      const id = await post(...message);
      answers += 1;
      if (answers === 1) throw new Error('socket hang up');
      return id;
    };
    await one.start();
    runs.happen({ type: 'failed', failure }, failed);
    await expect.poll(() => runs.run.announced, { timeout: 5_000 }).toBe(true);
    await one.close();
    expect(channel.posts).toHaveLength(1);
    expect(channel.lookBacks).toBe(1);
  });

  it('leaves the Runs of another chat to its bot', async () => {
    runs.run = { ...runs.run, chat: 'discord:2' };
    const one = announcer({ sweepIntervalMs: 40 });
    await one.start();
    runs.happen({ type: 'queued' });
    await sleep(60);
    runs.happen({ type: 'failed', failure }, failed);
    await sleep(100);
    await one.close();
    expect(channel.posts).toEqual([]);
    expect(runs.run.announced).toBe(false);
  });

  it('gives up on a channel that is gone, and marks the run', async () => {
    runs.happen({ type: 'failed', failure }, failed);
    channel.failPosts.push(new ChannelGoneError('gone'));
    const one = announcer();
    await one.start();
    await sleep(50);
    await one.close();
    expect(channel.posts).toEqual([]);
    expect(runs.run.announced).toBe(true);
  });

  it('tells the figures in text when the report cannot be read, or Discord refuses what was made of it', async () => {
    const artifactKey = 'runs/7K2M9QXC/2/';
    await objects.putBytes(`${artifactKey}report.json`, Buffer.from('{"kind":"text","measures":'));
    const headline = { name: 'accuracy', value: 0.875 };
    runs.happen(
      { type: 'succeeded', artifactKey },
      { state: 'succeeded', finishedAt: new Date(), artifactKey, headline },
    );
    const one = announcer();
    await one.start();
    await sleep(100);
    await one.close();
    expect(channel.posts).toHaveLength(1);
    expect(channel.posts[0]!.reply.content).toContain('accuracy 87.5 %');
    expect(channel.posts[0]!.reply.content).toContain('Run 7K2M9QXC · succeeded');
    expect(runs.run.announced).toBe(true);

    await exampleReport('runs/7K2M9QXC/');
    runs.run = { ...runs.run, announced: false, artifactKey: 'runs/7K2M9QXC/' } as typeof runs.run;
    channel.posts = [];
    channel.failPosts.push(apiError(50_035, 400));
    const two = announcer();
    await two.start();
    await sleep(100);
    await two.close();
    expect(channel.posts).toHaveLength(1);
    expect(channel.posts[0]!.reply.content).toMatch(/accuracy \d/);
    expect(runs.run.announced).toBe(true);
  });

  it('posts the verdict without its chart when Discord finds that too large', async () => {
    const artifactKey = 'runs/7K2M9QXC/';
    await exampleReport(artifactKey);
    runs.happen(
      { type: 'succeeded', artifactKey },
      { state: 'succeeded', finishedAt: new Date(), artifactKey, headline: null },
    );
    channel.failPosts.push(apiError(40_005, 413));
    const one = announcer();
    await one.start();
    await sleep(100);
    await one.close();
    const [final] = channel.posts;
    expect(final!.reply.files).toEqual([]);
    expect(final!.reply.content).toContain('Run 7K2M9QXC · succeeded');
  });

  it('knows its own verdict again after a post without an answer', async () => {
    const artifactKey = 'runs/7K2M9QXC/';
    await exampleReport(artifactKey);
    const one = announcer({ sweepIntervalMs: 40 });
    const post = channel.post.bind(channel);
    let answers = 0;
    channel.post = async (...message) => {
      const id = await post(...message);
      answers += 1;
      if (answers === 1) throw new Error('socket hang up');
      return id;
    };
    await one.start();
    runs.happen(
      { type: 'succeeded', artifactKey },
      { state: 'succeeded', finishedAt: new Date(), artifactKey, headline: null },
    );
    await expect.poll(() => runs.run.announced, { timeout: 5_000 }).toBe(true);
    await one.close();
    expect(channel.posts).toHaveLength(1);
    expect(channel.lookBacks).toBe(1);
  });

  it('does not even try a file above the limit that is known', async () => {
    const artifactKey = 'runs/7K2M9QXC/';
    await exampleReport(artifactKey);
    runs.happen(
      { type: 'succeeded', artifactKey },
      { state: 'succeeded', finishedAt: new Date(), artifactKey, headline: null },
    );
    const one = announcer({ uploadLimitBytes: () => 400 });
    await one.start();
    await sleep(100);
    await one.close();
    const { reply } = channel.posts[0]!;
    expect(reply.files).toEqual([]);
    expect(reply.result).toMatchObject({
      final: true,
      state: 'succeeded',
      notSent: [
        { role: 'chart', bytes: 500 },
        { role: 'model', bytes: 5_000 },
      ],
    });
    expect(reply.buttons!.map(({ id }) => id)).toEqual(
      ['try', 'download', 'improve', 'figures'].map((name) => `${name}:7K2M9QXC`),
    );
  });
});

/** A small report with one chart and one model, in the object store. */
async function exampleReport(prefix: string) {
  const report = {
    version: 1,
    runId: '7K2M9QXC',
    kind: 'text',
    createdAt: '2026-11-24T10:00:00Z',
    dataset: {
      kind: 'text',
      name: 'mails.csv',
      hash: 'abc',
      sampleCount: 100,
      classes: [
        { name: 'a', count: 50 },
        { name: 'b', count: 50 },
      ],
      facts: [],
      problems: [],
      language: 'en',
    },
    split: { train: 70, validation: 15, test: 15, seed: 42, note: 'stratified' },
    backbone: null,
    engines: { head: 'tfjs-wasm' },
    scoreName: 'macro-F1',
    contenders: [
      {
        id: 'majority',
        name: 'Majority class',
        role: 'baseline',
        validationScore: 0.5,
        testScore: 0.5,
        hyperparameters: {},
        seconds: 1,
      },
    ],
    chosen: 'majority',
    transferWon: false,
    verdict: 'No model beat the majority class.',
    classification: null,
    measures: [],
    history: [],
    temperature: null,
    warnings: [],
    seconds: { total: 1 },
    files: [
      { path: 'charts/confusion.png', role: 'chart', title: 'Confusion matrix' },
      { path: 'model.zip', role: 'model', title: 'Model' },
    ],
  };
  await objects.putBytes(`${prefix}report.json`, Buffer.from(JSON.stringify(report)));
  await objects.putBytes(`${prefix}charts/confusion.png`, Buffer.alloc(500));
  await objects.putBytes(`${prefix}model.zip`, Buffer.alloc(5_000));
  return report;
}
