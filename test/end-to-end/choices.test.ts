/** What only the person knows is asked before training: which column is meant; and slips in the classes are merged. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Message, Person } from '../../src/playground/person/person.ts';
import { recordTraffic } from '../playground/contract.ts';
import { startTestBot, type TestBot } from './bot.ts';

const traffic = recordTraffic();

let bot: TestBot;
/** Two columns that could be meant. */
let mails: string;
/** One column, with slips. */
let bills: string;
beforeAll(async () => {
  bot = await startTestBot({ HF_ENDPOINT: 'http://127.0.0.1:9', RUNS_PER_USER: '10' }, traffic.hooks);
  mails = join(bot.dir, 'mails.csv');
  writeFileSync(mails, `Nachricht,Priorität,Kategorie\n${mailRows().join('\n')}\n`);
  bills = join(bot.dir, 'bills.csv');
  writeFileSync(bills, `text,label\n${billRows().join('\n')}\n`);
}, 120_000);
afterAll(async () => bot?.close());

const mailRows = () =>
  Array.from({ length: 48 }, (_, i) => {
    const isBill = i % 2 === 0;
    const text = isBill
      ? `the sum on receipt number ${i} is wrong`
      : `the parcel ${i} that we ordered never came`;
    return `${text},${['hoch', 'mittel', 'niedrig'][i % 3]},${isBill ? 'Rechnung' : 'Versand'}`;
  });

const billRows = () =>
  mailRows().map((row, i) => {
    const [text, , label] = row.split(',');
    return `${text},${i === 6 || i === 12 ? 'Rechnug' : label}`;
  });

interface Said {
  question?: string;
  candidates?: { column: string; classCount: number }[];
  runId?: string;
  measured?: { n: number } | null;
  /** More figures are to come. */
  pending?: boolean;
  spec?: { target: string | null; mergeSpellings?: boolean; budgetSeconds: number };
  profile?: { classes: { name: string; count: number }[]; problems: { code: string }[] };
}

const ask = async (line: string) => {
  const { last } = await bot.tell(line);
  return { message: last.message, said: last.result as unknown as Said };
};

const ids = (message: Message): string[] =>
  (message.components ?? []).flatMap((row) =>
    'components' in row ? row.components.flatMap((one) => ('custom_id' in one ? [one.custom_id] : [])) : [],
  );
const idOf = (message: Message, name: string): string =>
  ids(message).find((id) => id.startsWith(`${name}:`))!;

/** Acts, and waits until the message has become what is awaited. */
async function become(message: Message, isMet: (said: Said) => boolean, act: () => Promise<unknown>) {
  const changed = bot.person.waitForMessage(
    (event) => event.message.id === message.id && event.result !== undefined && isMet(event.result as Said),
    60_000,
  );
  await act();
  const event = await changed;
  return { message: event.message, said: event.result as Said };
}

/** Says a line that starts a Run, and waits for no more than its start. */
async function start(line: string): Promise<Said> {
  const seen = new Set((await bot.person.messages()).map(({ message }) => message.id));
  const started = bot.person.waitForMessage(
    ({ message, result }) => !seen.has(message.id) && (result as Said | undefined)?.spec !== undefined,
  );
  await bot.person.runLine(line);
  return (await started).result as Said;
}

const cancel = (runId: string) => bot.tell(`/runs cancel run:${runId}`);

