/** Runs one prediction after another and shows each: working, then the answer with its milliseconds, or what went wrong. */
import { isUserError } from '../../../errors.ts';
import { pickLocale, render } from '../../../text/render.ts';
import { el } from './dom.ts';
import type { Translate, ViewContext } from './view.ts';

export function predictionRunner(output: HTMLElement, t: Translate): ViewContext['predict'] {
  let latest: AbortController | null = null;
  return async (work) => {
    latest?.abort();
    const mine = new AbortController();
    latest = mine;
    output.setAttribute('aria-busy', 'true');
    if (output.childElementCount === 0) output.replaceChildren(el('p', { class: 'hint' }, t('working')));
    const start = performance.now();
    const shown = await work(mine.signal).then(
      (answer) => {
        const ms = performance.now() - start;
        const text = t('latency', { ms: ms < 10 ? ms.toFixed(1) : Math.round(ms) });
        return [el('h2', {}, t('result')), answer, el('p', { class: 'hint', 'data-ms': ms }, text)];
      },
      (error: unknown) => [
        el('p', { class: 'error', role: 'alert' }, t('failed', { reason: reasonOf(error) })),
      ],
    );
    if (mine.signal.aborted) return;
    output.replaceChildren(...shown);
    output.removeAttribute('aria-busy');
  };
}

/** What went wrong, in the page's language where it has words for it. */
export function reasonOf(error: unknown): string {
  if (isUserError(error))
    return render(pickLocale(document.documentElement.lang), `error.${error.code}`, error.context);
  return error instanceof Error ? error.message : String(error);
}
