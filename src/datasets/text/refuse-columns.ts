/** Why a table cannot be used as it is, in an error that names the mend. Called by `choose-columns.ts` and `open-text.ts`. */
import { UserError } from '../../errors.ts';
import type { ColumnFacts } from '../columns.ts';
import { isAmount, isMeasured, labelLike } from './column-shape.ts';
import { natureOf } from './nature.ts';

export function refuseNumber(fact: ColumnFacts, candidates: readonly ColumnFacts[]): UserError {
  const values = {
    column: JSON.stringify(fact.name),
    distinct: fact.distinct,
    examples: fact.values.slice(0, 3).join(', '),
  };
  const others = candidates.slice(0, 10).map(({ name }) => JSON.stringify(name));
  return others.length > 0
    ? new UserError('number-beside-classes', { ...values, others })
    : new UserError('number-to-predict', values);
}

/** Why there is no column of classes, and what helps. */
export function noLabel(facts: readonly ColumnFacts[], text: readonly number[]): UserError {
  const rest = facts.filter(({ index }) => !text.includes(index));
  const amount = rest.find(isAmount);
  if (amount) return refuseNumber(amount, []);
  const columns = facts.slice(0, 30).map(({ name }) => JSON.stringify(name));
  const isAcceptable = rest.some((fact) => labelLike(fact) && fact.distinct > 1 && !isMeasured(fact));
  return isAcceptable
    ? new UserError('no-label-column', { columns: columns.join(', ') })
    : new UserError('no-classes', { columns: columns.join(', ') });
}

export function noText(facts: readonly ColumnFacts[]): UserError {
  const natures = facts.map((fact) => ({ fact, nature: natureOf(fact) }));
  const files = natures.find(({ nature }) => nature === 'file');
  if (files)
    return new UserError('file-names', {
      column: JSON.stringify(files.fact.name),
      example: JSON.stringify(files.fact.values[0]!.slice(0, 80)),
    });
  const codes = natures.find(
    ({ fact, nature }) => nature !== 'words' && fact.numericShare < 0.5 && fact.filled > 0,
  );
  if (codes)
    return new UserError('no-sentences', {
      column: JSON.stringify(codes.fact.name),
      example: JSON.stringify(codes.fact.values[0]!.slice(0, 80)),
    });
  const listed = facts.slice(0, 30).map(({ name }) => JSON.stringify(name));
  return new UserError('no-text-column', { columns: listed.join(', ') });
}
