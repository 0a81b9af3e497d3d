/** One option of a command being composed: a chip with a name and a control (text or file), its value checked. */

import { OptionType } from '../../discord/option-type.ts';
import type { OptionValue } from '../../schemas/command-data.ts';
import { checkValue } from '../../schemas/command-data.ts';
import type { ValueOption } from '../../schemas/command-schema.ts';
import { el, formatBytes } from '../dom.ts';
import { nameOf, text } from '../texts.ts';

interface ChipEvents {
  onFocus: (chip: OptionChip) => void;
  onInput: (chip: OptionChip) => void;
  onKey: (chip: OptionChip, event: KeyboardEvent) => void;
  onRemove: (chip: OptionChip) => void;
}

export class OptionChip {
  readonly option: ValueOption;
  readonly element: HTMLElement;
  readonly isFile: boolean;
  file: File | null = null;
  error = '';
  readonly #input: HTMLInputElement;
  readonly #control: HTMLElement;
  /** The value behind a picked choice, while its name stands in the field. */
  #picked: { label: string; value: string | number } | null = null;
  readonly #limitBytes: number;

  constructor(option: ValueOption, limitBytes: number, events: ChipEvents) {
    this.option = option;
    this.isFile = option.type === OptionType.Attachment;
    this.#limitBytes = limitBytes;
    const name = nameOf(option);
    this.#input = el('input', {
      type: this.isFile ? 'file' : 'text',
      'aria-label': name,
      autocomplete: 'off',
      spellcheck: 'false',
      class: this.isFile ? 'hidden' : null,
      tabindex: this.isFile ? -1 : null,
      oninput: () => {
        this.#picked = null;
        this.error = '';
        if (this.isFile) this.setFile(this.#input.files?.[0] ?? null);
        this.#fit();
        events.onInput(this);
      },
    });
    this.#control = this.isFile
      ? el(
          'button',
          { type: 'button', class: 'file', onclick: () => this.#input.click() },
          text('chooseFile'),
        )
      : this.#input;
    this.#control.addEventListener('focus', () => events.onFocus(this));
    this.#control.addEventListener('keydown', (event) => events.onKey(this, event));
    const remove = el(
      'button',
      {
        type: 'button',
        class: 'x',
        'aria-label': `${text('remove')} ${name}`,
        tabindex: -1,
        onclick: () => events.onRemove(this),
      },
      '×',
    );
    this.element = el(
      'span',
      { class: 'chip', 'data-option': option.name },
      el('span', { class: 'chip-name' }, name),
      this.#control,
      this.isFile ? this.#input : null,
      option.required ? null : remove,
    );
    this.#fit();
  }

  get text(): string {
    return this.#input.type === 'file' ? '' : this.#input.value;
  }
  get empty(): boolean {
    return this.isFile ? this.file === null : this.#input.value.trim() === '';
  }
  focus(): void {
    this.#control.focus();
  }

  /** Puts a choice's name into the field and keeps its value. */
  pick(label: string, value: string | number): void {
    this.#picked = { label, value };
    this.#input.value = label;
    this.fail('');
    this.#fit();
  }

  /** Puts text into the field, as if it had been typed. */
  type(words: string): void {
    this.#picked = null;
    this.#input.value = words;
    this.fail('');
    this.#fit();
  }

  setFile(file: File | null): void {
    this.file = file;
    this.fail('');
    this.#control.textContent = file ? `${file.name} (${formatBytes(file.size)})` : text('chooseFile');
    this.element.classList.toggle('filled', file !== null);
  }

  /** Shows a problem at the chip; empty text clears it. */
  fail(problem: string): void {
    this.error = problem;
    this.element.classList.toggle('wrong', problem !== '');
  }

  /** What the field holds, unchecked, for autocompletion of another option. */
  get raw(): string | number {
    return this.#picked?.value ?? this.text;
  }

  /** The checked value, or undefined with the chip marked wrong. */
  check(): OptionValue | undefined {
    this.fail('');
    if (this.empty) {
      this.fail(text('missing'));
      return undefined;
    }
    if (this.file) {
      if (this.file.size > this.#limitBytes) {
        const sizes = { size: formatBytes(this.file.size), limit: formatBytes(this.#limitBytes) };
        this.fail(text('tooLarge', sizes));
        return undefined;
      }
      return { upload: '' };
    }
    try {
      return checkValue(this.option, this.raw);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  #fit(): void {
    if (!this.isFile)
      this.#input.style.width = `${Math.min(46, Math.max(6, this.#input.value.length + 2))}ch`;
  }
}
