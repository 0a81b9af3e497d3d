/** Terms that several folders say: what a kind of data is called, and its files. */
import type { Code } from './render.ts';
import { type Term, term } from './term.ts';

type MediaKind = 'image' | 'audio';

/** A picture, a sound. */
export const mediaWord = (kind: MediaKind): Term => term(kind === 'image' ? 'word.picture' : 'word.sound');

/** Pictures, sounds. */
export const mediaWords = (kind: MediaKind): Term => term(kind === 'image' ? 'word.pictures' : 'word.sounds');

/** Kinds of data that have a word: `word.data.<kind>`. */
type DataKind = Code extends infer Any ? (Any extends `word.data.${infer Kind}` ? Kind : never) : never;

/** As an adjective of data: image data, text data. */
export const dataWord = (kind: DataKind): Term => term(`word.data.${kind}`);
