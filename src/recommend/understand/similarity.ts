/**
 * Last resort of understanding: TF-IDF over character n-grams (2–3 for Han, 3–4 otherwise), cosine with the
 * example requests of every task. Small and exact; no model is loaded in the bot.
 */
import type { TaskId } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import { normalise } from './text.ts';

interface Example {
  text: string;
  task: TaskId | null;
  unserved: string | null;
  vector: Map<string, number>;
}
interface Index {
  examples: Example[];
  idf: Map<string, number>;
}

/** Words that carry no task; their n-grams would make every question alike. */
const EMPTY_WORDS = new Set(
  'a an and any are be by can could do does for from get give have help how i in into is it its me model my need of on or our please should so some that the their them these this to use using want we what when where which who why will with would you your'.split(
    ' ',
  ),
);

const EMPTY_HAN = /帮我|帮忙|我想|我要|我有|请问|需要|应该|什么|怎么|哪个|一个|选择?|模型|训练|可以|想要/gu;

function characterGrams(text: string): string[] {
  const grams: string[] = [];
  const words =
    normalise(text)
      .replace(EMPTY_HAN, ' ')
      .match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    if (EMPTY_WORDS.has(word)) continue;
    const han = /\p{Script=Han}/u.test(word);
    const padded = han ? word : ` ${word} `;
    for (const size of han ? [2, 3] : [3, 4])
      for (let i = 0; i + size <= padded.length; i++) grams.push(padded.slice(i, i + size));
  }
  return grams;
}

function vectorise(text: string, idf: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const gram of characterGrams(text)) if (idf.has(gram)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  let norm = 0;
  for (const [gram, count] of counts) {
    const value = (1 + Math.log(count)) * idf.get(gram)!;
    counts.set(gram, value);
    norm += value * value;
  }
  for (const [gram, value] of counts) counts.set(gram, value / Math.sqrt(norm));
  return counts;
}

/** Of the query's n-grams, this share must occur in some example. */
const KNOWN_SHARE = 0.3;

const indexes = new WeakMap<Knowledge, Index>();

function buildIndex(knowledge: Knowledge): Index {
  const texts = [
    ...knowledge.tasks.flatMap((task) =>
      task.examples.map((text) => ({ text, task: task.id, unserved: null })),
    ),
    ...knowledge.unserved.flatMap((request) =>
      request.examples.map((text) => ({ text, task: null, unserved: request.id })),
    ),
  ];
  const frequency = new Map<string, number>();
  for (const { text } of texts)
    for (const gram of new Set(characterGrams(text))) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  const idf = new Map(
    [...frequency].map(([gram, count]) => [gram, Math.log((1 + texts.length) / (1 + count)) + 1]),
  );
  return { idf, examples: texts.map((example) => ({ ...example, vector: vectorise(example.text, idf) })) };
}

/** The most similar example request, or null when no gram is shared. */
export function nearestRequest(text: string, knowledge: Knowledge) {
  let index = indexes.get(knowledge);
  if (!index) {
    index = buildIndex(knowledge);
    indexes.set(knowledge, index);
  }
  const grams = new Set(characterGrams(text));
  const query = vectorise(text, index.idf);
  // A few letters that happen to occur in an example are no likeness (“asdf qwer” and “flower”).
  if (query.size < KNOWN_SHARE * grams.size) return null;
  let best: { task: TaskId | null; unserved: string | null; example: string; similarity: number } | null =
    null;
  for (const { text: example, task, unserved, vector } of index.examples) {
    let similarity = 0;
    for (const [gram, value] of query) similarity += value * (vector.get(gram) ?? 0);
    if (similarity > 0 && (!best || similarity > best.similarity))
      best = { task, unserved, example, similarity };
  }
  return best;
}
