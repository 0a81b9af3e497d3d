/**
 * "Why?" under an answer of `/recommend`, for anybody who sees it: every candidate with where its score comes from, what
 * was understood, remarks and a starter, from what was kept of the question; and two of the candidates to compare.
 */
import { type Context, componentCommand } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { openConsultation } from '../../src/recommend/consultation.ts';
import { type Explanation, explain } from '../../src/recommend/explain/explain.ts';
import { chooseWords, type Wording } from '../../src/recommend/explain/explain-llm.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { block, plain, unmentioned } from '../../src/text/escape.ts';
import { fitFields, fitLines, linesField } from '../../src/text/fit-embed.ts';
import { chatModel, rankConsultation } from './answer.ts';
import { compareSelect } from './controls.ts';

const LINE_CHARS = 400;

export const recommendWhy = componentCommand({
  name: 'recommend-why',
  where: 'anywhere',
  async run(context, id) {
    const { services, guildId, person, respond, locale, log } = context;
    await respond.defer({ ephemeral: true });
    const consultation = await openConsultation(services.objects, id, { guildId, userId: person.id });
    const ranking = await rankConsultation(context, consultation);
    const explanation = explain(ranking, locale);
    const wording = await chooseWords(ranking, explanation, chatModel(context), { locale });
    if (wording.reason) log.warn({ reason: wording.reason }, 'the choice of the chat model was not used');
    const reply = whyReply(context, { ranking, explanation }, wording);
    await respond.send({ ...reply, selects: [compareSelect(context, id, ranking)] });
  },
});

/** Sentences of our own templates. */
const ours = (lines: readonly string[]): string[] => lines.map((line) => unmentioned(line, LINE_CHARS));

/** What was understood, a section a candidate, remarks, and code to start with where it is short. */
const sections = ({ understood, candidates, remarks, snippet }: Explanation, t: Context['t']) => [
  linesField(
    t('recommend.understood'),
    understood.map((line) => plain(line, 200)),
  ),
  ...candidates.map(({ title, lines }) => linesField(plain(title, 200), ours(lines))),
  linesField(t('recommend.remarks'), ours(remarks)),
  snippet && snippet.code.length < 900
    ? {
        name: t('recommend.snippet'),
        value: `\`\`\`${snippet.language}\n${block(snippet.code)}\n\`\`\``,
      }
    : null,
];

/** A Ranking with its sentences in the reader's language; with what a chat model chose, which is not said twice. */
export function whyReply(
  { t }: Pick<Context, 't'>,
  { ranking, explanation }: { ranking: Ranking; explanation: Explanation },
  { summary }: Pick<Wording, 'summary'> = explanation,
): Reply {
  const found = ranking.ranking.length > 0;
  const rest = { ...explanation, remarks: explanation.remarks.filter((line) => !summary.includes(line)) };
  return {
    embeds: [
      {
        title: t(found ? 'recommend.title' : 'recommend.title-none'),
        description: fitLines(ours(summary), 1_400),
        color: found ? 0x5865f2 : 0xf0a020,
        fields: fitFields(sections(rest, t)),
        footer: { text: t('recommend.footer') },
      },
    ],
    result: { why: ranking.ranking.map(({ id }) => id) },
  };
}
