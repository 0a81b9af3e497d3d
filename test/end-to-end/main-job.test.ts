import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behindButtons, withAnswers } from '../../src/cli/behind-buttons.ts';
import { isEphemeral, Person } from '../../src/playground/person/person.ts';
import { recordTraffic } from '../playground/contract.ts';
import { startTestBot, type TestBot } from './bot.ts';

const traffic = recordTraffic();

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ RUNS_PER_USER: '2', MAX_ATTACHMENT_MIB: '1' }, traffic.hooks);
}, 120_000);
afterAll(() => bot?.close());

/** Two topics that words tell apart, with some that stand in both. */
function writeTexts(path: string): void {
  const topics = {
    weather: ['rain', 'sun', 'storm', 'cloud', 'wind', 'snow', 'fog', 'heat'],
    kitchen: ['soup', 'bread', 'oven', 'salt', 'pan', 'knife', 'rice', 'cake'],
  };
  const rows = Object.entries(topics).flatMap(([label, words]) =>
    Array.from({ length: 30 }, (_, i) => {
      const [one, two, three] = [words[i % 8], words[(i * 3 + 1) % 8], words[(i * 5 + 2) % 8]];
      return `"the ${one} and the ${two}, today ${three} number ${i}",${label}`;
    }),
  );
  writeFileSync(path, `headline,topic\n${rows.join('\n')}\n`);
}

