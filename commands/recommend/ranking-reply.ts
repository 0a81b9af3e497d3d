/** A Ranking → the reply, read in ten seconds: which model and why, the second, and what to do. `why.ts` says the rest. */
import type { Context } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import type { Consultation } from '../../src/recommend/consultation.ts';
import { inShort } from '../../src/recommend/explain/in-short.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { plain, unmentioned } from '../../src/text/escape.ts';
import { openColumns } from '../column-choice.ts';
import { controls, whyIds } from './controls.ts';

interface RankingExtra {
  /** The question with its data; its controls stand under the answer. Absent while the answer is not complete. */
  consultation?: Consultation;
  /** Stands below the answer: what is going on, or why nothing was measured. */
  note?: string;
  /** With everything that can be changed. */
  open?: boolean;
}

const LINE_CHARS = 400;
const UNDERSTOOD_CHARS = 160;

export function rankingReply(
  { t, locale }: Pick<Context, 't' | 'locale'>,
  ranking: Ranking,
  { consultation, note = '', open = false }: RankingExtra = {},
): Reply {
  const { lead, lines, understood } = inShort(ranking, locale);
  const small = understood === '' ? [] : [`-# ${plain(understood, UNDERSTOOD_CHARS)}`];
  return {
    content: [
      ...[lead, ...lines].map((line) => unmentioned(line, LINE_CHARS)),
      ...small,
      ...(note === '' ? [] : [note]),
    ].join('\n'),
    ...(consultation ? controls({ t, locale }, { consultation, ranking, open }) : {}),
    result: rankingData(ranking, consultation),
  };
}

/** For scripts: the columns to choose from, where only the person knows which one they mean. */
function columnQuestion({ profile, target }: Consultation) {
  const candidates = profile ? openColumns(profile, target) : [];
  return candidates.length > 0 ? { question: 'target', candidates } : {};
}

/** For scripts: the whole Ranking, with the candidates that are not shown reduced to ids and scores. */
const rankingData = (ranking: Ranking, consultation: Consultation | undefined) => ({
  ...ranking,
  eligible: ranking.eligible.map(({ id, score, rank }) => ({ id, score, rank })),
  ...(consultation ? { consultationId: consultation.id, more: whyIds(consultation.id, ranking) } : {}),
  ...(consultation?.profile ? { profile: consultation.profile, ...columnQuestion(consultation) } : {}),
});
