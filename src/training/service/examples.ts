/** Labelled texts → examples in the form that chat models are tuned on, and the questions that test them. Pure. */
import { seededRandom, shuffle } from '../../statistics/random.ts';
import type { Samples } from '../classifier/samples.ts';

interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface Question {
  /** Index of the sample. */
  row: number;
  part: 'validation' | 'test';
  messages: Message[];
}

/** More names than these are left for the model to learn: they would be paid for with every example. */
const NAMED_CLASSES = 20;
/** Each question is paid for: enough for an accuracy within some points. */
const ASKED = { validation: 50, test: 100 };

const instruction = (classes: readonly string[]): string =>
  classes.length > NAMED_CLASSES
    ? 'Classify the text. Answer with the name of its class only.'
    : `Classify the text. Answer with one of: ${classes.join(', ')}`;

const questionOf = ({ classes, texts }: Samples, row: number): Message[] => [
  { role: 'system', content: instruction(classes) },
  { role: 'user', content: texts[row]! },
];

/** One JSON object a line. */
export const exampleLine = (samples: Samples, row: number): string =>
  JSON.stringify({
    messages: [
      ...questionOf(samples, row),
      { role: 'assistant', content: samples.classes[samples.labels[row]!]! },
    ],
  });

/** Drawn by the seed, the same each time. */
export function drawQuestions(samples: Samples, seed: number): Question[] {
  return (['validation', 'test'] as const).flatMap((part) => {
    const order = samples[part].slice();
    shuffle(order, seededRandom(seed));
    return Array.from(order.slice(0, ASKED[part]), (row) => ({
      row,
      part,
      messages: questionOf(samples, row),
    }));
  });
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^["'`*]+/, '')
    .replace(/["'`*.。!]+$/, '')
    .trim()
    .toLowerCase();

/** @returns the index of the class that an answer names, or −1 where it names none of them */
export function classOfAnswer(answer: string, classes: readonly string[]): number {
  const exact = classes.indexOf(answer.trim());
  if (exact >= 0) return exact;
  const wanted = bare(answer);
  const same = classes.flatMap((name, place) => (bare(name) === wanted ? [place] : []));
  return same.length === 1 ? same[0]! : -1;
}
