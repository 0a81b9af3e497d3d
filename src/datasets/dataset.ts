/**
 * The Dataset: what `open-dataset.ts` makes of an attachment, after parsing and checking, and what everything
 * downstream (probe, training, report) takes. Samples are held in file order; `split.ts` decides who trains.
 */
import { z } from 'zod';
import { storedValuesSchema, valueSchema } from '../text/term.ts';

export const DATA_KINDS = ['image', 'text', 'audio', 'series', 'policy', 'prose'] as const;
export type DataKind = (typeof DATA_KINDS)[number];

/** Something a person should know about their data; shown before training and in the report. */
const problemSchema = z.object({
  severity: z.enum(['note', 'warning']),
  /** Stable, kebab-case, e.g. `damaged-items`, `class-imbalance`, `conflicting-labels`. */
  code: z.string(),
  /** In English, as that of a Note. */
  message: z.string(),
  values: storedValuesSchema,
  /** Row numbers or file names, at most 20 of them. */
  items: z.array(z.string()).default([]),
  /** Samples concerned, where a figure is made of them. */
  count: z.number().int().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Something gives the class away, so that the score itself may mislead: said before everything else. */
const LEAKS = ['class-in-text', 'leak-token', 'leak-column'];
export const isLeak = ({ code }: Pick<Problem, 'code'>): boolean => LEAKS.includes(code);

/** A detail of the data and what it is; files of earlier versions hold English texts. */
const factSchema = z.object({ label: valueSchema, value: valueSchema });
export type Fact = z.infer<typeof factSchema>;

export const datasetProfileSchema = z.object({
  kind: z.enum(DATA_KINDS),
  name: z.string(),
  /** SHA-256 (hex) of the attached bytes. */
  hash: z.string(),
  sampleCount: z.number().int().nonnegative(),
  /** Empty for series, policies and prose. In label order. */
  classes: z.array(z.object({ name: z.string(), count: z.number().int() })),
  /** What was understood, in reading order: columns used, sizes, lengths, language, sampling rate, … */
  facts: z.array(factSchema),
  problems: z.array(problemSchema),
  /** Where several columns could hold the classes: all of them, the chosen one first. */
  candidates: z
    .array(
      z.object({
        column: z.string(),
        classCount: z.number().int(),
        /** The commonest. */
        classes: z.array(z.object({ name: z.string(), count: z.number().int() })),
      }),
    )
    .optional(),
  /**
   * The column of the classes; whether only the person knows if it is the one they mean, and whether what they wrote
   * beside the file named it.
   */
  labelColumn: z.object({ name: z.string(), isGuess: z.boolean(), isDescribed: z.boolean() }).optional(),
  /** Language of text as ISO 639-1 where it was recognised. */
  language: z.string().nullable().default(null),
});
export type DatasetProfile = z.infer<typeof datasetProfileSchema>;

/** The column of the classes; null where there is none. Profiles of earlier versions name it in a detail alone. */
export function labelColumnOf({ labelColumn, facts }: DatasetProfile): string | null {
  if (labelColumn) return labelColumn.name;
  const value = facts.find(({ label }) => label === 'Label column')?.value;
  return typeof value === 'string' ? value : null;
}

/** Who learns, who chooses, who judges. */
export type Part = 'train' | 'validation' | 'test';

interface LabelledSample {
  /** `row` number as text ("1" is the first data row), or the file's path in the archive. */
  id: string;
  /** Index into `classes`. */
  label: number;
  /** Samples with one group never stand on two sides of the split (near-duplicates, speaker, source). */
  group: number;
  /** Set when the file itself says so (`train/ val/ test/` folders, a `split` column); `split.ts` honours it. */
  part?: Part;
}
export interface TextSample extends LabelledSample {
  text: string;
}
export interface FileSample extends LabelledSample {
  /** Absolute path of the extracted file, inside the work folder. */
  path: string;
  /** SHA-256 (hex) of the file: the key of its cached features. */
  hash: string;
}

interface Labelled<K extends DataKind, S extends LabelledSample> {
  kind: K;
  profile: DatasetProfile;
  classes: string[];
  samples: S[];
  /** [n] what the group column or folder says of each sample, empty where nothing; absent without such a column. */
  groupNames?: string[];
}
export type TextDataset = Labelled<'text', TextSample> & {
  /** Names of the columns that were joined into `text`, in order, and of the label's column. */
  columns: { text: string[]; label: string };
};
export type ImageDataset = Labelled<'image', FileSample>;
export type AudioDataset = Labelled<'audio', FileSample>;
export type LabelledDataset = TextDataset | ImageDataset | AudioDataset;

export interface SeriesDataset {
  kind: 'series';
  profile: DatasetProfile;
  /** One entry a series; values at equal steps of `stepMs` from `start`, gaps as NaN. */
  series: { id: string; start: number; values: Float64Array }[];
  stepMs: number;
  /** Calendar unit of the step where it is not a fixed length (month, quarter, year), else null. */
  calendar: 'month' | 'quarter' | 'year' | null;
  /** True when times are step numbers without dates: `start` and `stepMs` count steps, not milliseconds. */
  numbered: boolean;
  /** Strongest season: its length in steps and the autocorrelation of the differenced series there (0–1). */
  season: { period: number; strength: number } | null;
}

export interface PolicyDataset {
  kind: 'policy';
  profile: DatasetProfile;
  stateNames: string[];
  actions: string[];
  /** Row-major [n, d] states and next states; one action index, reward, done flag and episode a row. */
  states: Float64Array;
  nextStates: Float64Array;
  action: Int32Array;
  reward: Float64Array;
  done: Uint8Array;
  episode: Int32Array;
}

/** Plain text without labels, to tune a text generator on. */
export interface ProseDataset {
  kind: 'prose';
  profile: DatasetProfile;
  /** In file order; near-duplicates share a group. */
  documents: { id: string; text: string; group: number }[];
}

export type Dataset = LabelledDataset | SeriesDataset | PolicyDataset | ProseDataset;
