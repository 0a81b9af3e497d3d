/**
 * What a finished Run says about its data: labels that look wrong, and what more samples would bring. Training fills
 * it in; the summary and the model card show it with the sentences made here.
 */

import { z } from 'zod';
import { inMarkdown } from '../text/escape.ts';
import { percent, type ReportWords, score } from '../text/words.ts';
import { probability } from './probability.ts';

const suspectsSchema = z.object({
  /** Samples whose label was held against an out-of-sample prediction. */
  checked: z.number().int(),
  found: z.number().int(),
  /** The most suspicious of them; all are in `suspects.csv`. */
  items: z.array(
    z.object({ id: z.string(), given: z.string(), suggested: z.string(), confidence: probability }),
  ),
});
export type Suspects = z.infer<typeof suspectsSchema>;

const dataCurveSchema = z.object({
  /** One a size of the training data, ascending; low and high over draws of the samples. */
  points: z.array(
    z.object({ samples: z.number().int(), score: probability, low: probability, high: probability }),
  ),
  /** Error = a · n^−b + c; null with fewer than three sizes. */
  law: z.object({ a: z.number(), b: z.number(), c: z.number() }).nullable(),
  /** Accuracy that twice the `from` samples would add by the law, with its 80 % bootstrap interval. */
  doubling: z
    .object({ from: z.number().int(), gain: z.number(), low: z.number(), high: z.number() })
    .nullable(),
  /** Classes with few samples that are often mistaken when they are predicted from the others, the worst first. */
  weakest: z.array(
    z.object({
      name: z.string(),
      /** Absent in reports of earlier versions. */
      precision: probability.optional(),
      recall: probability,
      samples: z.number().int(),
    }),
  ),
});
export type DataCurve = z.infer<typeof dataCurveSchema>;

export const insightSchema = z.object({
  suspects: suspectsSchema.nullable(),
  /** Null when time was short or there were too few samples. */
  dataCurve: dataCurveSchema.nullable(),
});
export type Insight = z.infer<typeof insightSchema>;

/** Gains below this count as none: 1 point of accuracy. */
const LEAST_GAIN = 0.01;

/** Lines for the reply; the first three suspects are named. */
export function insightLines(insight: Insight | null, words: ReportWords): string[] {
  if (!insight) return [];
  const { suspects, dataCurve } = insight;
  const lines: string[] = [];
  if (suspects) {
    const first = suspects.items.slice(0, 3).map(({ id, given, suggested, confidence }) =>
      words('insight.suspect', {
        id: inMarkdown(id),
        given: inMarkdown(given),
        suggested: inMarkdown(suggested),
        confidence: percent(confidence),
      }),
    );
    const { found, checked } = suspects;
    const key = found === 0 ? 'noSuspects' : first.length === 0 ? 'suspectCount' : 'suspects';
    lines.push(words(`insight.${key}`, { found, checked, first: first.join(words('items.between')) }));
  }
  lines.push(dataCurve ? growthSentence(dataCurve, words) : words('insight.noCurve'));
  if (dataCurve && dataCurve.weakest.length > 0) {
    const classes = dataCurve.weakest.map(({ name, precision, recall, samples }) => {
      const values = { name: inMarkdown(name), recall: score(recall), samples };
      return precision === undefined
        ? words('insight.weakClass', values)
        : words('insight.weakClassBoth', { ...values, precision: score(precision) });
    });
    lines.push(words('insight.weakest', { classes: classes.join(words('list.between')) }));
  }
  return lines;
}

type Growth =
  | { kind: 'fewSizes' }
  | { kind: 'flat'; from: number }
  | { kind: 'perhaps'; from: number; high: number }
  | { kind: 'helps'; from: number; range: string };

/** What twice the samples would add, in points of accuracy. */
export function growthOf({ doubling }: DataCurve): Growth {
  if (!doubling) return { kind: 'fewSizes' };
  const { from } = doubling;
  if (doubling.high < LEAST_GAIN) return { kind: 'flat', from };
  const points = (gain: number) => Math.max(0, Math.round(gain * 100));
  const [low, high] = [points(doubling.low), Math.max(1, points(doubling.high))];
  if (low < 1) return { kind: 'perhaps', from, high };
  return { kind: 'helps', from, range: low === high ? String(low) : `${low}–${high}` };
}

function growthSentence(curve: DataCurve, words: ReportWords): string {
  const growth = growthOf(curve);
  switch (growth.kind) {
    case 'fewSizes':
      return words('insight.fewSizes');
    case 'flat':
      return words('insight.flat', { from: growth.from });
    case 'perhaps':
      return words('insight.perhaps', { from: growth.from, high: growth.high });
    case 'helps':
      return words('insight.helps', { from: growth.from, range: growth.range });
  }
}

/** Section of the model card. */
export function insightSection(insight: Insight | null, words: ReportWords): string[] {
  if (!insight) return [];
  const { suspects } = insight;
  const cell = (text: string) => inMarkdown(text).replaceAll('\n', ' ');
  const rows = (suspects?.items ?? []).map(
    ({ id, given, suggested, confidence }) =>
      `| ${cell(id)} | ${cell(given)} | ${cell(suggested)} | ${percent(confidence)} |`,
  );
  const head = (['sample', 'given', 'suggested', 'confidence'] as const).map((one) => words(`card.${one}`));
  const table = rows.length > 0 ? ['', `| ${head.join(' | ')} |`, '|---|---|---|---|', ...rows] : [];
  const lines = insightLines(insight, words).map((line) => `- ${line}`);
  return [`## ${words('card.insight')}`, '', ...lines, ...table, ''];
}
