/**
 * A slash command being composed: its name, a chip for each option in use, the popup with what may be chosen, and
 * the sending. Keys: Tab next, Enter picks or sends, Escape leaves.
 */

import { OptionType } from '../../discord/option-type.ts';
import type { OptionValue } from '../../schemas/command-data.ts';
import { optionsAt } from '../../schemas/command-data.ts';
import type { Choice, SlashCommand, ValueOption } from '../../schemas/command-schema.ts';
import * as api from '../api.ts';
import { el } from '../dom.ts';
import { descriptionOf, nameOf, text } from '../texts.ts';
import { ChoiceList } from './choice-list.ts';
import { OptionChip } from './option-chip.ts';
import type { Popup } from './popup.ts';
import type { LineRead } from './read-line.ts';

/** Shorter options take a name or a number, not what somebody has to say. */
const SENTENCE_LENGTH = 1_500;

interface CommandBarOptions {
  command: SlashCommand;
  path: string[];
  uploadLimitBytes: number;
  popup: Popup;
  /** Sends the checked call; rejects with what was refused. Resolves when the bot has answered. */
  send: (call: api.CommandCall) => Promise<void>;
  onDone: () => void;
}

export class CommandBar {
  readonly element: HTMLElement;
  readonly #options: CommandBarOptions;
  readonly #known: ValueOption[];
  readonly #chips: OptionChip[] = [];
  readonly #choices: ChoiceList;
  readonly #row = el('div', { class: 'chips' });
  readonly #adder: HTMLInputElement;
  #sending = false;

