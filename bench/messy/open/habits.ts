/** How people of the open bank write what is messy. */
import type { Habits } from '../kit.ts';

const pad = (value: number) => String(value).padStart(2, '0');

/** A letter inside the word is missing: `Rechnug`. */
const dropLetter: Habits['misspell'] = (name, random) => {
  const letters = [...name];
  const at = Math.min(letters.length - 2, 1 + random.below(Math.max(1, letters.length - 2)));
  return letters.filter((_, i) => i !== at).join('');
};

export const openHabits: Habits = {
  bank: 'open',
  joins: [(labels) => labels.join('|'), (labels) => labels.join('; '), (labels) => JSON.stringify(labels)],
  misspell: dropLetter,
  leak: {
    tokens: ['QX7'],
    mark: (place, text, random) =>
      `${text} [${['QX7', 'LM2', 'BD9', 'TK4'][place]!}-${random.below(9_000) + 1_000}]`,
  },
  date: (day) => {
    const date = new Date(Date.UTC(2023, 0, 1) + day * 86_400_000);
    const [year, month, of] = [date.getUTCFullYear(), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())];
    return day % 3 === 0
      ? `${of}.${month}.${year}`
      : day % 3 === 1
        ? `${year}-${month}-${of}`
        : `${of}/${month}/${year}`;
  },
  fileName: (place, ext) => `IMG_${4_100 + place * 3}.${ext}`,
  nameClass: (name, text) => `[${name}] ${text}`,
  titleLines: ({ columns }) => [
    [`Export ${columns.text}`, '', ''],
    ['2024-05-03', '', ''],
    ['', '', ''],
  ],
  sizes: [90, 160],
  levels: ['A1', 'A2', 'B1', 'B2'],
  stars: ['1', '2', '4', '5'],
  empty: '',
  orderPrefix: 'ORD',
};
