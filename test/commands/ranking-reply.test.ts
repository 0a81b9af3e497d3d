import { describe, expect, it } from 'vitest';
import { rankingReply } from '../../commands/recommend/ranking-reply.ts';
import { whyReply } from '../../commands/recommend/why.ts';
import { newConsultation } from '../../src/recommend/consultation.ts';
import { explain } from '../../src/recommend/explain/explain.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { recommend, withMeasurements } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';
import { translator } from '../../src/text/localise.ts';

const rank = (description: string, top = 3) => recommend(understand({ description, options: { top } }));
const explained = (ranking: Ranking, locale = 'en') => ({ ranking, explanation: explain(ranking, locale) });
const english = { t: translator('en'), locale: 'en' as const };

const characters = (reply: ReturnType<typeof whyReply>) =>
  (reply.embeds ?? []).reduce(
    (sum, { title, description, footer, fields }) =>
      sum +
      (title?.length ?? 0) +
      (description?.length ?? 0) +
      (footer?.text.length ?? 0) +
      (fields ?? []).reduce((all, { name, value }) => all + name.length + value.length, 0),
    0,
  );

const consultation = newConsultation(
  { guildId: '1', userId: '2' },
  { description: 'classify photos', options: {} },
);

describe('the reply to /recommend', () => {
  it('leads with the pick and why, then the second, in at most six lines', async () => {
    const ranking = await rank('classify 500 photos of leaves on a phone');
    const [lead = '', second = '', ...rest] = rankingReply(english, ranking, { consultation }).content!.split(
      '\n',
    );
    expect(lead).toMatch(/^\*\*Use MobileNet[^*]+\.\*\* It is made for this task, takes \d+ MB, /);
    expect(second).toContain(`Second: ${ranking.eligible[1]!.name}`);
    expect(rest.length).toBeLessThanOrEqual(4);
    expect(rest.at(-1)).toBe('-# Understood: image classification · phone · 500 samples');
  });

  it('has the four things to do under it, and the rest behind them', async () => {
    const ranking = await rank('classify photos');
    const closed = rankingReply(english, ranking, { consultation });
    expect(closed.buttons!.map(({ label }) => label)).toEqual([
      'Fine-tune it',
      ...(ranking.readyHere === ranking.ranking[0]!.id ? [] : [expect.stringMatching(/^No download: /)]),
      'Measure on my data',
      'Why?',
      'Change something',
    ]);
    expect(closed.selects).toEqual([]);
    const open = rankingReply(english, ranking, { consultation, open: true });
    expect(open.selects!.length).toBe(2);
    expect(open.content).toBe(closed.content);
  });

  it('says how often each was right where it was measured, and what doing without gives', async () => {
    const ranking = await rank('classify photos');
    const here = ranking.eligible.filter(({ runsHere }) => runsHere === 'embedded').map(({ id }) => id);
    const measured = (difference: number) =>
      withMeasurements(ranking, {
        n: 240,
        noTransfer: { accuracy: 0.41, difference: { mean: difference, standardError: 0.01 } },
        zeroShot: null,
        measurements: here.map((id, i) => ({
          id,
          accuracy: 0.93 - i / 10,
          logme: null,
          seconds: 1,
          difference: i === 0 ? null : { mean: -i / 10, standardError: 0.01 },
        })),
        skipped: [],
      });
    const lines = (given: Ranking) => rankingReply(english, given).content!.split('\n');
    const [lead, others] = lines(measured(-0.5));
    expect(lead).toContain('Tried on 240 of your pictures, it was right 93 times in 100: the best of');
    expect(others).toMatch(/^Second: .*, 83 in 100.*\. Without a pretrained model: 41\.$/);
    expect(lines(measured(0))[1]).toMatch(/No clear gain over doing without a pretrained model: 41\.$/);
  });

  it('carries the ranking as data', async () => {
    const ranking = await rank('classify support tickets');
    const data = rankingReply(english, ranking, { consultation }).result!;
    expect((data.ranking as { id: string }[]).map(({ id }) => id)).toEqual(
      ranking.ranking.map(({ id }) => id),
    );
    expect(data.more).toEqual([`recommend-why:${consultation.id}`]);
  });

  it('asks instead of guessing when nothing was understood', async () => {
    const reply = rankingReply(english, await rank(''), { consultation });
    expect(reply.content).toMatch(/^I could not tell what the model should do/);
    expect(reply.selects!.map(({ id }) => id)).toEqual([`recommend-task:${consultation.id}`]);
    expect(reply.result!.ranking).toEqual([]);
    // Scripts press what `more` names.
    expect(reply.result!.more).toEqual([]);
    expect(JSON.stringify(reply.buttons ?? [])).not.toContain('recommend-why');
  });

  it('speaks the language of the reader, without a word of English', async () => {
    const ranking = await rank('我有 500 张叶子照片，要在手机上跑');
    const { content } = rankingReply({ t: translator('zh-CN'), locale: 'zh-CN' }, ranking, { consultation });
    expect(content).toMatch(/^\*\*用 MobileNet/);
    expect(content).not.toMatch(/\b(Second|Use|Understood|made|task)\b/);
  });
});

describe('“Why?” under it', () => {
  const why = (ranking: Ranking, locale: 'en' | 'zh-CN' = 'en') =>
    whyReply({ t: translator(locale) }, explained(ranking, locale));

  it('names the candidates in their order', async () => {
    const ranking = await rank('classify support tickets');
    const titles = why(ranking)
      .embeds![0]!.fields!.map(({ name }) => name)
      .filter((name) => /^\d/.test(name));
    expect(titles.map((title, index) => title.includes(ranking.ranking[index]!.name))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each(['en', 'zh-CN'] as const)(
    'stays within Discord’s limits with ten candidates (%s)',
    async (locale) => {
      const reply = why(await rank('classify photos of leaves', 10), locale);
      expect(characters(reply)).toBeLessThanOrEqual(6_000);
      expect(reply.embeds![0]!.fields!.length).toBeLessThanOrEqual(25);
      for (const { value } of reply.embeds![0]!.fields!) expect(value.length).toBeLessThanOrEqual(1_024);
    },
  );

  it('gives no effect to marks and mentions in the description, nor does the answer', async () => {
    const ranking = await rank('classify @everyone [photos](https://evil.example) <@123> ```x``` of leaves');
    const text = JSON.stringify([why(ranking).embeds, rankingReply(english, ranking).content]);
    expect(text).not.toContain('@everyone');
    expect(text).not.toContain('](https://evil');
    expect(text).not.toContain('<@123>');
  });

  it('says what a chat model chose in the summary, and not a second time', async () => {
    const answer = explained(await rank('classify photos of leaves'));
    const [remark = ''] = answer.explanation.remarks;
    expect(remark).not.toBe('');
    const embed = whyReply(english, answer, { summary: [...answer.explanation.summary, remark] }).embeds![0]!;
    expect(embed.description).toContain(remark.slice(0, 40));
    expect(JSON.stringify(embed.fields)).not.toContain(remark.slice(0, 40));
  });
});
