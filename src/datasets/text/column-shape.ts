/** What a column's values look like, by its facts. Called by `choose-columns.ts` and `refuse-columns.ts`. */
import type { ColumnFacts } from '../columns.ts';
import { LIMITS } from '../limits.ts';
import { MEASURED_VALUES } from '../tables/numbers.ts';
import { roleOf } from './column-names.ts';

/** Could this column be a class label: repeated, short values. */
export const labelLike = (fact: ColumnFacts): boolean =>
  fact.filled > 0 &&
  fact.distinct >= 1 &&
  fact.distinct <= Math.min(LIMITS.classes, Math.max(2, fact.filled / 2)) &&
  fact.meanLength <= 60;

/** Too many different numbers to be classes. */
export const isMeasured = (fact: ColumnFacts): boolean =>
  fact.numericShare > 0.9 && fact.distinct > MEASURED_VALUES;

const REPEATED = 6;
export const isRepeated = ({ distinct, filled }: ColumnFacts): boolean => distinct * REPEATED <= filled;

/** A few values that come back, as classes do. */
export const isSorting = (fact: ColumnFacts): boolean => labelLike(fact) && isRepeated(fact);

/** A measurement, not a running number. */
export const isAmount = (fact: ColumnFacts): boolean => isMeasured(fact) && roleOf(fact.name) !== 'id';