  constructor(options: CommandBarOptions) {
    this.#options = options;
    this.#known = optionsAt(options.command, options.path);
    this.#choices = new ChoiceList({
      popup: options.popup,
      ask: (chip) => this.#complete(chip),
      onPicked: () => this.focus(),
    });
    const label = [nameOf(options.command), ...options.path].join(' ');
    this.#adder = el('input', {
      class: 'adder',
      placeholder: text('addOption'),
      'aria-label': text('addOption'),
      autocomplete: 'off',
      onfocus: () => this.#showOptions(),
      oninput: () => this.#onAdderInput(),
      onkeydown: (event: KeyboardEvent) => this.#onKey(event),
    });
    const send = el(
      'button',
      { class: 'send', type: 'button', 'aria-label': text('send'), onclick: () => void this.#submit() },
      '➤',
    );
    this.#row.append(this.#adder);
    this.element = el(
      'div',
      { class: 'command-bar' },
      el('span', { class: 'command-name' }, `/${label}`),
      this.#row,
      send,
    );
    for (const option of this.#known) if (option.required) this.#add(option);
  }

  /** Puts the cursor where the next value is wanted. */
  focus(): void {
    const empty = this.#chips.find((chip) => chip.empty);
    if (empty) empty.focus();
    else this.#adder.focus();
    this.#hint();
  }

  /** The field stays where there is nothing to add, so that no key is lost. */
  #hint(): void {
    this.#adder.placeholder = this.#unused().length > 0 ? text('addOption') : '';
  }

  /** Gives a dropped file to the first attachment option without one; says whether there was one. */
  takeFile(file: File): boolean {
    let chip = this.#chips.find((one) => one.isFile && one.file === null);
    const unused = this.#unused().find((option) => option.type === OptionType.Attachment);
    if (!chip && unused) chip = this.#add(unused);
    chip?.setFile(file);
    this.focus();
    return chip !== undefined;
  }

  /** Takes up a line that was read: values as chips, other words where they belong. */
  fill({ values, rest }: Pick<LineRead, 'values' | 'rest'>): void {
    for (const [option, value] of values) {
      const chip = this.#chips.find((one) => one.option === option) ?? this.#add(option);
      if (!chip.isFile) chip.type(value);
    }
    this.#adder.value = rest;
    this.#takeStrayText();
    this.focus();
    // What there is to choose comes back with the next key; until then the line itself is to be seen.
    const { command, popup } = this.#options;
    if (document.activeElement === this.#adder && this.#adder.value === '')
      popup.show({ heading: `/${nameOf(command)}`, note: text('keys'), items: [] });
  }

  /** Words in the field for options → the option that takes sentences. @returns false where there is none. */
  #takeStrayText(): boolean {
    const words = this.#adder.value.trim();
    if (words === '') return true;
    const main = this.#mainOption();
    if (!main) return false;
    const chip = this.#chips.find((one) => one.option === main) ?? this.#add(main);
    chip.type(words);
    this.#adder.value = '';
    return true;
  }

  /** The first option made for sentences that has no value yet. */
  #mainOption(): ValueOption | undefined {
    return this.#known.find((option) => {
      const chip = this.#chips.find((one) => one.option === option);
      const takesWords = option.type === OptionType.String && !option.choices?.length && !option.autocomplete;
      return takesWords && (option.max_length ?? 6_000) >= SENTENCE_LENGTH && (!chip || chip.empty);
    });
  }

  #unused(): ValueOption[] {
    return this.#known.filter((option) => !this.#chips.some((chip) => chip.option === option));
  }

  #add(option: ValueOption): OptionChip {
    const chip = new OptionChip(option, this.#options.uploadLimitBytes, {
      onFocus: (one) => this.#choices.show(one),
      onInput: (one) => (one.isFile ? this.focus() : this.#choices.show(one)),
      onKey: (_one, event) => this.#onKey(event),
      onRemove: (one) => this.#remove(one),
    });
    this.#chips.push(chip);
    this.#adder.before(chip.element);
    return chip;
  }

  #remove(chip: OptionChip): void {
    this.#chips.splice(this.#chips.indexOf(chip), 1);
    chip.element.remove();
    this.#hint();
    this.#adder.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#options.popup.key(event)) return;
    if (event.key === 'Escape') this.#options.onDone();
    else if (event.key === 'Enter' && !event.isComposing) {
      const onEmptyFile =
        event.target instanceof HTMLButtonElement && this.#chips.some((chip) => chip.isFile && !chip.file);
      if (onEmptyFile) return;
      event.preventDefault();
      void this.#submit();
    } else if (event.key === 'Backspace' && event.target === this.#adder && this.#adder.value === '') {
      event.preventDefault();
      const last = this.#chips.at(-1);
      if (!last) this.#options.onDone();
      else if (last.option.required) last.focus();
      else this.#remove(last);
    }
  }

  /** `budget:` typed in full adds the option without a pick. */
  #onAdderInput(): void {
    const typed = /^(.+?)[:：]$/.exec(this.#adder.value.trim())?.[1];
    const option = this.#unused().find((one) => one.name === typed || nameOf(one) === typed);
    if (option) this.#use(option);
    else this.#showOptions();
  }

  #use(option: ValueOption): void {
    this.#adder.value = '';
    this.#add(option).focus();
    this.#hint();
  }

  #showOptions(): void {
    const { command, popup } = this.#options;
    const typed = this.#adder.value.trim().toLowerCase();
    const items = this.#unused()
      .filter((option) => nameOf(option).toLowerCase().includes(typed) || option.name.includes(typed))
      .map((option) => ({
        label: nameOf(option),
        detail: descriptionOf(option),
        onPick: () => this.#use(option),
      }));
    const heading = items.length > 0 ? text('options') : `/${nameOf(command)}`;
    const main = typed === '' || items.length > 0 ? undefined : this.#mainOption();
    const note = main ? text('becomes', { option: nameOf(main) }) : text('keys');
    popup.show({ heading, note, items, active: typed === '' ? -1 : 0 });
  }

  /** What the bot offers for the option that is being typed, with the others as they stand. */
  #complete(chip: OptionChip): Promise<Choice[]> {
    const { command, path } = this.#options;
    const others = this.#chips.filter((one) => !one.isFile && (one === chip || !one.empty));
    const options = Object.fromEntries(
      others.map((one) => [one.option.name, one === chip ? chip.text : one.raw]),
    );
    return api.autocomplete({ name: command.name, path, options, focused: chip.option.name });
  }

  /** Checks every chip, uploads the files, sends; stays with the problem shown when something is refused. */
  async #submit(): Promise<void> {
    if (this.#sending) return;
    const { command, path, popup } = this.#options;
    if (!this.#takeStrayText()) {
      this.#adder.focus();
      const error = text('strayText', { text: this.#adder.value.trim() });
      popup.show({ heading: `/${nameOf(command)}`, error, items: [] });
      return;
    }
    const used = this.#chips.filter((chip) => chip.option.required || !chip.empty);
    const checked = used.map((chip) => ({ chip, value: chip.check() }));
    const wrong = checked.find(({ value }) => value === undefined);
    if (wrong) {
      wrong.chip.focus();
      this.#choices.show(wrong.chip);
      return;
    }
    this.#sending = true;
    this.element.classList.add('sending');
    const hasFiles = used.some((chip) => chip.file);
    popup.show({ heading: `/${nameOf(command)}`, note: text(hasFiles ? 'uploading' : 'running'), items: [] });
    try {
      const options: Record<string, OptionValue> = {};
      for (const { chip, value } of checked) {
        options[chip.option.name] = chip.file ? { upload: await api.upload(chip.file) } : value!;
      }
      await this.#options.send({ name: command.name, path, options });
      this.#options.onDone();
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      popup.show({ heading: `/${nameOf(command)}`, error: problem, items: [] });
    } finally {
      this.#sending = false;
      this.element.classList.remove('sending');
    }
  }
}
