/** How people of the sealed bank write what is messy. Looked at only when all else is done. */
import type { Habits } from '../kit.ts';

const pad = (value: number) => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A letter inside the word is typed twice: `Termmin`. */
const doubleLetter: Habits['misspell'] = (name, random) => {
  const letters = [...name];
  const at = 1 + random.below(Math.max(1, letters.length - 2));
  return [...letters.slice(0, at + 1), ...letters.slice(at)].join('');
};

export const sealedHabits: Habits = {
  bank: 'sealed',
  // Forms of Microsoft end every choice with a semicolon.
  joins: [
    (labels) => labels.map((label) => `${label};`).join(''),
    (labels) => labels.join(' + '),
    (labels) => `{${labels.map((label) => `"${label}"`).join(',')}}`,
  ],
  misspell: doubleLetter,
  leak: {
    tokens: ['@desk1'],
    mark: (place, text) => `@desk${place + 1} ${text}`,
  },
  date: (day) => {
    const date = new Date(Date.UTC(2025, 2, 1) - day * 86_400_000);
    const [year, month, of] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    return day % 2 === 0 ? `${of} ${MONTHS[month]!} ${year}` : `${year}/${pad(month + 1)}/${pad(of)}`;
  },
  fileName: (place, ext) => `WhatsApp Image 2025-02-11 at 09.${pad(place % 60)} (${place}).${ext}`,
  nameClass: (name, text) => `${name}: ${text}`,
  titleLines: ({ columns, people }) => [
    [columns.text, '', people[1]!],
    ['', '', ''],
  ],
  sizes: [80, 150],
  levels: ['Q1', 'Q2', 'Q3', 'Q4'],
  stars: ['1', '2', '3', '4'],
  empty: 'n/a',
  orderPrefix: 'INV',
};
