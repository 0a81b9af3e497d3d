/** 简体中文的全部文字；键与英文相同。 */
import { cardZhCN } from './card.ts';
import { chartsZhCN } from './charts.ts';
import { commandsZhCN } from './commands.ts';
import { detailsZhCN } from './details.ts';
import { errorsZhCN } from './errors/index.ts';
import { guideZhCN } from './guide.ts';
import { inShortZhCN } from './in-short.ts';
import { notesZhCN } from './notes/index.ts';
import { recommendZhCN } from './recommend.ts';
import { repliesZhCN } from './replies.ts';
import { reportZhCN } from './report.ts';
import { reportShortZhCN } from './report-short.ts';
import { serviceZhCN } from './service.ts';
import { wordsZhCN } from './words.ts';

export const zhCN = {
  ...commandsZhCN,
  ...repliesZhCN,
  ...reportZhCN,
  ...chartsZhCN,
  ...cardZhCN,
  ...reportShortZhCN,
  ...recommendZhCN,
  ...inShortZhCN,
  ...guideZhCN,
  ...detailsZhCN,
  ...errorsZhCN,
  ...notesZhCN,
  ...serviceZhCN,
  ...wordsZhCN,
};
