import { describe, expect, it } from 'vitest';
import type { TextDataset, TextSample } from '../../src/datasets/dataset.ts';
import { splitDataset, splitForSeparateTest } from '../../src/datasets/split.ts';
import { joinNotes } from '../../src/text/notes.ts';

function datasetOf(samples: Omit<TextSample, 'id'>[], classes = ['a', 'b', 'c']): TextDataset {
  return {
    kind: 'text',
    classes,
    samples: samples.map((sample, i) => ({ id: String(i + 1), ...sample })),
    columns: { text: ['text'], label: 'label' },
    profile: {
      kind: 'text',
      name: 'x.csv',
      hash: '0',
      sampleCount: samples.length,
      classes: [],
      facts: [],
      problems: [],
      language: null,
    },
  };
}

const plain = (n: number, labelOf: (i: number) => number) =>
  datasetOf(Array.from({ length: n }, (_, i) => ({ text: `text ${i}`, label: labelOf(i), group: i })));

const countOf = (dataset: TextDataset, part: Int32Array, label: number) =>
  [...part].filter((i) => dataset.samples[i]!.label === label).length;

describe('the split', () => {
  it('refuses samples that are copies of so few that a part would be empty', () => {
    const copies = datasetOf(Array.from({ length: 40 }, (_, i) => ({ text: 'one', label: i % 2, group: 0 })));
    expect(() => splitDataset(copies, { seed: 1 })).toThrow('Nothing is left for the');
    const dataset = plain(30, (i) => i % 3);
    expect(() => splitForSeparateTest(dataset, dataset, { seed: 1 })).toThrow(
      'Nothing is left for the train part',
    );
  });

  it('uses every sample once and keeps the shares in every class', () => {
    const dataset = plain(1_000, (i) => (i % 10 < 7 ? 0 : i % 10 < 9 ? 1 : 2));
    const { train, validation, test, notes } = splitDataset(dataset, { seed: 1 });
    expect([...train, ...validation, ...test].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => i),
    );
    for (const [label, size] of [
      [0, 700],
      [1, 200],
      [2, 100],
    ] as const) {
      expect(countOf(dataset, validation, label)).toBe(size * 0.15);
      expect(countOf(dataset, test, label)).toBe(size * 0.15);
    }
    expect(joinNotes(notes)).toContain('70/15/15');
  });

  it('is the same for the same seed, another for another, and does not depend on the order of the file', () => {
    const dataset = plain(300, (i) => i % 3);
    const texts = (set: TextDataset, part: Int32Array) =>
      [...part].map((i) => set.samples[i]!.text).toSorted();
    const first = splitDataset(dataset, { seed: 7 });
    expect(splitDataset(dataset, { seed: 7 })).toEqual(first);
    expect(splitDataset(dataset, { seed: 8 }).test).not.toEqual(first.test);
    const turned = { ...dataset, samples: dataset.samples.toReversed() };
    expect(texts(turned, splitDataset(turned, { seed: 7 }).test)).toEqual(texts(dataset, first.test));
  });

  it('gives every class to every part from three samples on', () => {
    const dataset = plain(9, (i) => i % 3);
    const split = splitDataset(dataset, { seed: 3 });
    for (const part of [split.train, split.validation, split.test]) {
      expect([0, 1, 2].map((label) => countOf(dataset, part, label))).toEqual([1, 1, 1]);
    }
  });

  it('never divides a group, and stays close to the shares', () => {
    const samples = Array.from({ length: 600 }, (_, i) => ({
      text: `text ${i}`,
      label: i % 3,
      group: Math.floor(i / 7),
    }));
    const dataset = datasetOf(samples);
    const split = splitDataset(dataset, { seed: 5 });
    const sides = new Map<number, Set<string>>();
    for (const name of ['train', 'validation', 'test'] as const) {
      for (const i of split[name])
        sides.set(samples[i]!.group, (sides.get(samples[i]!.group) ?? new Set()).add(name));
    }
    expect([...sides.values()].every((names) => names.size === 1)).toBe(true);
    expect(split.train.length).toBeGreaterThan(390);
    expect(split.test.length).toBeGreaterThan(75);
    expect(joinNotes(split.notes)).toContain('86 groups');
  });

  it('says when a class is missing from a part', () => {
    const samples = Array.from({ length: 60 }, (_, i) => ({
      text: `t ${i}`,
      label: i < 20 ? 2 : i % 2,
      group: i < 20 ? 0 : i,
    }));
    expect(joinNotes(splitDataset(datasetOf(samples), { seed: 1 }).notes)).toMatch(
      /test part has no sample of c/,
    );
  });

  it('honours given parts, draws the missing one, and drops copies of test samples from training', () => {
    const samples = Array.from(
      { length: 120 },
      (_, i): Omit<TextSample, 'id'> => ({
        text: `text ${i}`,
        label: i % 3,
        group: i === 50 ? 110 : i,
        part: i < 100 ? 'train' : 'test',
      }),
    );
    const split = splitDataset(datasetOf(samples), { seed: 1 });
    expect([...split.test]).toEqual(Array.from({ length: 20 }, (_, i) => 100 + i));
    expect([...split.train, ...split.validation]).not.toContain(50);
    expect(split.validation.length).toBeGreaterThan(10);
    expect(split.train.length + split.validation.length).toBe(99);
    expect(joinNotes(split.notes)).toMatch(/test part is the one given.*1 sample with a copy/);
  });

  it('takes a separate test file whole and leaves its texts out of training', () => {
    const dataset = plain(300, (i) => i % 3);
    const test = datasetOf([0, 1, 2, 300, 301].map((i) => ({ text: `Text  ${i}`, label: i % 3, group: i })));
    const split = splitForSeparateTest(dataset, test, { seed: 2 });
    expect(split.removed).toBe(3);
    expect([...split.test]).toEqual([0, 1, 2, 3, 4]);
    expect(split.train.length + split.validation.length).toBe(297);
    expect([...split.train, ...split.validation].some((i) => i < 3)).toBe(false);
  });
});
