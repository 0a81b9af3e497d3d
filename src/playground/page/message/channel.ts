/** The messages of the channel: drawn, replaced as they change, scrolled so that what is new is read from its beginning. */
import { el } from '../dom.ts';
import { text } from '../texts.ts';
import { drawMessage, type Message, type MessageActions } from './message-view.ts';

/** Within so many pixels of the end the reader counts as being there. */
const NEAR_END = 60;
const MARGIN = 12;

export class Channel {
  readonly #list: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #actions: MessageActions;
  readonly #messages = new Map<string, Message>();
  /** Whether the view goes along with what comes. */
  #following = true;
  /** The newest message, whose beginning stays in view however long it grows. */
  #newest: string | null = null;
  /** Where the page itself last scrolled to, and how large all was then: any other place is the reader's own. */
  #placed = { top: 0, size: '' };

  constructor(list: HTMLElement, scroller: HTMLElement, actions: MessageActions) {
    this.#list = list;
    this.#scroller = scroller;
    // So that keys can scroll it where nothing in it has the focus.
    scroller.tabIndex = 0;
    this.#actions = actions;
    scroller.addEventListener('scroll', () => {
      // What became shorter moves the view too, and is not the reader.
      if (this.#following && this.#placed.size !== this.#size()) return this.#place();
      if (Math.abs(scroller.scrollTop - this.#placed.top) < 2) return;
      this.#following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
      if (this.#following) this.#newest = null;
    });
    // Pictures grow after they are drawn.
    const observer = new ResizeObserver(() => this.#following && this.#place());
    observer.observe(list);
    observer.observe(scroller);
  }

  /** Draws everything anew, as after a change of language or a lost connection. */
  setAll(messages: readonly Message[]): void {
    this.#messages.clear();
    this.#list.replaceChildren();
    for (const message of messages) this.put(message);
    this.#newest = null;
    this.#follow();
  }

  redraw(): void {
    this.setAll([...this.#messages.values()]);
  }

  /** @param own whether it answers an act of the reader: then it is scrolled to, wherever the reader is. */
  put(message: Message, own = false): void {
    const isNew = !this.#messages.has(message.id);
    this.#messages.set(message.id, message);
    const old = this.#element(message.id);
    const fresh = drawMessage(message, this.#actions);
    if (old) {
      const restoreFocus = rememberFocus(old);
      old.replaceWith(fresh);
      restoreFocus(fresh);
    } else this.#list.append(fresh);
    if (!isNew) return;
    if (own || this.#following) this.#newest = message.id;
    if (own) this.#follow();
  }

  remove(id: string): void {
    this.#messages.delete(id);
    this.#element(id)?.remove();
  }

  /** Brings a message into view and marks it for a moment. */
  show(id: string): void {
    const element = this.#element(id);
    if (!element) return;
    this.#following = false;
    element.scrollIntoView({ block: 'start' });
    element.classList.add('found');
    window.setTimeout(() => element.classList.remove('found'), 1_500);
  }

  /** A line that only the page knows, such as "The application did not respond". */
  note(words: string): void {
    const dismiss = el(
      'button',
      { type: 'button', class: 'link', onclick: () => line.remove() },
      text('dismiss'),
    );
    const line = el('div', { class: 'failure', role: 'alert' }, `${words} · `, dismiss);
    this.#list.append(line);
    this.#newest = null;
    this.#follow();
  }

  #follow(): void {
    this.#following = true;
    this.#place();
  }

  /** To the end, but not past the beginning of the newest message. */
  #place(): void {
    const scroller = this.#scroller;
    const end = scroller.scrollHeight - scroller.clientHeight;
    const newest = this.#newest === null ? null : this.#element(this.#newest);
    const top = newest
      ? newest.getBoundingClientRect().top -
        scroller.getBoundingClientRect().top +
        scroller.scrollTop -
        MARGIN
      : end;
    scroller.scrollTop = Math.max(0, Math.min(end, top));
    this.#placed = { top: scroller.scrollTop, size: this.#size() };
  }

  #size(): string {
    return `${this.#scroller.scrollHeight} ${this.#scroller.clientHeight}`;
  }

  #element(id: string): HTMLElement | null {
    return document.getElementById(`message-${id}`);
  }
}

const CONTROLS = 'a, button, select, input';

/** Where the keyboard is in a message that is drawn anew → what puts it at the same place of the new one. */
function rememberFocus(old: HTMLElement): (fresh: HTMLElement) => void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !old.contains(focused)) return () => {};
  const { customId } = focused.dataset;
  const place = [...old.querySelectorAll(CONTROLS)].indexOf(focused);
  return (fresh) => {
    const same = customId
      ? fresh.querySelector<HTMLElement>(`[data-custom-id="${CSS.escape(customId)}"]`)
      : fresh.querySelectorAll<HTMLElement>(CONTROLS)[place];
    same?.focus({ preventScroll: true });
  };
}
