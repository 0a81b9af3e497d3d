/** The language of who asked for a task, for what is drawn and written for people; English where nobody said. */
import { type ReportWords, reportWords } from '../../text/words.ts';

export const wordsOf = ({ locale }: { locale?: string | undefined }): ReportWords =>
  reportWords(locale ?? 'en');
