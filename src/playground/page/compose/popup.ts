/** The list above the composer (commands, choices, options): drawn, moved through by keys, picked from. */
import { el } from '../dom.ts';

export interface PopupItem {
  label: string;
  detail?: string;
  onPick: () => void;
}

export class Popup {
  readonly element = el('div', { class: 'popup', hidden: true });
  readonly #list = el('ul', { role: 'listbox', id: 'popup-list' });
  readonly #head = el('div', { class: 'popup-head' });
  #items: PopupItem[] = [];
  #active = -1;

  constructor() {
    this.element.append(this.#head, this.#list);
  }

  /** Shows a heading, a note and items; `active` is the item that Enter picks, -1 for none. */
  show(content: {
    heading: string;
    note?: string;
    error?: string;
    items: PopupItem[];
    active?: number;
  }): void {
    this.#items = content.items;
    this.#list.setAttribute('aria-label', content.heading);
    this.#active = Math.min(content.active ?? -1, content.items.length - 1);
    this.#head.replaceChildren(
      el('strong', {}, content.heading),
      content.note ? el('span', { class: 'popup-note' }, content.note) : '',
      content.error ? el('span', { class: 'problem', role: 'alert' }, content.error) : '',
    );
    this.#list.replaceChildren(...content.items.map((item, index) => this.#row(item, index)));
    this.#list.hidden = content.items.length === 0;
    this.element.hidden = false;
    this.#mark();
  }

  hide(): void {
    this.element.hidden = true;
    this.#items = [];
    this.#active = -1;
  }

  /** Moves, or picks; says whether the key was used. */
  key(event: KeyboardEvent): boolean {
    if (this.element.hidden || this.#items.length === 0 || event.isComposing) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const start = this.#active < 0 && step < 0 ? 0 : this.#active;
      this.#active = (start + step + this.#items.length) % this.#items.length;
      this.#mark();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && this.#active >= 0) {
      this.#items[this.#active]?.onPick();
    } else return false;
    event.preventDefault();
    return true;
  }

  #row(item: PopupItem, index: number): HTMLElement {
    const pick = (event: Event) => {
      event.preventDefault();
      item.onPick();
    };
    return el(
      'li',
      { role: 'option', id: `popup-${index}`, onmousedown: pick },
      el('span', { class: 'name' }, item.label),
      item.detail ? el('span', { class: 'detail' }, item.detail) : null,
    );
  }

  #mark(): void {
    const field = document.activeElement;
    if (this.#active < 0) field?.removeAttribute('aria-activedescendant');
    else field?.setAttribute('aria-activedescendant', `popup-${this.#active}`);
    [...this.#list.children].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === this.#active));
      if (index === this.#active) row.scrollIntoView({ block: 'nearest' });
    });
  }
}
