/**
 * A seed → a data set as people send them: a series, a table of texts or a log of decisions with one to four things
 * wrong. The same seed gives the same file. Sent through training by `odd-data.test.ts`.
 */
import { csvOf, randomFrom } from '../datasets/build-files.ts';

export interface OddData {
  name: string;
  kind: 'series' | 'text' | 'policy';
  /** What is wrong with it, for the name of the failure. */
  wrong: string[];
  csv: string;
  horizon: number | null;
}

type Random = () => number;
type Row = string[];
type Change<T> = Record<string, (it: T, random: Random) => void>;

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)]!;
const below = (n: number, random: Random): number => Math.floor(random() * n);
const eachRow = (rows: Row[], share: number, random: Random, change: (row: Row) => void): void => {
  for (const row of rows) if (random() < share) change(row);
};

const NO_NUMBERS = ['NaN', 'nan', 'inf', '-inf', 'Infinity', '', '1e400', '?', 'n/a', '-'];
const SCALES = [1e302, 1e307, -1e302, 1e150, 1e-300, 5e-324];

const DATES: Record<string, (date: Date) => string> = {
  iso: (date) => date.toISOString().slice(0, 10),
  dmy: (date) => `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`,
};

interface SeriesTable {
  header: Row;
  /** Time first, then values. */
  rows: Row[];
}

const SERIES_CHANGES: Change<SeriesTable> = {
  'gaps of rows': ({ rows }, random) => {
    for (let n = 1 + below(5, random); n > 0 && rows.length > 4; n -= 1)
      rows.splice(below(rows.length, random), 1);
  },
  'a conflicting duplicate': ({ rows }, random) => {
    const [time, ...values] = pick(rows, random);
    rows.push([time!, ...values.map((value) => String(Number(value) * 3 + 1))]);
  },
  'an identical duplicate': ({ rows }, random) => {
    rows.push([...pick(rows, random)]);
  },
  'no numbers here and there': ({ rows }, random) =>
    eachRow(rows, 0.2, random, (row) => {
      row[1] = pick(NO_NUMBERS, random);
    }),
  'no numbers at the end': ({ rows }, random) =>
    eachRow(rows.slice(-(1 + below(rows.length / 2, random))), 0.9, random, (row) => {
      for (let i = 1; i < row.length; i += 1) row[i] = pick(NO_NUMBERS, random);
    }),
  'no numbers at the beginning': ({ rows }, random) =>
    eachRow(rows.slice(0, below(rows.length / 2, random)), 1, random, (row) => {
      row[1] = pick(NO_NUMBERS, random);
    }),
  'an extreme scale': ({ rows }, random) => {
    const scale = pick(SCALES, random);
    eachRow(rows, 1, random, (row) => {
      for (let i = 1; i < row.length; i += 1) row[i] = String(Number(row[i]) * scale);
    });
  },
  'one extreme value': ({ rows }, random) => {
    pick(rows, random)[1] = String(pick([1.7e308, -1.7e308, 1e200, 5e-324], random));
  },
  'extremes of both signs': ({ rows }, random) =>
    eachRow(rows, 0.5, random, (row) => {
      row[1] = pick(['1.7e308', '-1.7e308'], random);
    }),
  'a constant': ({ rows }, random) => {
    const value = pick(['0', '7', '-1e302', '1e-300'], random);
    for (const row of rows) row[1] = value;
  },
  'mostly zeros': ({ rows }, random) =>
    eachRow(rows, 0.9, random, (row) => {
      row[1] = '0';
    }),
  'rows out of order': ({ rows }, random) => {
    rows.sort(() => random() - 0.5);
  },
  'dates written two ways': ({ rows }, random) =>
    eachRow(rows, 0.4, random, (row) => {
      const date = new Date(row[0]!);
      if (!Number.isNaN(date.getTime())) row[0] = DATES.dmy!(date);
    }),
  'a second series': ({ header, rows }, random) => {
    header.push('other');
    for (const row of rows) row.push(String(below(1_000, random)));
  },
  'very short': ({ rows }, random) => {
    rows.length = Math.min(rows.length, 3 + below(20, random));
  },
};

function oddSeries(random: Random): OddData {
  const months = random() < 0.5;
  const rows = Array.from({ length: 24 + below(40, random) }, (_, i): Row => {
    const date = months ? new Date(Date.UTC(2016, i, 1)) : new Date(Date.UTC(2023, 0, 1 + i));
    return [DATES.iso!(date), (90 + i + 20 * Math.sin(i / 2) + 5 * random()).toFixed(2)];
  });
  const table = { header: ['date', 'sales'], rows };
  const wrong = spoil(table, SERIES_CHANGES, random);
  const horizon = random() < 0.3 ? 1 + below(12, random) : null;
  return { name: 'series.csv', kind: 'series', wrong, csv: csvOf([table.header, ...rows]), horizon };
}

const WORDS = 'soup hotel train lovely awful cold warm bill paid late room thanks never again'.split(' ');

