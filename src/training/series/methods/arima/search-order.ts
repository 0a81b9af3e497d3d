/**
 * A differenced series → the ARMA whose AICc is least, by steps from four starts (Hyndman & Khandakar 2008, §3.2). Next:
 * `arima.ts` forecasts with it.
 */
import { type FittedArma, fitArma, parametersOf } from './fit-arma.ts';
import type { Order } from './polynomials.ts';

const MOST = { p: 5, q: 5, seasonal: 2 };
/** Models tried at most: what a search takes is bounded. */
const MOST_MODELS = 40;

const keyOf = ({ p, q, seasonalP, seasonalQ, constant }: Order) =>
  [p, q, seasonalP, seasonalQ, Number(constant)].join();

/** Orders one step away. */
function neighbours(order: Order, constants: readonly boolean[]): Order[] {
  const moved = (p: number, q: number, seasonalP: number, seasonalQ: number): Order => ({
    p: order.p + p,
    q: order.q + q,
    seasonalP: order.seasonalP + seasonalP,
    seasonalQ: order.seasonalQ + seasonalQ,
    constant: order.constant,
  });
  const signs = [-1, 1];
  return [
    ...signs.flatMap((s) => [moved(0, 0, s, 0), moved(0, 0, 0, s), moved(0, 0, s, s)]),
    ...signs.flatMap((s) => [moved(s, 0, 0, 0), moved(0, s, 0, 0), moved(s, s, 0, 0)]),
    ...constants.map((constant) => ({ ...order, constant })),
  ];
}

interface SearchOptions {
  period: number;
  /** A mean is allowed: of a series that was differenced at most once. */
  mayHaveMean: boolean;
}

export function searchOrder(values: Float64Array, { period, mayHaveMean }: SearchOptions): FittedArma {
  const seasonal = period > 1 && values.length >= 2 * period ? MOST.seasonal : 0;
  const unit = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
  const tried = new Map<string, FittedArma>();
  const isAllowed = (order: Order) =>
    Math.min(order.p, order.q, order.seasonalP, order.seasonalQ) >= 0 &&
    Math.max(order.p - MOST.p, order.q - MOST.q) <= 0 &&
    Math.max(order.seasonalP, order.seasonalQ) <= seasonal &&
    // A season's lag has to be seen a few times; so has every parameter.
    parametersOf(order) * 3 <= values.length &&
    order.p < Math.max(period, 6) &&
    order.q < Math.max(period, 6);
  const attempt = (order: Order): FittedArma | null => {
    if (!isAllowed(order) || tried.has(keyOf(order)) || tried.size >= MOST_MODELS) return null;
    const fitted = fitArma(values, order, period, unit);
    tried.set(keyOf(order), fitted);
    return fitted;
  };
  const start = (p: number, q: number, s: [number, number]): Order => ({
    p,
    q,
    seasonalP: Math.min(s[0], seasonal),
    seasonalQ: Math.min(s[1], seasonal),
    constant: mayHaveMean,
  });
  let best =
    attempt(start(0, 0, [0, 0])) ??
    fitArma(values, { ...start(0, 0, [0, 0]), constant: false }, period, unit);
  const better = (one: FittedArma | null) => one !== null && one.aicc < best.aicc;
  for (const order of [start(2, 2, [1, 1]), start(1, 0, [1, 0]), start(0, 1, [0, 1])]) {
    const fitted = attempt(order);
    if (fitted && better(fitted)) best = fitted;
  }
  for (let moved = true; moved; ) {
    moved = false;
    const constants = mayHaveMean ? [!best.order.constant] : [];
    for (const order of neighbours(best.order, constants)) {
      const fitted = attempt(order);
      if (fitted && better(fitted)) {
        best = fitted;
        moved = true;
        break;
      }
    }
  }
  return best;
}
