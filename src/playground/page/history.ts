/**
 * The Runs that the channel's messages tell of, newest first: a press goes to the last message of one. In: messages with
 * what the bot said of them as data. Runs from before this start are asked of the bot by the button below the list.
 */
import { byId, el } from './dom.ts';
import { text } from './texts.ts';

export interface Told {
  messageId: string;
  result: unknown;
}
interface Listed {
  runId: string;
  state: string;
  messageId: string;
}

const SHOWN = 30;

export class RunHistory {
  readonly #runs = new Map<string, Listed>();
  readonly #goTo: (messageId: string) => void;
  readonly #askAll: () => void;

  constructor(options: { goTo: (messageId: string) => void; askAll: () => void }) {
    this.#goTo = options.goTo;
    this.#askAll = options.askAll;
    this.draw(false);
  }

  clear(): void {
    this.#runs.clear();
  }

  /** Takes up a message that tells of a Run's state; says nothing of others. */
  hear({ messageId, result }: Told): void {
    if (typeof result !== 'object' || result === null || !('runId' in result) || !('state' in result)) return;
    const { runId, state } = result;
    if (typeof runId !== 'string' || typeof state !== 'string') return;
    const known = this.#runs.get(runId);
    const isFinal = 'final' in result && result.final === true;
    // Answers about a Run of long ago do not hide its report.
    const message = known && !isFinal && known.state === state ? known.messageId : messageId;
    this.#runs.set(runId, { runId, state, messageId: message });
  }

  draw(canAskAll: boolean): void {
    const items = [...this.#runs.values()].reverse().slice(0, SHOWN);
    const rows = items.map(({ runId, state, messageId }) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', class: 'run', 'data-run': runId, onclick: () => this.#goTo(messageId) },
          el('span', { class: `dot ${state}`, 'aria-hidden': 'true' }),
          el('code', {}, runId),
          el('span', { class: 'run-state' }, stateName(state)),
        ),
      ),
    );
    byId('history').replaceChildren(
      el('h2', { class: 'side-title' }, text('history')),
      rows.length > 0 ? el('ul', {}, ...rows) : el('p', { class: 'side-note' }, text('noRuns')),
      canAskAll
        ? el('button', { type: 'button', class: 'link', onclick: () => this.#askAll() }, text('allRuns'))
        : '',
    );
  }
}

const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

function stateName(state: string): string {
  const known = STATES.find((one) => one === state);
  return known ? text(`state_${known}`) : state;
}
