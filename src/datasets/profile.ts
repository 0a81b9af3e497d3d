/** Parts of a profile that every labelled kind shares: class counts, balance, size, given parts. */

import { term } from '../text/term.ts';
import type { DatasetProfile, FileSample, LabelledDataset, Problem } from './dataset.ts';
import { fact } from './fact.ts';
import { LIMITS } from './limits.ts';
import { problem } from './problem.ts';

type Part = NonNullable<FileSample['part']>;

const PARTS: Record<string, Part> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
};

/** `train`, `val`, `dev`, `test`, … as a `split` column or a folder names it; undefined for anything else. */
export const readPart = (name: string): Part | undefined =>
  PARTS[
    name
      .trim()
      .toLowerCase()
      .replace(/[_ -]?(set|data|images|imgs|files)$/, '')
  ];

/** `train`, `val`, `test`, … as a folder or a word of a path. */
export const partOf = (path: string): Part | undefined =>
  path
    .split(/[/_.-]/)
    .map(readPart)
    .find((part) => part !== undefined);

export function classCounts(
  samples: readonly { label: number }[],
  classes: readonly string[],
): DatasetProfile['classes'] {
  const counts = new Int32Array(classes.length);
  for (const { label } of samples) counts[label]! += 1;
  return classes.map((name, i) => ({ name, count: counts[i]! }));
}

/** Few samples, few in a class, or classes of very different sizes. */
export function judgeCounts(counts: DatasetProfile['classes']): Problem[] {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const sizes = counts.map(({ count }) => count);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const problems: Problem[] = [];
  if (total < LIMITS.sparseSamples) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'sparse-data',
        values: { count: total, limit: LIMITS.sparseSamples },
        items: [],
      }),
    );
  }
  if (most > 5 * least) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'class-imbalance',
        values: { ratio: (most / least).toFixed(1), most, least },
        items: counts
          .filter(({ count }) => count * 5 < most)
          .slice(0, 20)
          .map(({ name, count }) => `${name} (${count})`),
      }),
    );
  }
  return problems;
}

/** Named groups under which a split by groups leaves hardly anybody to test on. */
const FEW_GROUPS = 5;

interface NamedGroups {
  /** Spread into the data set. */
  named: Pick<LabelledDataset, 'groupNames'>;
  facts: DatasetProfile['facts'];
  problems: Problem[];
}

/**
 * Speakers, sources or patients as the data name them.
 * @param groups [n] name of each sample's group, null where it has none.
 */
export function describeGroups(groups: readonly (string | null)[]): NamedGroups {
  const counts = new Map<string, number>();
  for (const name of groups) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return { named: {}, facts: [], problems: [] };
  const sizes = [...counts.values()].toSorted((a, b) => a - b);
  const [least, most] = [sizes[0]!, sizes.at(-1)!];
  const few: Problem = problem({
    severity: 'warning',
    code: 'few-groups',
    values: { count: counts.size },
    items: [...counts].slice(0, 20).map(([name, count]) => `${name} (${count})`),
  });
  return {
    named: { groupNames: groups.map((name) => name ?? '') },
    facts: [
      fact(
        'groups',
        least === most
          ? term('detail.groups-alike', { count: counts.size, samples: least })
          : term('detail.groups-between', { count: counts.size, least, most }),
      ),
    ],
    problems: counts.size < FEW_GROUPS ? [few] : [],
  };
}
