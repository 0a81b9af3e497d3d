import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forgetAnswers, keepAnswer, openAnswer, removeAnswers } from '../../src/discord/kept/answer.ts';
import { openObjects } from '../../src/storage/objects.ts';

const dir = mkdtempSync(join(tmpdir(), 'kept-answer-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const objects = openObjects({ dataDir: dir, storageUrl: undefined });

const ANSWER = {
  embeds: [{ title: 'Run X on later.csv', color: 1, fields: [{ name: 'Test', value: 'accuracy 0.9' }] }],
  files: [
    { name: 'X-roc.png', data: Buffer.from([1, 2, 3]), alt: 'Chart: ROC.' },
    { name: 'X-test-predictions.csv', data: Buffer.from('row,true\n') },
  ],
};
const asker = { guildId: '1', userId: '2' };

it('gives the rest of an answer back to anybody in its server, and to no other', async () => {
  const id = await keepAnswer(objects, asker, ANSWER);
  const opened = await openAnswer(objects, id, '1');
  expect(opened.embeds).toEqual(ANSWER.embeds);
  expect(opened.files).toEqual([ANSWER.files[0], { ...ANSWER.files[1], alt: null }]);
  await expect(openAnswer(objects, id, '9')).rejects.toMatchObject({ code: 'answer-expired' });
  await expect(openAnswer(objects, '00001-0123456789abcdef', '1')).rejects.toMatchObject({
    code: 'answer-expired',
  });
});

it('goes with its files when the person deletes all of theirs, or is forgotten', async () => {
  const id = await keepAnswer(objects, asker, ANSWER);
  const other = await keepAnswer(objects, { guildId: '1', userId: '3' }, ANSWER);
  expect(await removeAnswers(objects, asker)).toBeGreaterThan(0);
  await expect(openAnswer(objects, id, '1')).rejects.toMatchObject({ code: 'answer-expired' });
  await openAnswer(objects, other, '1');
  expect(await forgetAnswers(objects, '3')).toBe(1);
  expect(await objects.list('answers')).toEqual([]);
});
