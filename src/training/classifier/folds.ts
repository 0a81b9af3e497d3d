/**
 * Samples go in, a plan comes out by which all contenders are compared: stratified cross-validation over train and
 * validation together when there are few samples, the one validation part when there are many. Groups stay together.
 * The test part does not enter. Next: `contenders/`.
 */
import type { ClassificationRecipe } from '../../../knowledge/recipes/schema.ts';
import { membersOfGroups } from '../../statistics/groups.ts';
import { seededRandom, shuffle } from '../../statistics/random.ts';
import { type Note, note } from '../../text/notes.ts';
import type { Samples } from './samples.ts';

export interface Fold {
  /** Sample indices to learn from. */
  fit: Int32Array;
  /** Sample indices to predict. */
  score: Int32Array;
}

export interface FoldPlan {
  folds: Fold[];
  /** All `score` rows one after the other: the rows of every contender's validation predictions. */
  scored: Int32Array;
  /** For the report. */
  notes: Note[];
}

export function planFolds(
  samples: Samples,
  recipe: ClassificationRecipe['validation'],
  seed: number,
): FoldPlan {
  const rule = recipe.find(({ below }) => samples.pool.length < below) ?? recipe.at(-1)!;
  if (rule.folds === 1)
    return planOf(
      [{ fit: samples.train, score: samples.validation }],
      note('compared-on-validation', { count: samples.validation.length }),
    );
  const folds: Fold[] = [];
  for (let repeat = 0; repeat < rule.repeats; repeat++)
    folds.push(...crossValidate(samples, rule.folds, seed + 7_919 * repeat));
  const plan = { folds: rule.folds, count: samples.pool.length };
  return planOf(
    folds,
    rule.repeats > 1
      ? note('compared-by-repeated-folds', { ...plan, times: rule.repeats })
      : note('compared-by-folds', plan),
  );
}

function planOf(folds: Fold[], said: Note): FoldPlan {
  const scored = Int32Array.from(folds.flatMap((fold) => [...fold.score]));
  return { folds, scored, notes: [said] };
}

/** Deals groups to folds, largest first, each to the fold that has the fewest of its classes. */
function crossValidate(samples: Samples, count: number, seed: number): Fold[] {
  const groups = membersOfGroups(samples.pool, (row) => samples.groups[row]!);
  const order = Int32Array.from(groups.keys());
  shuffle(order, seededRandom(seed));
  const members = Array.from(order, (group) => groups.get(group)!).sort((a, b) => b.length - a.length);
  const held: number[][] = Array.from({ length: count }, () => []);
  const perClass = held.map(() => new Float64Array(samples.classes.length));
  for (const rows of members) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    held.forEach((fold, f) => {
      const same = rows.reduce((sum, row) => sum + perClass[f]![samples.labels[row]!]!, 0) / rows.length;
      const crowding = same + fold.length / (samples.pool.length + 1);
      if (crowding < least) [best, least] = [f, crowding];
    });
    for (const row of rows) {
      held[best]!.push(row);
      perClass[best]![samples.labels[row]!]!++;
    }
  }
  return held
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const inside = new Set(rows);
      return {
        fit: samples.pool.filter((row) => !inside.has(row)),
        score: Int32Array.from(rows).sort(),
      };
    });
}
