import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Message, Person } from '../../src/playground/person/person.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
let other: Person;
beforeAll(async () => {
  bot = await startTestBot({ MAX_BUDGET_SECONDS: '40' });
  other = await Person.connect(bot.app.url!, { name: 'Otto', admin: true });
  const rows = Array.from(
    { length: 60 },
    (_, i) => `"number ${i} tells of ${i % 2 ? 'rain and wind' : 'soup and bread'}",${i % 2 ? 'a' : 'b'}`,
  );
  writeFileSync(join(bot.dir, 'texts.csv'), `text,label\n${rows.join('\n')}\n`);
}, 120_000);
afterAll(async () => {
  other?.close();
  await bot?.close();
});

const selectOf = (message: Message, name: string) => {
  const rows = (message.components ?? []) as {
    components?: { custom_id?: string; options?: { value: string }[] }[];
  }[];
  return rows.flatMap((row) => row.components ?? []).find((one) => one.custom_id?.startsWith(`${name}:`));
};
const show = async (runId: string, as?: Person) =>
  (await bot.tell(`/runs show run:${runId}`, as)).last.message;
const choose = (message: Message, name: string, value: string) =>
  bot.act((person) => person.click(message.id, selectOf(message, name)!.custom_id!, [value]));

describe('a Run that is over', () => {
  let first = '';

  it('is run again with one thing changed, by the person whose data it is', async () => {
    const { last } = await bot.tell(`/finetune dataset:${join(bot.dir, 'texts.csv')} budget:10s seed:7`);
    first = String(last.result.runId);
    const shown = await show(first);
    const again = selectOf(shown, 'run-again')!;
    expect(again.options!.map(({ value }) => value)).toEqual(['longer', 'deep', 'seed']);
    expect(selectOf(shown, 'compare-with')).toBeUndefined();
    const { last: report } = await choose(shown, 'run-again', 'seed');
    expect(report.result).toMatchObject({ state: 'succeeded', final: true });
    const second = String(report.result.runId);
    const { runs } = bot.app.services;
    const [before, after] = [(await runs.get(first))!, (await runs.get(second))!];
    expect(after.spec).toEqual({ ...before.spec, seed: 8, mergeSpellings: after.spec.mergeSpellings });
  }, 120_000);

  it('is not offered again to somebody else, who may manage the server, but for comparing', async () => {
    const shown = await show(first, other);
    expect(selectOf(shown, 'run-again')).toBeUndefined();
    expect(selectOf(shown, 'compare-with')).toBeDefined();
  });

  it('is compared with one of the same data', async () => {
    const shown = await show(first);
    const [one] = selectOf(shown, 'compare-with')!.options!;
    const { well, last } = await choose(shown, 'compare-with', one!.value);
    expect(well).toBe(true);
    expect(JSON.stringify(last.result)).toContain(first);
    expect(JSON.stringify(last.result)).toContain(one!.value);
  });
});
