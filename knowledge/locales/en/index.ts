/** Every text in English: the source of the codes and of the placeholders that the other languages have too. */
import { cardEn } from './card.ts';
import { chartsEn } from './charts.ts';
import { commandsEn } from './commands.ts';
import { detailsEn } from './details.ts';
import { errorsEn } from './errors/index.ts';
import { guideEn } from './guide.ts';
import { inShortEn } from './in-short.ts';
import { notesEn } from './notes/index.ts';
import { recommendEn } from './recommend.ts';
import { repliesEn } from './replies.ts';
import { reportEn } from './report.ts';
import { reportShortEn } from './report-short.ts';
import { serviceEn } from './service.ts';
import { wordsEn } from './words.ts';

export const en = {
  ...commandsEn,
  ...repliesEn,
  ...reportEn,
  ...chartsEn,
  ...cardEn,
  ...reportShortEn,
  ...recommendEn,
  ...inShortEn,
  ...guideEn,
  ...detailsEn,
  ...errorsEn,
  ...notesEn,
  ...serviceEn,
  ...wordsEn,
} as const;

export type Code = keyof typeof en;
