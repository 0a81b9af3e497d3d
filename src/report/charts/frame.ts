/**
 * What all charts share: one width, at which a phone shows them almost as they are, letters that stay legible there, and a
 * heading whose lines are broken by hand, as ECharts measures text without the font. Shown 360 px wide, 15 px are 11.
 */
import { widthOf } from '../../text/fixed-width.ts';

/** CSS pixels. */
export const WIDTH = 480;
export const TEXT = 15;
const TITLE = 18;
const LINE = 20;
const LEFT = 16;
/** Letters that a line holds; an ideograph takes the room of two. */
const COLUMNS = 46;

export const INK = '#1f2328';
export const MUTED = '#57606a';
export const GREY = '#a0a7b0';
const RULE = '#e5e8ec';

/** @returns the lines of a text: broken at spaces, and within a word or between ideographs where it must be. */
export function wrap(text: string, columns = COLUMNS): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=[\s，。；：、])/u)) {
    const [head, ...rest] = pieces(word, columns);
    if (widthOf(line + head!.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += head;
    for (const piece of rest) {
      lines.push(line.trimEnd());
      line = piece;
    }
  }
  return [...lines, line.trimEnd()].filter((one) => one !== '');
}

/** No line begins with one of these. */
const CLOSING = /[，。；：、！？）]/;

/** A word that is longer than a line, cut. */
function pieces(word: string, columns: number): string[] {
  const cut: string[] = [''];
  for (const letter of word) {
    if (!CLOSING.test(letter) && widthOf(cut.at(-1)! + letter.trimEnd()) > columns) cut.push('');
    cut[cut.length - 1] += letter;
  }
  return cut;
}

/** Title and notes below it → the option, and where the drawing may begin. */
export function heading(text: string, notes: readonly string[] = []) {
  const lines = notes.flatMap((note) => wrap(note));
  return {
    below: 50 + lines.length * LINE,
    title: {
      text,
      subtext: lines.join('\n'),
      left: LEFT,
      top: 10,
      itemGap: 6,
      textStyle: { fontSize: TITLE, color: INK },
      subtextStyle: { fontSize: TEXT, lineHeight: LINE, color: MUTED },
    },
  };
}

const LABEL = { fontSize: TEXT, color: INK };

/** A number axis in the common style. */
export const valueAxis = (gridIndex = 0) => ({
  type: 'value' as const,
  gridIndex,
  axisLabel: { ...LABEL, hideOverlap: true },
  nameTextStyle: { fontSize: TEXT, color: MUTED },
  splitLine: { lineStyle: { color: RULE } },
});

/** A small heading of a panel. */
export const panelTitle = (text: string, top: number) => ({
  text,
  left: LEFT,
  top,
  textStyle: { fontSize: TEXT, color: INK },
});

interface LegendItem {
  name: string;
  colour: string;
}

/** Width of a letter in px, of DejaVu Sans at this size; an ideograph takes two. */
const LETTER = 9.6;
const KEY = 26;
const GAP = 24;

/**
 * A legend of our own, side by side while there is room: ECharts' would set names upon each other.
 * @returns the drawn elements and the height they take
 */
export function legendOf(items: readonly LegendItem[], top: number) {
  let [x, line] = [LEFT, 0];
  const elements = items.flatMap(({ name, colour }) => {
    const width = KEY + widthOf(name) * LETTER;
    if (x > LEFT && x + width > WIDTH - LEFT) [x, line] = [LEFT, line + 1];
    const [left, y] = [x, top + line * LINE];
    x += width + GAP;
    return [
      {
        type: 'rect' as const,
        shape: { x: left, y: y + 4, width: 18, height: 9, r: 2 },
        style: { fill: colour },
      },
      {
        type: 'text' as const,
        style: { text: name, x: left + KEY, y, fontSize: TEXT, fill: INK },
      },
    ];
  });
  return { elements, height: (line + 1) * LINE };
}
