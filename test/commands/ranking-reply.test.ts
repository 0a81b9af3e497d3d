import { describe, expect, it } from 'vitest';
import { rankingReply } from '../../commands/recommend/ranking-reply.ts';
import { explain } from '../../src/recommend/explain/explain.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';
import { translator } from '../../src/text/localise.ts';

const rank = (description: string, top = 3) => recommend(understand({ description, options: { top } }));
const explained = (ranking: Ranking, locale = 'en') => ({ ranking, explanation: explain(ranking, locale) });
const english = { t: translator('en'), locale: 'en' as const };

const characters = (reply: ReturnType<typeof rankingReply>) =>
  (reply.embeds ?? []).reduce(
    (sum, { title, description, footer, fields }) =>
      sum +
      (title?.length ?? 0) +
      (description?.length ?? 0) +
      (footer?.text.length ?? 0) +
      (fields ?? []).reduce((all, { name, value }) => all + name.length + value.length, 0),
    0,
  );

describe('the reply to /recommend', () => {
  it('carries the ranking as data, in the order it shows', async () => {
    const ranking = await rank('classify support tickets');
    const reply = rankingReply(english, explained(ranking));
    const data = reply.result!.ranking as { id: string; name: string; score: number }[];
    expect(data.map(({ id }) => id)).toEqual(ranking.ranking.map(({ id }) => id));
    const titles = reply.embeds![0]!.fields!.map(({ name }) => name).filter((name) => /^\d/.test(name));
    expect(titles.map((title, index) => title.includes(data[index]!.name))).toEqual(titles.map(() => true));
  });

  it.each(['en', 'zh-CN'] as const)(
    'stays within Discord’s limits with ten candidates (%s)',
    async (locale) => {
      const reply = rankingReply(
        { t: translator(locale), locale },
        explained(await rank('classify photos of leaves', 10), locale),
      );
      expect(characters(reply)).toBeLessThanOrEqual(6_000);
      expect(reply.embeds![0]!.fields!.length).toBeLessThanOrEqual(25);
      for (const { value } of reply.embeds![0]!.fields!) expect(value.length).toBeLessThanOrEqual(1_024);
    },
  );

  it('gives no effect to marks and mentions in the description', async () => {
    const reply = rankingReply(
      english,
      explained(await rank('classify @everyone [photos](https://evil.example) <@123> ```x``` of leaves')),
    );
    const text = JSON.stringify(reply.embeds);
    expect(text).not.toContain('@everyone');
    expect(text).not.toContain('](https://evil');
    expect(text).not.toContain('<@123>');
  });

  it('asks instead of guessing when nothing was understood', async () => {
    const reply = rankingReply(english, explained(await rank('')));
    expect(reply.embeds![0]!.title).toBe('No recommendation yet');
    expect(reply.embeds![0]!.description!.length).toBeGreaterThan(10);
    expect(reply.result!.ranking).toEqual([]);
  });

  it('says what a chat model chose in the summary, and not a second time', async () => {
    const answer = explained(await rank('classify photos of leaves'));
    const [remark = ''] = answer.explanation.remarks;
    expect(remark).not.toBe('');
    const wording = { summary: [...answer.explanation.summary, remark], by: 'model' as const, reason: null };
    const embed = rankingReply(english, answer, { wording }).embeds![0]!;
    expect(embed.description).toContain(remark.slice(0, 40));
    expect(JSON.stringify(embed.fields)).not.toContain(remark.slice(0, 40));
  });
});
