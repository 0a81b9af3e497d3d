/**
 * ECharts option → PNG bytes. ECharts draws SVG without a browser, resvg turns it into pixels with fonts that come
 * from npm, so that the picture is the same on a machine that has no fonts at all. Both load only when called.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EChartsOption } from 'echarts';

export interface Chart {
  option: EChartsOption;
  /** CSS pixels; the PNG has twice as many. */
  width: number;
  height: number;
}

const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

/** DejaVu covers Latin, Greek, Cyrillic, Arabic; Noto Sans Hans the CJK ideographs, kana and their punctuation. */
const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;
const fontFiles = (svg: string): string[] => {
  const dejavu = join(packageFolder('dejavu-fonts-ttf'), 'ttf');
  const latin = [join(dejavu, 'DejaVuSans.ttf'), join(dejavu, 'DejaVuSans-Bold.ttf')];
  const fonts = dirname(require.resolve('@embedpdf/fonts-sc'));
  return CJK.test(svg) ? [...latin, join(fonts, '..', 'fonts', 'NotoSansHans-Regular.otf')] : latin;
};

/** Colours that keep apart for the colour-blind (Okabe & Ito 2008). */
export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#999999'];

const BASE: EChartsOption = {
  animation: false,
  backgroundColor: '#ffffff',
  color: PALETTE,
  textStyle: { fontFamily: 'DejaVu Sans', fontSize: 15, color: '#1f2328' },
};

/**
 * zrender keeps the widths of words in a plain object, where a word that every object has as property (a class called
 * `constructor`) finds something else, which then spoils every later chart. A zero-width space sets such words apart.
 */
const INHERITED = new RegExp(`\\b(${Object.getOwnPropertyNames(Object.prototype).join('|')})\\b`, 'g');

/** Characters that XML, and so SVG, does not allow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function setApart(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(NOT_XML, '\ufffd')
      .replace(INHERITED, (word) => `${word.slice(0, 1)}\u200b${word.slice(1)}`);
  if (Array.isArray(value)) return value.map(setApart);
  if (typeof value === 'function') return (...given: unknown[]) => setApart(value(...given));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, setApart(inner)]));
}

/** As SVG, in CSS pixels. */
export async function drawChart({ option, width, height }: Chart): Promise<string> {
  const echarts = await import('echarts');
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  instance.setOption({ ...BASE, ...(setApart(option) as EChartsOption) });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return svg;
}

/** Draws the chart at twice its size. */
export async function renderChart(chart: Chart): Promise<Buffer> {
  const [svg, { Resvg }] = await Promise.all([drawChart(chart), import('@resvg/resvg-js')]);
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: fontFiles(svg), loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return resvg.render().asPng();
}

/** A chart of photographs, in 256 colours with dithering: a fifth to a third of the bytes, the lettering as sharp. */
export async function renderGallery(chart: Chart): Promise<Buffer> {
  const [png, { default: sharp }] = await Promise.all([renderChart(chart), import('sharp')]);
  return sharp(png).png({ palette: true, quality: 90, effort: 7 }).toBuffer();
}

/** Shortens a label in the middle so that names that differ at either end stay apart. */
export function shorten(text: string, maxChars: number): string {
  const letters = [...text.replace(/\s+/g, ' ')];
  if (letters.length <= maxChars) return letters.join('');
  const head = Math.ceil((maxChars - 1) * 0.6);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (maxChars - 1 - head)).join('')}`;
}
