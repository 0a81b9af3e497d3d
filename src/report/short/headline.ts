/** Report → the one figure by which lists of Runs tell them apart: its name and its value on the test part. */
import { z } from 'zod';
import { measure, percent, type ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';

export const headlineSchema = z.object({ name: z.string(), value: z.number() });
export type Headline = z.infer<typeof headlineSchema>;

const ACCURACY = 'accuracy';

export function headlineOf({
  classification,
  measures,
}: Pick<Report, 'classification' | 'measures'>): Headline | null {
  if (classification) return { name: ACCURACY, value: classification.accuracy };
  const [first] = measures;
  return first ? { name: first.name, value: first.value } : null;
}

export const headlineText = ({ name, value }: Headline, words: Pick<ReportWords, 'phrase'>): string =>
  `${words.phrase(name)} ${name === ACCURACY ? percent(value) : measure(value)}`;
