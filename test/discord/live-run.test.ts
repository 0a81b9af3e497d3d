import { expect, it } from 'vitest';
import { foldEvent, newLiveRun, progressBar, progressReply } from '../../src/discord/announce/live-run.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { exampleRun } from './example-run.ts';

const fold = (...events: RunEvent[]) => events.reduce(foldEvent, newLiveRun());
const progress = (step: string, fraction: number, etaSeconds: number | null): RunEvent => ({
  type: 'progress',
  step,
  fraction,
  etaSeconds,
});

it('shows state, bar, step and time left, with a cancel button', () => {
  const reply = progressReply(
    exampleRun({ state: 'running', startedAt: new Date(), attempt: 1 }),
    fold({ type: 'queued' }, { type: 'started', attempt: 1 }, progress('Extracting features', 0.42, 75)),
  );
  const [embed] = reply.embeds!;
  expect(embed!.title).toBe('Run 7K2M9QXC is training');
  expect(embed!.description).toContain('████████░░░░░░░░░░░░ 42 %');
  expect(embed!.description).toContain('Extracting features');
  expect(embed!.description).toContain('About 1 m 15 s left');
  expect(reply.buttons).toEqual([{ id: 'cancel:7K2M9QXC', label: 'Cancel', style: 'danger' }]);
  expect(reply.result).toMatchObject({ runId: '7K2M9QXC', state: 'running', fraction: 0.42, etaSeconds: 75 });
});

it('names the measure of an epoch as the report does', () => {
  const epoch = { type: 'epoch', model: 'a', epoch: 8, trainLoss: 1, validationLoss: 2 } as const;
  const run = exampleRun({ state: 'running', startedAt: new Date(), attempt: 1 });
  const said = (kind: 'text' | 'prose', validationScore: number) =>
    progressReply(
      { ...run, spec: { ...run.spec, kind } },
      fold({ type: 'started', attempt: 1 }, { ...epoch, validationScore }),
    ).embeds![0]!.description;
  expect(said('text', 0.788)).toContain('a, epoch 8: accuracy 78.8 % on validation');
  expect(said('prose', -2)).toContain('a, epoch 8: perplexity 7.39 on validation');
});

it('says that an interrupted run was taken up again', () => {
  const live = fold(
    { type: 'queued' },
    { type: 'started', attempt: 1 },
    { type: 'retried', reason: 'The process ended.' },
    { type: 'started', attempt: 2 },
  );
  expect(live).toMatchObject({ state: 'running', retries: 1 });
  expect(
    progressReply(exampleRun({ state: 'running', startedAt: new Date(), attempt: 2 }), live).embeds![0]!
      .description,
  ).toContain('Taken up again');
});

it('takes the button away when the run is over, and speaks the language of who started it', () => {
  const run = { ...exampleRun({ state: 'cancelled', finishedAt: new Date() }) };
  const reply = progressReply(
    { ...run, place: { ...run.place, locale: 'zh-CN' } },
    fold({ type: 'queued' }, { type: 'cancelled', by: '1' }),
  );
  expect(reply.buttons).toEqual([]);
  expect(reply.embeds![0]!.title).toBe('任务 7K2M9QXC 已取消');
});

it('draws an empty and a full bar', () => {
  expect(progressBar(0)).toBe(`${'░'.repeat(20)} 0 %`);
  expect(progressBar(1)).toBe(`${'█'.repeat(20)} 100 %`);
});
