/** Which columns of a metadata table hold label, group and part. */
import { type ColumnFacts, findTarget, nameKey } from '../columns.ts';
import { LIMITS } from '../limits.ts';

export const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'category',
  'target',
  'species',
  'breed',
  'word',
  'command',
  'emotion',
  'tag',
  'type',
  '标签',
  '类别',
  '分类',
];
const GROUP_NAMES = [
  'group',
  'groupid',
  'speaker',
  'speakerid',
  'subject',
  'patient',
  'source',
  'session',
  '组',
  '说话人',
];
const PART_NAMES = ['split', 'part', 'subset', 'set'];

const named = (facts: readonly ColumnFacts[], names: readonly string[]): ColumnFacts | undefined =>
  facts
    .filter(({ name }) => names.includes(nameKey(name)))
    .toSorted((a, b) => names.indexOf(nameKey(a.name)) - names.indexOf(nameKey(b.name)))[0];

/** @returns column indices (−1 for none), or null when nothing labels the files. */
export function chooseMetadata(
  facts: readonly ColumnFacts[],
  files: number,
  target: string | null,
): { label: number; group: number; part: number } | null {
  const rest = facts.filter(({ index }) => index !== files);
  const group = named(rest, GROUP_NAMES)?.index ?? -1;
  const part =
    named(
      rest.filter(({ distinct }) => distinct <= 4),
      PART_NAMES,
    )?.index ?? -1;
  const free = rest.filter(({ index }) => index !== group && index !== part);
  const repeated = free.filter(
    ({ distinct, filled }) => distinct >= 2 && distinct <= Math.min(LIMITS.classes, filled / 2),
  );
  const label =
    target === null
      ? (
          named(free, LABEL_NAMES) ??
          repeated.toSorted((a, b) => a.distinct - b.distinct || a.index - b.index)[0]
        )?.index
      : findTarget(
          facts.map(({ name }) => name),
          target,
        );
  return label === undefined
    ? null
    : { label, group: group === label ? -1 : group, part: part === label ? -1 : part };
}
