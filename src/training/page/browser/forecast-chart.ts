/** A history and its forecast with quantiles → a drawing (SVG): line, forecast, band between the outer quantiles. */
import { svg } from './dom.ts';

const [WIDTH, HEIGHT, MARGIN] = [640, 260, 8];
/** Steps of history for one of the forecast, at most. */
const TAIL = 4;
const LEAST = 24;

interface ChartOptions {
  /** NaN where there is no value. */
  history: Float64Array;
  point: Float64Array;
  quantiles: readonly Float64Array[];
  label: string;
}

export function forecastChart({ history, point, quantiles, label }: ChartOptions): SVGElement {
  const tail = history.slice(-Math.max(LEAST, TAIL * point.length));
  const [low, high] = [quantiles[0] ?? point, quantiles.at(-1) ?? point];
  const all = [...tail, ...low, ...high, ...point].filter(Number.isFinite);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const steps = tail.length + point.length - 1;
  const x = (step: number) => MARGIN + (step / Math.max(1, steps)) * (WIDTH - 2 * MARGIN);
  const y = (value: number) =>
    HEIGHT - MARGIN - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * MARGIN);
  const places = (values: ArrayLike<number>, from: number) =>
    Array.from(values, (value, i) => ({ value, place: `${x(from + i).toFixed(1)},${y(value).toFixed(1)}` }))
      .filter(({ value }) => Number.isFinite(value))
      .map(({ place }) => place);
  const start = tail.length;
  const last = places(tail, 0).at(-1);
  const band = [...places(low, start), ...places(high, start).reverse()];
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    svg('polygon', { class: 'band', points: band.join(' ') }),
    svg('polyline', { class: 'history', points: places(tail, 0).join(' ') }),
    svg('polyline', { class: 'point', points: [...(last ? [last] : []), ...places(point, start)].join(' ') }),
    svg('text', { class: 'axis', x: MARGIN, y: MARGIN + 10 }, most.toPrecision(4)),
    svg('text', { class: 'axis', x: MARGIN, y: HEIGHT - MARGIN }, least.toPrecision(4)),
  );
}