const TEXT_CHANGES: Change<Row[]> = {
  'texts without words': (rows, random) =>
    eachRow(rows, 0.5, random, (row) => {
      row[0] = pick(['', ' ', '...', '\u0000', '😀', '1e400', 'NaN'], random);
    }),
  'labels that are missing': (rows, random) =>
    eachRow(rows, 0.6, random, (row) => {
      row[1] = pick(['', 'nan', 'NULL'], random);
    }),
  'one class': (rows, random) =>
    eachRow(rows, 0.97, random, (row) => {
      row[1] = 'good';
    }),
  'one text': (rows, random) =>
    eachRow(rows, 0.95, random, (row) => {
      row[0] = 'the same text again and again';
    }),
  'a class a row': (rows) => {
    rows.forEach((row, i) => {
      row[1] = `class ${i}`;
    });
  },
  'labels that are numbers': (rows, random) => {
    for (const row of rows) row[1] = pick(['0', '1', '1.0', 'inf', '-0'], random);
  },
  'very long texts': (rows, random) =>
    eachRow(rows, 0.2, random, (row) => {
      row[0] = row[0]!.repeat(200);
    }),
  'labels at odds with the text': (rows, random) => {
    for (const row of rows) row[1] = pick(['good', 'bad', 'so-so'], random);
  },
  'few rows': (rows, random) => {
    rows.length = Math.min(rows.length, 2 + below(10, random));
  },
  'words in two alphabets': (rows, random) =>
    eachRow(rows, 0.5, random, (row) => {
      row[0] = `${row[0]} ${pick(['房间很冷', '早餐很好'], random)}`;
    }),
};

function oddTable(random: Random): OddData {
  const rows = Array.from({ length: 30 + below(40, random) }, (): Row => {
    const words = Array.from({ length: 4 + below(6, random) }, () => pick(WORDS, random));
    return [words.join(' '), words.includes('lovely') || words.includes('warm') ? 'good' : 'bad'];
  });
  const wrong = spoil(rows, TEXT_CHANGES, random);
  return { name: 'texts.csv', kind: 'text', wrong, csv: csvOf([['text', 'label'], ...rows]), horizon: null };
}

/** Columns: episode, step, load, action, reward, done. */
const LOG_CHANGES: Change<Row[]> = {
  'rewards that are no numbers': (rows, random) =>
    eachRow(rows, 0.3, random, (row) => {
      row[4] = pick(NO_NUMBERS, random);
    }),
  'extreme rewards': (rows, random) => {
    const scale = pick(SCALES, random);
    for (const row of rows) row[4] = String((1 + Number(row[4])) * scale);
  },
  'one extreme reward': (rows, random) => {
    pick(rows, random)[4] = pick(['1.7e308', '-1.7e308', '1e40'], random);
  },
  'a reward that never changes': (rows) => {
    for (const row of rows) row[4] = '0';
  },
  'extreme states': (rows, random) =>
    eachRow(rows, 0.5, random, (row) => {
      row[2] = pick(['1.7e308', '-1.7e308', '1e40', '5e-324'], random);
    }),
  'states that are no numbers': (rows, random) =>
    eachRow(rows, 0.1, random, (row) => {
      row[2] = pick(NO_NUMBERS, random);
    }),
  'a state that never changes': (rows) => {
    for (const row of rows) row[2] = '1';
  },
  'one action': (rows) => {
    for (const row of rows) row[3] = 'left';
  },
  'one episode': (rows) => {
    for (const row of rows) row[0] = '0';
  },
  'no end': (rows) => {
    for (const row of rows) row[5] = 'False';
  },
  'steps missing': (rows, random) => {
    for (let n = rows.length / 4; n > 0; n -= 1) rows.splice(below(rows.length, random), 1);
  },
  'rows out of order': (rows, random) => {
    rows.sort(() => random() - 0.5);
  },
  'few rows': (rows, random) => {
    rows.length = Math.min(rows.length, 3 + below(25, random));
  },
};

function oddLog(random: Random): OddData {
  const rows = Array.from({ length: 120 + below(120, random) }, (_, i): Row => {
    const load = below(10, random);
    const action = pick(['left', 'right'], random);
    const reward = load > 5 === (action === 'left') ? 1 : 0;
    const end = i % 10 === 9 ? 'True' : 'False';
    return [String(Math.floor(i / 10)), String(i % 10), String(load), action, String(reward), end];
  });
  const wrong = spoil(rows, LOG_CHANGES, random);
  const header = ['episode', 'step', 'load', 'action', 'reward', 'done'];
  return { name: 'log.csv', kind: 'policy', wrong, csv: csvOf([header, ...rows]), horizon: null };
}

/** One to four changes, in a random order. @returns their names */
function spoil<T>(it: T, changes: Change<T>, random: Random): string[] {
  const names = Array.from({ length: 1 + below(4, random) }, () => pick(Object.keys(changes), random));
  for (const name of names) changes[name]!(it, random);
  return names;
}

/** Two of three are series: cheap, and with the most figures that can go wrong. */
export function oddData(seed: number): OddData {
  const random = randomFrom(seed);
  return [oddSeries, oddTable, oddSeries, oddSeries, oddLog, oddSeries][seed % 6]!(random);
}
