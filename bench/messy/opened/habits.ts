/** How people of the second series write what is messy: sealed once, opened when its figures had been taken. */
import type { Habits } from '../kit.ts';

/** Two letters inside the word have changed places: `Möble`. */
const swapLetters: Habits['misspell'] = (name, random) => {
  const letters = [...name];
  const places = letters.flatMap((letter, i) =>
    i > 0 && i + 1 < letters.length && letter !== letters[i + 1] ? [i] : [],
  );
  if (places.length === 0) return `${name}${letters.at(-1)}`;
  const at = places[random.below(places.length)]!;
  [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!];
  return letters.join('');
};

export const openedHabits: Habits = {
  bank: 'open',
  joins: [
    (labels) => labels.join(', '),
    (labels) => labels.map((label) => `#${label}`).join(' '),
    (labels) => `[${labels.map((label) => `'${label}'`).join(', ')}]`,
  ],
  misspell: swapLetters,
  leak: {
    tokens: ['fwd:'],
    mark: (place, text) => (place === 0 ? `fwd: ${text}` : text),
  },
  date: (day) => {
    const date = new Date(Date.UTC(2024, 5, 1) - day * 86_400_000);
    const [year, month, of] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    return day % 2 === 0 ? `${month}/${of}/${String(year).slice(2)}` : `${of}-${month}-${year}`;
  },
  fileName: (place, ext) => `scan ${String(place + 1).padStart(4, '0')} (1).${ext.toUpperCase()}`,
  nameClass: (name, text) => `${text} → ${name}`,
  titleLines: ({ columns, people }) => [
    [`${columns.label} / ${columns.text}`, '', ''],
    [people[0]!, '', ''],
  ],
  sizes: [70, 130],
  levels: ['Level 1', 'Level 2', 'Level 3', 'Level 4'],
  stars: ['0', '1', '2', '3'],
  empty: 'NaN',
  orderPrefix: 'AX',
};
