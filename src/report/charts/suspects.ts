/** Pictures whose label looks wrong, or that were mistaken → a gallery: the picture, its file, one class → another. */
import { percent, type ReportWords } from '../../text/words.ts';
import { heading, MUTED, TEXT, WIDTH } from './frame.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

export interface GalleryItem {
  /** The file's name. */
  id: string;
  given: string;
  suggested: string;
  /** Probability of the suggested class, 0–1. */
  confidence: number;
  /** A square picture as a data URI. */
  picture: string;
}

/** Dark enough on white to be read, and apart from the blue for the colour-blind. */
const GIVEN = '#a84600';
const COLUMNS = 3;
/** Side of a picture and the space of a cell, in CSS pixels. */
const SIDE = 128;
const CELL = { width: (WIDTH - 16) / COLUMNS, height: 206 };
/** Letters of a line below a picture. */
const CHARS = 16;

/** @param items at least one, the most suspicious first */
export const suspectsChart = (items: readonly GalleryItem[], words: ReportWords): Chart =>
  gallery(items, words('chart.suspects'), words('chart.suspects.note'));

/** @param items at least one, the most confident first; `suggested` is what was predicted */
export const mistakesChart = (items: readonly GalleryItem[], words: ReportWords): Chart =>
  gallery(items, words('chart.mistakes'), words('chart.mistakes.note'));

function gallery(items: readonly GalleryItem[], text: string, note: string): Chart {
  const { title, below } = heading(text, [note]);
  const rows = Math.ceil(items.length / COLUMNS);
  return {
    width: WIDTH,
    height: below + 8 + rows * CELL.height,
    option: {
      title,
      graphic: items.flatMap((item, i) =>
        drawItem(item, i % COLUMNS, below + 8 + Math.floor(i / COLUMNS) * CELL.height),
      ),
    },
  };
}

function drawItem(item: GalleryItem, column: number, top: number) {
  const centre = 8 + (column + 0.5) * CELL.width;
  const line = (text: string, y: number, fill: string) => ({
    type: 'text' as const,
    style: { text, x: centre, y: top + y, fill, fontSize: TEXT, align: 'center' as const },
  });
  return [
    {
      type: 'image' as const,
      style: { image: item.picture, x: centre - SIDE / 2, y: top, width: SIDE, height: SIDE },
    },
    {
      type: 'rect' as const,
      shape: { x: centre - SIDE / 2, y: top, width: SIDE, height: SIDE },
      style: { fill: 'none', stroke: '#d0d7de' },
    },
    line(shorten(item.id, CHARS), SIDE + 6, MUTED),
    line(shorten(item.given, CHARS), SIDE + 26, GIVEN),
    line(`→ ${shorten(item.suggested, CHARS - 7)} ${percent(item.confidence)}`, SIDE + 46, PALETTE[0]!),
  ];
}
