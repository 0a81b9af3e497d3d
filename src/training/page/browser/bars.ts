/** Names and shares → bars, largest first. Exact values stand in `data-value`, for scripts. */
import { el } from './dom.ts';

/** Shown at first; the rest unfolds. */
const SHOWN = 10;

const percent = (share: number) => `${(share * 100).toFixed(share < 0.001 && share > 0 ? 2 : 1)} %`;

function bar(name: string, share: number, isBest: boolean): HTMLElement {
  const fill = el('span', { class: 'fill' });
  fill.style.width = `${share * 100}%`;
  return el(
    'li',
    { class: isBest ? 'bar best' : 'bar', 'data-name': name, 'data-value': share },
    el('span', { class: 'name' }, name),
    el('span', { class: 'share' }, percent(share)),
    el('span', { class: 'track', 'aria-hidden': 'true' }, fill),
  );
}

export function bars(names: readonly string[], shares: ArrayLike<number>, more: string): HTMLElement {
  const order = names.map((name, i) => ({ name, share: shares[i] ?? 0 })).sort((a, b) => b.share - a.share);
  const items = order.map(({ name, share }, rank) => bar(name, share, rank === 0));
  const list = el('ol', { class: 'bars' }, ...items.slice(0, SHOWN));
  if (items.length <= SHOWN) return list;
  const rest = el('details', {}, el('summary', {}, more), el('ol', { class: 'bars' }, ...items.slice(SHOWN)));
  return el('div', {}, list, rest);
}
