/** Terms that several folders say: what a kind of data is called, and its files. */
import type { Code } from './render.ts';
import { type Term, term, type Value } from './term.ts';

type MediaKind = 'image' | 'audio';

/** A picture, a sound. */
export const mediaWord = (kind: MediaKind): Term => term(kind === 'image' ? 'word.picture' : 'word.sound');

/** Pictures, sounds. */
export const mediaWords = (kind: MediaKind): Term => term(kind === 'image' ? 'word.pictures' : 'word.sounds');

/** Kinds of data that have a word: `word.data.<kind>`. */
type DataKind = Code extends infer Any ? (Any extends `word.data.${infer Kind}` ? Kind : never) : never;

/** As an adjective of data: image data, text data. */
export const dataWord = (kind: DataKind): Term => term(`word.data.${kind}`);

/** The first of a list, and how many more there are. */
export const listed = (all: readonly Value[], most: number): readonly Value[] =>
  all.length <= most ? all : [...all.slice(0, most), term('word.more', { count: all.length - most })];

/** Which layers of a network are tuned: the top ones, deeper ones, all. */
export const depthWord = (depth: 'top' | 'deep' | 'all'): Term => term(`word.depth.${depth}`);

/** How a picture is fitted into a square. */
export const fitWord = (fit: 'crop' | 'squash' | 'pad'): Term => term(`word.fit.${fit}`);

/** What the levels of a picture's pixels are scaled to. */
export const scalingWord = (scaling: 'imagenet' | 'plus-minus-one' | 'zero-to-one' | 'bytes'): Term =>
  term(`word.scaling.${scaling}`);

/** A part of a split. */
export const partWord = (part: 'train' | 'validation' | 'test'): Term => term(`word.part.${part}`);
