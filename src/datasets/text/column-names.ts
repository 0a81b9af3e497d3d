/** The name of a column → what it says the column is for, in any language of `knowledge/column-names.ts` and its further ones. */
import { COLUMN_WORDS, type ColumnWords } from '../../../knowledge/column-names.ts';
import { FURTHER_COLUMN_WORDS } from '../../../knowledge/column-names-further.ts';
import { plainKey } from '../columns.ts';

export type NamedRole = keyof ColumnWords | 'group' | 'part';

const list = (words: string): string[] => words.split(/,\s*/);

const ENGLISH_ONLY: readonly (readonly [NamedRole, string])[] = [
  ['group', 'group, group id, speaker, speaker id, 组, 分组'],
  ['part', 'split, part, subset, fold'],
];

/** The place in its list too: the earlier words are the surer ones. */
interface Meaning {
  role: NamedRole;
  place: number;
}

const meanings = new Map<string, Meaning>();
const add = (role: NamedRole, words: string): void => {
  list(words).forEach((word, place) => {
    const key = plainKey(word);
    if (!meanings.has(key)) meanings.set(key, { role, place });
  });
};
const ROLES = ['label', 'text', 'subject', 'aspect', 'answer', 'note', 'person', 'id', 'date'] as const;
for (const words of [...Object.values(COLUMN_WORDS), ...Object.values(FURTHER_COLUMN_WORDS)])
  for (const role of ROLES) add(role, words[role]);
for (const [role, words] of ENGLISH_ONLY) add(role, words);

/** Words that other words are joined in front of without a space: `Vorgangsnummer`, `受付番号`. */
const ENDINGS = [...meanings.keys()].filter(
  (key) => key.length >= 5 || (key.length >= 2 && /[\u3040-\u9fff\uac00-\ud7af]/.test(key)),
);

const wordsOf = (name: string): string[] =>
  name
    .slice(0, 100)
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s_.\-/():]+/)
    .filter((word) => word !== '');

/** Between what it is and what it is of: `Type de demande`, `Art der Anfrage`. What stands before them is the thing itself. */
const LINKS: ReadonlySet<string> = new Set(
  list(
    'of, de, del, des, du, d, di, della, dello, dei, degli, delle, da, do, das, dos, der, dem, den, von, vom, zur, zum, van, voor, av, för, af, til',
  ),
);
/** First words that are the thing itself without a link too: `Soort vraag`, `Typ zgłoszenia`. */
const HEADS: ReadonlySet<string> = new Set(
  list('soort, aard, type, typ, tipo, tip, rodzaj, slag, sort, art, kind, jenis, loại, тип, вид').map(
    plainKey,
  ),
);
/** `Kategori pesan`, `Categoria mensagem`: a class of texts, though the last word alone would be a text. */
function isClassOfTexts(words: readonly string[]): boolean {
  if (words.length < 2) return false;
  const [first, last] = [words[0]!, words.at(-1)!].map((word) => meanings.get(plainKey(word))?.role);
  return first === 'label' && (last === 'text' || last === 'subject');
}
const isLinked = (words: readonly string[]): boolean =>
  words.length > 2 && words.slice(1, -1).some((word) => LINKS.has(plainKey(word)));

/** From this place on only a part of the name told. */
export const PART_OF_NAME = 100;

/** The whole name, its last word (`review_text`, `Kategorie ID`), its first (`Typ zgłoszenia`), or how it ends. */
export function meaningOf(name: string): Meaning | null {
  const words = wordsOf(name);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const parts = isLinked(words)
    ? [name, first]
    : HEADS.has(plainKey(first)) || isClassOfTexts(words)
      ? [name, first, last]
      : [name, last, first];
  for (const part of parts) {
    const meaning = meanings.get(plainKey(part));
    if (meaning) return part === name ? meaning : { ...meaning, place: meaning.place + PART_OF_NAME };
  }
  if (isLinked(words)) return null;
  const key = plainKey(name);
  const ending = ENDINGS.filter((word) => key.endsWith(word)).toSorted((a, b) => b.length - a.length)[0];
  return ending === undefined ? null : { ...meanings.get(ending)!, place: 2 * PART_OF_NAME };
}

export const roleOf = (name: string): NamedRole | null => meaningOf(name)?.role ?? null;