describe('commands that need no data', () => {
  it('answers /help to the person alone', async () => {
    const { well, last } = await bot.tell('/help');
    expect(well).toBe(true);
    expect(isEphemeral(last.message)).toBe(true);
    expect(last.message.content).toMatch(/^\*\*I find a pretrained model/);
    const { message } = withAnswers(last, await behindButtons(bot.person, last));
    expect(message.embeds.map(({ title }) => title)).toEqual(['Commands', 'Data', 'Your data']);
  });

  it('asks a newcomer what there is, and says what to attach', async () => {
    const { last } = await bot.tell('/start');
    const chosen = async (value: string) =>
      (await bot.act((person) => person.click(last.message.id, 'start:what', [value]))).last.message;
    expect(isEphemeral(last.message)).toBe(true);
    expect((await chosen('audio')).content).toMatch(
      /zip with one folder of sounds.*\n.*\n.*`\/finetune dataset:…`/,
    );
    expect((await chosen('idea')).content).toContain('`/recommend description:');
  });

  it('recommends with ids, names and scores in order', async () => {
    const { last } = await bot.tell(
      '/recommend description:"classify support tickets, commercial use" top:3',
    );
    const ranking = last.result.ranking as { id: string; name: string; score: number }[];
    expect(ranking).toHaveLength(3);
    expect(ranking.every(({ id, name, score }) => id && name && score > 0 && score <= 1)).toBe(true);
    expect(ranking.map(({ score }) => score)).toEqual(
      [...ranking.map(({ score }) => score)].sort((a, b) => b - a),
    );
    expect(last.message.content).toContain(`**Use ${ranking[0]!.name}.**`);
  });

  it('answers in Chinese to a Chinese client', async () => {
    const chinese = await Person.connect(bot.app.url!, { locale: 'zh-CN' });
    const { last } = await bot.tell('/recommend description:"我有 500 张叶子照片，要在手机上跑"', chinese);
    chinese.close();
    expect(last.message.content).toMatch(/^\*\*用 /);
    expect((last.result.ranking as { kind: string }[])[0]!.kind).toBe('image');
  });

  it('lists models and shows one with the pages its facts come from', async () => {
    expect((await bot.tell('/models task:audio')).last.message.embeds[0]!.description).toContain('wav2vec');
    const { last } = await bot.tell('/models model:resnet50');
    expect(JSON.stringify(last.message.embeds)).toMatch(/https:\/\//);
  });

  it('completes models, and offers at most 25 choices', async () => {
    const choices = await bot.person.autocomplete({
      name: 'finetune',
      options: { model: 'nsfw' },
      focused: 'model',
    });
    expect(choices.map(({ value }) => value)).toContain('nsfwjs_mobilenet_v2_mid');
    const all = await bot.person.autocomplete({ name: 'finetune', options: { model: '' }, focused: 'model' });
    expect(all.length).toBeLessThanOrEqual(25);
    expect(all[0]!.value).toBe('auto');
  });
});

describe('requests that are refused', () => {
  const refused = async (line: string, code: string) => {
    const { well, last } = await bot.tell(line);
    expect(well).toBe(false);
    expect(last.result.error).toMatchObject({ code });
    expect(isEphemeral(last.message)).toBe(true);
    return last.message.content;
  };
  const texts = () => join(bot.dir, 'texts.csv');
  beforeAll(() => writeTexts(texts()));

  it('names the budget it cannot use and the limits', async () => {
    expect(await refused(`/finetune dataset:${texts()} budget:5x`, 'bad-budget')).toContain('10 s to 1 h');
  });
  it('refuses a file that is too large, before reading it', async () => {
    const large = join(bot.dir, 'large.csv');
    writeFileSync(large, Buffer.alloc(2 ** 20 + 1, 'a'));
    expect(await refused(`/finetune dataset:${large}`, 'attachment-too-large')).toContain('1.0 MiB');
  });
  it('refuses a model for other data and a model it does not know', async () => {
    await refused(`/finetune dataset:${texts()} model:nsfwjs_mobilenet_v2_mid`, 'model-other-kind');
    await refused(`/finetune dataset:${texts()} model:wonder`, 'unknown-model');
  });
  it('refuses a test file with classes that training will never see', async () => {
    const other = join(bot.dir, 'other.csv');
    writeTexts(other);
    writeFileSync(other, readFileSync(other, 'utf8').replaceAll(',weather', ',politics'));
    expect(await refused(`/finetune dataset:${texts()} test:${other}`, 'test-classes')).toContain('politics');
  });
  it('refuses a run that does not exist and a prediction of nothing', async () => {
    await refused('/predict run:ZZZZZZZZ text:hello', 'run-unknown');
    await refused('/predict run:ZZZZZZZZ', 'predict-neither');
    await refused(`/evaluate run:ZZZZZZZZ dataset:${texts()}`, 'run-unknown');
    await refused('/compare run-a:ZZZZZZZZ run-b:YYYYYYYY', 'run-unknown');
  });
  it('left no Run behind', async () => {
    expect((await bot.tell('/runs list everybody:true')).last.result.runs).toEqual([]);
  });
});

describe('from a data set to a model', () => {
  let runId = '';

  it('shows what it understood, reports metrics, charts and a model', async () => {
    const { well, answers, last } = await bot.tell(
      `/finetune dataset:${join(bot.dir, 'texts.csv')} budget:10s`,
    );
    expect(well, JSON.stringify(last.result.error)).toBe(true);
    runId = String(last.result.runId);
    expect(answers.map(({ role }) => role)).toEqual(['reply', 'progress', 'report']);
    expect(answers[0]!.result).toMatchObject({
      runId,
      state: 'queued',
      profile: { kind: 'text', sampleCount: 60 },
    });
    const report = last.result.report as { accuracy: number; contenders: { id: string }[] };
    expect(report.accuracy).toBeGreaterThan(0.5);
    expect(report.contenders.map(({ id }) => id)).toContain('majority');
    expect(last.message.content).toMatch(/^\*\*(Right \d+ of \d+ times|Not shown|This does not)/);
    expect(last.message.attachments).toHaveLength(1);
    expect(last.message.attachments[0]!.description).toMatch(/^Chart: /);
    const whole = withAnswers(last, await behindButtons(bot.person, last)).message;
    const names = whole.attachments.map(({ filename }) => filename.replace(`${runId}-`, ''));
    expect(names.filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(3);
    expect(names).toEqual(expect.arrayContaining(['README.md', 'model.onnx', 'model.zip', 'try.html']));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength((last.result.files as unknown[]).length);
    expect(whole.embeds[0]!.fields!.length).toBeGreaterThan(4);
    const improve = await bot.act((person) => person.click(last.message.id, `improve:${runId}`));
    expect(isEphemeral(improve.last.message)).toBe(true);
    expect(improve.last.message.embeds[0]!.description).toContain('budget:10m');
  }, 180_000);

  it('predicts one text, and a table in its own order', async () => {
    const { last } = await bot.tell(`/predict run:${runId} text:"rain and storm and snow today"`);
    expect((last.result.predictions as { prediction: string }[])[0]!.prediction).toBe('weather');
    const table = join(bot.dir, 'more.csv');
    writeFileSync(table, 'headline\n"soup, bread and a pan"\nfog and rain\n"=cmd|salt oven"\n');
    const many = await bot.tell(`/predict run:${runId} file:${table}`);
    const [csv] = many.last.message.attachments;
    const saved = join(bot.dir, 'predictions.csv');
    await bot.person.download(csv!.url, saved);
    const lines = readFileSync(saved, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('row,prediction,confidence,kitchen,weather');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['1', 'kitchen'],
      ['2', 'weather'],
      ['3', 'kitchen'],
    ]);
  }, 90_000);

  it('judges a later file, and refuses to compare a run with itself', async () => {
    const later = join(bot.dir, 'later.csv');
    writeFileSync(
      later,
      `${readFileSync(join(bot.dir, 'texts.csv'), 'utf8').trim()}\nrain again today,weather\n`,
    );
    const { well, last } = await bot.tell(`/evaluate run:${runId} dataset:${later}`);
    expect(well, JSON.stringify(last.result.error)).toBe(true);
    expect(last.result.comparison).toMatchObject({ name: 'accuracy' });
    expect(last.message.content).toMatch(/^\*\*Right \d+ of \d+ times on texts of later\.csv/);
    expect(last.message.attachments).toHaveLength(1);
    const whole = withAnswers(last, await behindButtons(bot.person, last)).message;
    const names = whole.attachments.map(({ filename }) => filename);
    expect(names).toEqual(
      expect.arrayContaining([`${runId}-reliability.png`, `${runId}-test-predictions.csv`]),
    );
    expect(whole.embeds[0]!.fields!.length).toBeGreaterThan(2);
    const same = await bot.tell(`/compare run-a:${runId} run-b:${runId}`);
    expect(same.last.result.error).toMatchObject({ code: 'compare-same' });
  });

  it('predicts through the button and its form, and hands the model over', async () => {
    const report = await bot.person.waitForMessage(
      ({ result }) =>
        (result as { runId?: string; final?: boolean })?.runId === runId &&
        (result as { final?: boolean }).final === true,
    );
    const page = await bot.act((person) => person.click(report.message.id, `try:${runId}`));
    expect(page.last.message.attachments.map(({ filename }) => filename)).toEqual([`${runId}-try.html`]);
    const form = await bot.person.click(page.last.message.id, `predict:${runId}`);
    expect(form.kind).toBe('modal');
    const predicted = await bot.act((person) =>
      person.submitModal(form.interactionId, { text: 'a cake in the oven' }),
    );
    expect((predicted.last.result.predictions as { prediction: string }[])[0]!.prediction).toBe('kitchen');
    const fileForm = await bot.person.click(page.last.message.id, `predict:${runId}`);
    const table = join(bot.dir, 'more.csv');
    const many = await bot.act((person) =>
      person.submitModal(fileForm.interactionId, { text: '' }, { file: table }),
    );
    expect(many.last.result.count).toBe(3);
    const empty = await bot.person.click(page.last.message.id, `predict:${runId}`);
    const refused = await bot.act((person) => person.submitModal(empty.interactionId, { text: ' ' }));
    expect(refused.last.result.error).toMatchObject({ code: 'predict-neither' });
    const download = await bot.act((person) => person.click(report.message.id, `download:${runId}`));
    expect(download.last.message.attachments[0]!.filename).toBe(`${runId}-model.zip`);
  }, 60_000);

  it('shows the run in its server only', async () => {
    expect((await bot.tell(`/runs show run:${runId.toLowerCase()}`)).last.result).toMatchObject({
      runId,
      state: 'succeeded',
    });
    await expect(bot.app.services.runs.getInGuild(runId, '999999999999999999')).rejects.toMatchObject({
      code: 'run-unknown',
    });
    const late = await bot.tell(`/runs cancel run:${runId}`);
    expect(late.last.result.error).toMatchObject({ code: 'run-over' });
  });

  it('trains on a file somebody posted, lets only its owner cancel, and reports the end', async () => {
    const posted = await bot.person.post('my data', [join(bot.dir, 'texts.csv')]);
    const stranger = await Person.connect(bot.app.url!, { name: 'stranger' });
    const conversation = bot.act((person) => person.useMessageCommand('Fine-tune on this', posted.id));
    const { result } = await bot.person.waitForMessage(
      (event) =>
        (event.result as { follow?: boolean } | undefined)?.follow === true &&
        (event.result as { runId: string }).runId !== runId,
      60_000,
    );
    const { runId: second } = result as { runId: string };
    const foreign = await bot.tell(`/runs cancel run:${second}`, stranger);
    expect(foreign.last.result.error).toMatchObject({ code: 'not-your-run' });
    stranger.close();
    await bot.tell(`/runs cancel run:${second}`);
    const { well, last } = await conversation;
    expect(well).toBe(false);
    expect(last.result).toMatchObject({ runId: second, state: 'cancelled', final: true });
    const { spec } = (await bot.app.services.runs.get(second))!;
    expect(await bot.app.services.objects.exists(spec.dataset.key)).toBe(true);
    const deleted = await bot.tell(`/runs delete run:${second}`);
    expect(deleted.last.result).toMatchObject({ runId: second, deleted: true });
    // The first run learnt from the same file.
    expect(await bot.app.services.objects.exists(spec.dataset.key)).toBe(true);
    expect((await bot.tell(`/runs show run:${second}`)).last.result.error).toMatchObject({
      code: 'run-unknown',
    });
  }, 120_000);

  it('keeps nothing of a run that was deleted', async () => {
    const { objects, config, runs } = bot.app.services;
    const { spec } = (await runs.get(runId))!;
    const copy = join(config.dataDir, 'cache', 'artifacts', runId);
    expect(existsSync(copy)).toBe(true);
    await bot.tell('/recommend description:"sort mails by topic"');
    expect(await objects.list('recommendations')).not.toEqual([]);
    const { last } = await bot.tell('/runs delete run:all');
    expect(last.result.deleted).toContain(runId);
    expect(last.result.left).toEqual([]);
    expect(await objects.list('recommendations')).toEqual([]);
    expect(existsSync(copy)).toBe(false);
    expect(await objects.list(`runs/${runId}/`)).toEqual([]);
    expect(await objects.exists(spec.dataset.key)).toBe(false);
  });
});

it('sent Discord nothing that its published schema refuses', () => {
  expect(traffic.exchanges.length).toBeGreaterThan(30);
  expect(traffic.requestProblems()).toEqual([]);
});

it('never allowed a mention', () => {
  const sent = traffic.exchanges
    .map(
      ({ body }) => body as { allowed_mentions?: unknown; data?: { allowed_mentions?: unknown } } | undefined,
    )
    .flatMap((body) => [body?.allowed_mentions, body?.data?.allowed_mentions])
    .filter((mentions) => mentions !== undefined);
  expect(sent.length).toBeGreaterThan(15);
  expect(sent.every((mentions) => JSON.stringify(mentions) === '{"parse":[]}')).toBe(true);
});
