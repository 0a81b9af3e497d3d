/** The messages of the channel: drawn, replaced as they change, scrolled as on Discord. */
import { el } from './dom.ts';
import { drawMessage, type Message, type MessageActions } from './message-view.ts';
import { text } from './texts.ts';

export class Channel {
  readonly #list: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #actions: MessageActions;
  readonly #messages = new Map<string, Message>();
  #atEnd = true;
  #drawing = false;

  constructor(list: HTMLElement, scroller: HTMLElement, actions: MessageActions) {
    this.#list = list;
    this.#scroller = scroller;
    this.#actions = actions;
    // Pictures grow after they are drawn: stay at the end while the reader is there.
    scroller.addEventListener('scroll', () => {
      // Only the reader's own scrolling counts, not that of a list being drawn anew.
      if (!this.#drawing)
        this.#atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    });
    const observer = new ResizeObserver(() => this.#atEnd && this.toEnd());
    observer.observe(list);
    observer.observe(scroller);
  }

  /** Draws everything anew, as after a change of language or a lost connection. */
  setAll(messages: readonly Message[]): void {
    this.#drawing = true;
    this.#messages.clear();
    this.#list.replaceChildren();
    for (const message of messages) this.put(message);
    // The elements take their height in the next frames.
    window.setTimeout(() => {
      this.#drawing = false;
      this.#atEnd = true;
      this.toEnd();
    }, 100);
  }

  redraw(): void {
    this.setAll([...this.#messages.values()]);
  }

  put(message: Message): void {
    this.#messages.set(message.id, message);
    const old = this.#element(message.id);
    const fresh = drawMessage(message, this.#actions);
    if (!old) {
      this.#list.append(fresh);
      return;
    }
    const focused = old.querySelector<HTMLElement>('[data-custom-id]:focus')?.dataset.customId;
    old.replaceWith(fresh);
    if (focused) fresh.querySelector<HTMLElement>(`[data-custom-id="${CSS.escape(focused)}"]`)?.focus();
  }

  remove(id: string): void {
    this.#messages.delete(id);
    this.#element(id)?.remove();
  }

  /** A line that only the page knows, such as "The application did not respond". */
  note(words: string): void {
    const dismiss = el('button', { class: 'link', onclick: () => line.remove() }, text('dismiss'));
    const line = el('div', { class: 'failure', role: 'alert' }, `${words} · `, dismiss);
    this.#list.append(line);
    this.toEnd();
  }

  toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #element(id: string): HTMLElement | null {
    return document.getElementById(`message-${id}`);
  }
}
