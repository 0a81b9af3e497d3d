/** A Ranking → the reply: the answer, the candidates with where their scores come from, remarks, a starter. */
import type { Context } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import type { Consultation } from '../../src/recommend/consultation.ts';
import type { Explanation } from '../../src/recommend/explain/explain.ts';
import type { Wording } from '../../src/recommend/explain/explain-llm.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { block, plain, truncate, unmentioned } from '../../src/text/escape.ts';
import { fitFields, linesField } from '../fields.ts';
import { controls } from './controls.ts';

/** A Ranking with its sentences in the reader's language. */
export interface Explained {
  ranking: Ranking;
  explanation: Explanation;
}

export interface RankingExtra {
  /** The question with its data; its controls stand under the answer. Absent while the answer is not complete. */
  consultation?: Consultation;
  /** Stands above the ranking: what is going on, or why nothing was measured. */
  note?: string;
  /** The summary with what a chat model chose to add. */
  wording?: Wording;
}

const LINE_CHARS = 400;
/** Of 6,000 for the embed, less title, description and footer. */
const FIELDS_CHARS = 4_300;

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

export function rankingReply(
  { t, locale }: Pick<Context, 't' | 'locale'>,
  { ranking, explanation }: Explained,
  extra: RankingExtra = {},
): Reply {
  const found = ranking.ranking.length > 0;
  const { wording } = extra;
  const said = wording?.summary ?? explanation.summary;
  const summary = ours(said);
  const rest = { ...explanation, remarks: explanation.remarks.filter((line) => !said.includes(line)) };
  return {
    content: extra.note ?? '',
    embeds: [
      {
        title: t(found ? 'recommend.title' : 'recommend.title-none'),
        description: truncate(summary.join('\n'), 1_400),
        color: found ? 0x5865f2 : 0xf0a020,
        fields: fitFields(sections(rest, t), FIELDS_CHARS).slice(0, 25),
        footer: { text: t('recommend.footer') },
      },
    ],
    ...(extra.consultation ? controls({ t, locale }, extra.consultation, ranking) : {}),
    result: rankingData(ranking, extra.consultation),
  };
}

/** For scripts: the whole Ranking, with the candidates that are not shown reduced to ids and scores. */
const rankingData = (ranking: Ranking, consultation: Consultation | undefined) => ({
  ...ranking,
  eligible: ranking.eligible.map(({ id, score, rank }) => ({ id, score, rank })),
  ...(consultation ? { consultationId: consultation.id } : {}),
  ...(consultation?.profile ? { profile: consultation.profile } : {}),
});
