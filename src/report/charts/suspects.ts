/** Pictures whose label looks wrong, or that were mistaken → a gallery: the picture, its file, one class → another. */
import { percent } from '../../text/words.ts';
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

const COLUMNS = 5;
/** Side of a picture and the space of a cell, in CSS pixels. */
const SIDE = 120;
const CELL = { width: 184, height: 206 };
const TOP = 52;

/** @param items at least one, the most suspicious first */
export const suspectsChart = (items: readonly GalleryItem[]): Chart =>
  gallery(items, { title: 'Labels that look wrong', given: 'given' });

/** @param items at least one, the most confident first; `suggested` is what was predicted */
export const mistakesChart = (items: readonly GalleryItem[]): Chart =>
  gallery(items, { title: 'The most confident mistakes', given: 'true' });

interface Labels {
  title: string;
  /** What the first class of an item is. */
  given: string;
}

function gallery(items: readonly GalleryItem[], labels: Labels): Chart {
  const columns = Math.min(COLUMNS, Math.max(3, items.length));
  const rows = Math.ceil(items.length / columns);
  return {
    width: columns * CELL.width + 16,
    height: TOP + rows * CELL.height,
    option: {
      title: { text: labels.title, left: 16, top: 12, textStyle: { fontSize: 16 } },
      graphic: items.flatMap((item, i) => drawItem(item, labels.given, i % columns, Math.floor(i / columns))),
    },
  };
}

function drawItem(item: GalleryItem, given: string, column: number, row: number) {
  const centre = 8 + (column + 0.5) * CELL.width;
  const top = TOP + row * CELL.height;
  const line = (text: string, y: number, fill: string, size = 12) => ({
    type: 'text' as const,
    style: { text, x: centre, y: top + y, fill, fontSize: size, align: 'center' as const },
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
    line(shorten(item.id, 26), SIDE + 8, '#57606a', 11),
    line(`${given}: ${shorten(item.given, 19)}`, SIDE + 26, PALETTE[1]!),
    line(`→ ${shorten(item.suggested, 16)} (${percent(item.confidence)})`, SIDE + 44, PALETTE[2]!),
  ];
}
