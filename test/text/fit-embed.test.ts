import { describe, expect, it } from 'vitest';
import { payload } from '../../src/discord/reply.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import {
  cut,
  fitEmbeds,
  fitFields,
  fitLines,
  fitSections,
  LIMITS,
  linesField,
} from '../../src/text/fit-embed.ts';

const PIECES = ['word ', '漢字', '😀', '\\*', '\\', '\n', 'x'.repeat(300), ''];
const HALVED = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function drawer(seed: number) {
  const random = seededRandom(seed);
  const text = (most: number) =>
    Array.from({ length: random.below(most) }, () => PIECES[random.below(PIECES.length)]!).join('');
  return { text, below: random.below };
}

describe('a cut', () => {
  it('leaves what fits as it is', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
  });

  it('halves no character and no escape', () => {
    expect(cut('ab😀d', 4)).toBe('ab…');
    expect(cut('ab\\*d', 4)).toBe('ab…');
    expect(cut('a\\\\bcd', 4)).toBe('a\\\\…');
  });
});

it('lines stay whole while they fit, and an ellipsis tells of those that do not', () => {
  expect(fitLines(['one', 'two', 'three'], 100)).toBe('one\ntwo\nthree');
  expect(fitLines(['one', 'two', 'three'], 10)).toBe('one\ntwo\n…');
  expect(fitLines(['a long first line'], 8)).toBe('a long …');
  expect(linesField('name', ['', ' '])).toBeNull();
});

it('fields that do not fit are left out, later ones that do are kept', () => {
  const field = (name: string, size: number) => ({ name, value: 'x'.repeat(size) });
  expect(fitFields([field('a', 5), null, field('b', 50), field('c', 5)], 20).map(({ name }) => name)).toEqual(
    ['a', 'c'],
  );
  const sections = [
    { spare: 0, fields: [field('a', 10)] },
    { spare: 2, fields: [field('b', 10)] },
    { spare: 1, fields: [field('c', 10)] },
  ];
  expect(fitSections(sections, 25).map(({ name }) => name)).toEqual(['a', 'c']);
});

it('whatever a reply holds, what is sent keeps within every limit of Discord', () => {
  const draw = drawer(3);
  for (let round = 0; round < 300; round++) {
    const embeds = Array.from({ length: 1 + draw.below(3) }, () => ({
      title: draw.text(40),
      description: draw.text(400),
      footer: { text: draw.text(60) },
      fields: Array.from({ length: draw.below(40) }, () => ({ name: draw.text(12), value: draw.text(40) })),
    }));
    const sent = payload({ content: draw.text(100), embeds });
    expect(sent.content.length).toBeLessThanOrEqual(2_000);
    let total = 0;
    for (const { title, description, footer, fields } of sent.embeds) {
      expect(title!.length).toBeLessThanOrEqual(LIMITS.title);
      expect(description!.length).toBeLessThanOrEqual(LIMITS.description);
      expect(fields!.length).toBeLessThanOrEqual(LIMITS.fields);
      total += title!.length + description!.length + footer!.text.length;
      for (const { name, value } of fields!) {
        expect(name.length).toBeLessThanOrEqual(LIMITS.fieldName);
        expect(value.length).toBeLessThanOrEqual(LIMITS.fieldValue);
        expect(value).not.toBe('');
        total += name.length + value.length;
      }
    }
    expect(total).toBeLessThanOrEqual(LIMITS.total);
    expect(JSON.stringify(sent)).not.toMatch(HALVED);
  }
});

it('an embed within the limits is sent as it is', () => {
  const embed = { title: 'a', description: 'b', fields: [{ name: 'c', value: 'd', inline: true }] };
  expect(fitEmbeds([embed])).toEqual([embed]);
});
