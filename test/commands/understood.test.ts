import { expect, it } from 'vitest';
import { understoodEmbed } from '../../commands/finetune/understood.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import { problem } from '../../src/datasets/problem.ts';
import { translator } from '../../src/text/localise.ts';

const profile = (changes: Partial<DatasetProfile>): DatasetProfile => ({
  kind: 'image',
  name: 'leaves.zip',
  hash: 'abc',
  sampleCount: 3,
  classes: [
    { name: 'oak', count: 2 },
    { name: 'elm', count: 1 },
  ],
  facts: [{ label: 'Format', value: 'JPEG' }],
  problems: [],
  language: null,
  ...changes,
});
const t = translator('en');

it('shows kind, counts, classes, details and problems', () => {
  const embed = understoodEmbed(
    profile({
      problems: [
        problem({
          severity: 'warning',
          code: 'damaged-items',
          values: { count: 2, total: 5 },
          items: ['a', 'b'],
        }),
      ],
    }),
    t,
  );
  expect(embed.description).toBe('Kind: **images**, samples: **3**');
  expect(embed.fields).toEqual([
    { name: 'Classes (2)', value: 'oak (2), elm (1)' },
    { name: 'Details', value: '**Format**: JPEG' },
    { name: 'Worth knowing', value: '⚠️ 2 of 5 files cannot be read and were left out.' },
  ]);
});

it('says first what gives the class away, and names classes that are left out', () => {
  const leak = {
    severity: 'warning' as const,
    code: 'leak-token',
    message: 'One word alone gives a class away.',
    values: {},
    items: ['inQ → invoice (100 %)'],
  };
  const rare = {
    severity: 'warning' as const,
    code: 'rare-classes',
    message: '7 classes were left out, with 9 rows.',
    values: {},
    items: ['a (1)', 'b (1)', 'c (1)', 'd (1)', 'e (1)', 'f (2)', 'g (2)'],
  };
  const embed = understoodEmbed(profile({ problems: [rare, leak] }), t);
  expect(embed.description).toBe(
    '⚠️ **One word alone gives a class away: inQ → invoice (100 %)**\nKind: **images**, samples: **3**',
  );
  expect(embed.fields?.at(-1)?.value).toBe(
    '⚠️ 7 classes were left out, with 9 rows: a (1); b (1); c (1); d (1); e (1); … and 2 more',
  );
});

it('stays within Discord’s limits whatever the data set is called and however many classes it has', () => {
  const embed = understoodEmbed(
    profile({
      name: 'x'.repeat(500),
      classes: Array.from({ length: 2_000 }, (_, i) => ({ name: `${'*'.repeat(100)}${i}`, count: i })),
      facts: Array.from({ length: 100 }, () => ({ label: 'l'.repeat(200), value: 'v'.repeat(2_000) })),
      problems: Array.from({ length: 100 }, () => ({
        severity: 'note' as const,
        code: 'x',
        message: 'm'.repeat(3_000),
        values: {},
        items: [],
      })),
    }),
    t,
  );
  expect(embed.title!.length).toBeLessThanOrEqual(256);
  for (const { value } of embed.fields!) {
    expect(value.length).toBeGreaterThan(0);
    expect(value.length).toBeLessThanOrEqual(1_024);
  }
});

it('takes mentions, links and marks in class names apart', () => {
  const embed = understoodEmbed(
    profile({ classes: [{ name: '@everyone [x](https://e.example) **b**', count: 1 }] }),
    t,
  );
  const { value } = embed.fields![0]!;
  expect(value).not.toContain('@everyone');
  expect(value).not.toContain('](https://');
  expect(value).not.toContain('**b');
});
