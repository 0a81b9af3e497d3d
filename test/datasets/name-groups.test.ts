import { describe, expect, it } from 'vitest';
import { guessGroups } from '../../src/datasets/media/name-groups.ts';

const WORDS = ['yes', 'no', 'stop'];

/** Every speaker says every word twice. */
const recorded = (
  speakers: readonly string[],
  nameOf: (speaker: string, word: string, take: number) => string,
) =>
  speakers.flatMap((speaker) =>
    WORDS.flatMap((word) =>
      [0, 1].map((take) => ({ name: `${word}/${nameOf(speaker, word, take)}.wav`, label: word, speaker })),
    ),
  );

const numbered = Array.from({ length: 8 }, (_, index) => `${index + 1}`);
const people = ['anna', 'ben', 'chiara', 'dmitri', 'eva', 'farid'];

describe('guessGroups', () => {
  it.each([
    [
      'spk1_yes_0',
      (speaker: string, word: string, take: number) => `spk${speaker}_${word}_${take}`,
      numbered,
    ],
    [
      'take0-speaker-3',
      (speaker: string, _: string, take: number) => `take${take}-speaker-${speaker}`,
      numbered,
    ],
    [
      'hash_nohash_0',
      (speaker: string, _: string, take: number) => `0a7c${speaker}_nohash_${take}`,
      numbered,
    ],
    ['p225_001', (speaker: string, _: string, take: number) => `p22${speaker}_00${take}`, numbered],
    ['yes_anna_0', (speaker: string, word: string, take: number) => `${word}_${speaker}_${take}`, people],
  ])('finds who speaks in names such as %s', (_, nameOf, speakers) => {
    const files = recorded(speakers, nameOf);
    const groups = guessGroups(files);
    expect(groups).not.toBeNull();
    const pairs = new Set(files.map(({ speaker }, index) => `${speaker} ${groups![index]}`));
    expect(pairs.size).toBe(speakers.length);
    expect(new Set(groups).size).toBe(speakers.length);
  });

  it.each([
    ['numbers alone', (_: string, __: string, take: number) => `clip_${take}`],
    ['the class again', (speaker: string, word: string, take: number) => `${word}_${speaker}${take}`],
  ])('finds none in %s', (_, nameOf) => {
    expect(guessGroups(recorded(numbered, nameOf))).toBeNull();
  });

  it('does not take classes that are speakers for groups', () => {
    const files = numbered.flatMap((speaker) =>
      [0, 1, 2, 3].map((take) => ({
        name: `spk${speaker}/spk${speaker}_${take}.wav`,
        label: `spk${speaker}`,
      })),
    );
    expect(guessGroups(files)).toBeNull();
  });

  it('does not take a few qualities of recordings for speakers', () => {
    const files = recorded(['clean', 'noisy'], (speaker, word, take) => `${speaker}_${word}_${take}`);
    expect(guessGroups(files)).toBeNull();
  });

  it('believes few named speakers of a test file', () => {
    const files = recorded(['1', '2'], (speaker, word, take) => `spk${speaker}_${word}_${take}`);
    expect(guessGroups(files)).toBeNull();
    expect(new Set(guessGroups(files, { few: true }))).toEqual(new Set(['spk1', 'spk2']));
  });
});