describe('/finetune on data with two columns of classes', () => {
  it('starts nothing, and lists the columns with their classes', async () => {
    const { message, said } = await ask(`/finetune dataset:${mails}`);
    expect(said).toMatchObject({ question: 'target' });
    expect(said.runId).toBeUndefined();
    expect(said.candidates?.map(({ column, classCount }) => [column, classCount])).toEqual([
      ['Kategorie', 2],
      ['Priorität', 3],
    ]);
    expect(message.embeds[0]!.fields![0]!.value).toContain('Priorität: 3 classes (hoch, mittel, niedrig)');
    expect((await bot.tell('/runs list')).last.result.runs).toEqual([]);
  });

  it('trains on the chosen column, with the options as they were given, once', async () => {
    const kept = await bot.app.services.objects.list('drafts');
    const asked = await ask(`/finetune dataset:${mails} budget:11s`);
    const select = idOf(asked.message, 'finetune-column');
    const stranger = await Person.connect(bot.app.url!, { name: 'stranger' });
    const refused = stranger.waitForMessage(
      ({ message, result }) => result !== undefined && message.content.startsWith('⚠️'),
    );
    await stranger.click(asked.message.id, select, ['1']);
    expect((await refused).result).toMatchObject({ error: { code: 'not-your-draft' } });
    stranger.close();
    const { said } = await become(
      asked.message,
      ({ runId }) => runId !== undefined,
      () => bot.person.click(asked.message.id, select, ['1']),
    );
    expect(said.spec).toMatchObject({ target: 'Priorität', budgetSeconds: 11 });
    expect(said.profile?.classes).toHaveLength(3);
    // The kept request went with the choice: a second click finds none.
    await expect.poll(() => bot.app.services.objects.list('drafts')).toEqual(kept);
    const { runs } = (await bot.tell('/runs list')).last.result as { runs: unknown[] };
    expect(runs).toHaveLength(1);
    await cancel(said.runId!);
  });

  it('asks nothing where the words beside the file name the column, or a part of its name is given', async () => {
    const said = await start(`/finetune dataset:${mails} description:"nach Priorität sortieren"`);
    expect(said.spec).toMatchObject({ target: 'Priorität' });
    await cancel(said.runId!);
    const part = await start(`/finetune dataset:${mails} target:kategor`);
    expect(part.profile?.classes.map(({ name }) => name)).toEqual(['Rechnung', 'Versand']);
    await cancel(part.runId!);
  });

  it('is measured by /recommend once the column is chosen', async () => {
    const asked = await ask(`/recommend dataset:${mails}`);
    expect(asked.said).toMatchObject({ question: 'target', measured: null });
    expect(asked.message.content).toContain('Which column holds the classes?');
    const { said } = await become(
      asked.message,
      ({ measured, pending }) => Boolean(measured) && !pending,
      () => bot.person.click(asked.message.id, idOf(asked.message, 'recommend-column'), ['1']),
    );
    expect(said.question).toBeUndefined();
    expect(said.profile?.classes).toHaveLength(3);
  }, 90_000);
});

it('merges near spellings on a click, in place of the Run that goes on', async () => {
  const started = bot.person.waitForMessage(
    ({ message, result }) =>
      (result as Said | undefined)?.spec !== undefined && idOf(message, 'finetune-merge') !== undefined,
  );
  await bot.person.runLine(`/finetune dataset:${bills} budget:10m`);
  const first = await started;
  const { runId } = first.result as Said;
  const { said } = await become(
    first.message,
    (now) => now.runId !== undefined && now.runId !== runId,
    () => bot.person.click(first.message.id, idOf(first.message, 'finetune-merge')),
  );
  expect(said.spec).toMatchObject({ mergeSpellings: true, target: 'label', budgetSeconds: 600 });
  expect(said.profile?.classes).toEqual([
    { name: 'Rechnung', count: 24 },
    { name: 'Versand', count: 24 },
  ]);
  expect(said.profile?.problems.map(({ code }) => code)).toContain('near-merged');
  await expect
    .poll(async () => (await bot.tell(`/runs show run:${runId}`)).last.result.state, { timeout: 20_000 })
    .toBe('cancelled');
  await cancel(said.runId!);
}, 60_000);

it('deletes what waits for a choice with the rest', async () => {
  await ask(`/finetune dataset:${mails}`);
  const drafts = () => bot.app.services.objects.list('drafts');
  expect((await drafts()).length).toBeGreaterThan(0);
  await bot.tell('/runs delete run:all');
  expect(await drafts()).toEqual([]);
});

it('sent Discord nothing that its published schema refuses', () => {
  expect(traffic.requestProblems()).toEqual([]);
});
