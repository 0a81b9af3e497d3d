/** Several columns could hold the classes: they as lines to read, as a select, and as data for scripts. */
import type { DatasetProfile } from '../src/datasets/dataset.ts';
import type { Select } from '../src/discord/reply.ts';
import { truncate } from '../src/text/escape.ts';
import type { Translate } from '../src/text/localise.ts';

type CandidateColumn = NonNullable<DatasetProfile['candidates']>[number];

/** Those to choose from, best first; none where the person named one, or nothing is open. */
export const openColumns = (profile: DatasetProfile, target: string | null): CandidateColumn[] =>
  target === null && profile.labelColumn?.isGuess ? (profile.candidates ?? []) : [];

/** Classes that are named of each column. */
const NAMED = 4;

const classNames = ({ classes, classCount }: CandidateColumn): string => {
  const named = classes.slice(0, NAMED).map(({ name }) => truncate(name, 30));
  return [...named, ...(classCount > named.length ? ['…'] : [])].join(', ');
};

/** A line each, as it stands in the data: the column, how many classes it holds, the commonest. */
export const columnLines = (columns: readonly CandidateColumn[], t: Translate): string[] =>
  columns.map((column) =>
    t('column.line', {
      column: truncate(column.column, 80),
      count: column.classCount,
      classes: classNames(column),
    }),
  );

/** The value of an option is the place of its column. */
export const columnSelect = (id: string, columns: readonly CandidateColumn[], t: Translate): Select => ({
  id,
  placeholder: t('column.choose'),
  options: columns.map((column, place) => ({
    label: t('column.option', { column: truncate(column.column, 70), count: column.classCount }),
    value: String(place),
    description: classNames(column),
  })),
});
