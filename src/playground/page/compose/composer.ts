/**
 * The composer: a text field for plain messages with files; `/` opens the command picker, and a picked command
 * replaces the field by its command bar.
 */

import type { Session } from '../../person/person-schema.ts';
import type { Command } from '../../schemas/command-schema.ts';
import * as api from '../api.ts';
import { el, formatBytes } from '../dom.ts';
import { text } from '../texts.ts';
import { CommandBar } from './command-bar.ts';
import { Popup, type PopupItem } from './popup.ts';
import { type LineRead, labelsOf, type Pickable, pickables, readLine } from './read-line.ts';
import { drawTray, takesFile } from './tray.ts';

interface ComposerOptions {
  root: HTMLElement;
  session: () => Session;
  commands: () => Command[];
  send: (call: api.CommandCall) => Promise<void>;
}

export class Composer {
  readonly #options: ComposerOptions;
  readonly #popup = new Popup();
  readonly #bar = el('div', { class: 'bar' });
  readonly #tray = el('div', { class: 'tray' });
  #field = el('textarea');
  #files: File[] = [];
  #command: CommandBar | null = null;

  constructor(options: ComposerOptions) {
    this.#options = options;
    options.root.replaceChildren(this.#popup.element, this.#tray, this.#bar);
    this.reset();
  }

  /** Shows the plain field again, in the present language. */
  reset(focus = false): void {
    this.#command = null;
    this.#popup.hide();
    const hint = text('messageHint', { channel: this.#options.session().channel.name });
    const picker = el('input', {
      type: 'file',
      multiple: true,
      class: 'hidden',
      'aria-label': text('attach'),
      tabindex: -1,
      onchange: () => this.takeFiles([...(picker.files ?? [])]),
    });
    const attach = el(
      'button',
      { type: 'button', class: 'attach', 'aria-label': text('attach'), onclick: () => picker.click() },
      '+',
    );
    this.#field = el('textarea', {
      rows: 1,
      maxlength: 2000,
      placeholder: hint,
      'aria-label': hint,
      'aria-controls': 'popup-list',
      oninput: () => this.#onInput(),
      onkeydown: (event: KeyboardEvent) => this.#onKey(event),
      onblur: () => this.#popup.hide(),
      onfocus: () => this.#onInput(),
    });
    this.#bar.replaceChildren(attach, picker, this.#field);
    this.#drawTray();
    if (focus) this.#field.focus();
  }

  /** Draws the picker again when the commands have changed under it. */
  refresh(): void {
    if (!this.#command && document.activeElement === this.#field) this.#onInput();
  }

  /** Puts a line into the composer, to be looked at and sent. */
  fillLine(line: string): void {
    const read = readLine(line, this.#pickables());
    if (read) this.#openRead(read);
  }

  /** Files dropped or chosen: for an attachment option of the open command, else for the message. */
  takeFiles(files: readonly File[]): void {
    const [first] = files;
    if (!first) return;
    if (this.#command?.takeFile(first)) return;
    const limit = this.#options.session().uploadLimitBytes;
    const large = files.find((file) => file.size > limit);
    if (large) {
      const sizes = { size: formatBytes(large.size), limit: formatBytes(limit) };
      this.#popup.show({ heading: large.name, error: text('tooLarge', sizes), items: [] });
      return;
    }
    this.#files = [...this.#files, ...files].slice(0, 10);
    this.#drawTray();
    this.#field.focus();
  }

  #drawTray(): void {
    const remove = (file: File) => {
      this.#files = this.#files.filter((one) => one !== file);
      this.#drawTray();
    };
    const open = (one: Pickable) => this.#open(one);
    const fitting = this.#pickables().filter(takesFile);
    this.#tray.replaceChildren(...drawTray(this.#files, fitting, { remove, pick: open }));
    this.#tray.hidden = this.#files.length === 0;
  }

  #pickables(): Pickable[] {
    return pickables(this.#options.commands());
  }

  #onInput(): void {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(220, this.#field.scrollHeight)}px`;
    const typed = /^\/(.*)$/.exec(this.#field.value)?.[1]?.toLowerCase();
    if (typed === undefined) {
      this.#popup.hide();
      return;
    }
    const all = this.#pickables();
    const exact = all.find((one) => labelsOf(one).some((label) => typed === `${label.toLowerCase()} `));
    if (exact) {
      this.#open(exact);
      return;
    }
    const pasted = readLine(this.#field.value, all);
    if (pasted && (pasted.rest !== '' || pasted.values.size > 0)) {
      this.#openRead(pasted);
      return;
    }
    const words = typed.trim();
    const items = all
      .filter((one) => one.label.toLowerCase().includes(words) || one.command.name.includes(words))
      .sort((a, b) => Number(!a.label.startsWith(words)) - Number(!b.label.startsWith(words)))
      .map(
        (one): PopupItem => ({
          label: `/${one.label}`,
          detail: one.description,
          onPick: () => this.#open(one),
        }),
      );
    const note = all.length === 0 ? text('botOffline') : items.length === 0 ? text('noCommands') : undefined;
    this.#popup.show({ heading: text('commands'), note, items, active: 0 });
  }

  #openRead(read: LineRead): void {
    this.#open(read.picked);
    this.#command?.fill(read);
  }

  #open({ command, path }: Pickable): void {
    this.#field.value = '';
    this.#command = new CommandBar({
      command,
      path,
      uploadLimitBytes: this.#options.session().uploadLimitBytes,
      popup: this.#popup,
      send: this.#options.send,
      onDone: () => this.reset(true),
    });
    this.#bar.replaceChildren(this.#command.element);
    // A file that waits in the tray was surely meant for the command.
    const [waiting] = this.#files;
    if (waiting && this.#command.takeFile(waiting)) this.#files = this.#files.slice(1);
    this.#drawTray();
    this.#command.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#popup.key(event) || event.isComposing) return;
    if (event.key === 'Escape') this.#popup.hide();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void this.#post();
  }

  async #post(): Promise<void> {
    const command = /^\/(\p{L}[\p{L}\p{N}_-]*)/u.exec(this.#field.value)?.[1];
    if (command !== undefined) {
      const note = text('noSuchCommand', { name: command });
      this.#popup.show({ heading: `/${command}`, error: note, items: [] });
      return;
    }
    const content = this.#field.value.trim();
    if (content === '' && this.#files.length === 0) return;
    const files = this.#files;
    this.#files = [];
    this.#field.value = '';
    this.#field.style.height = 'auto';
    try {
      const uploads: string[] = [];
      for (const file of files) uploads.push(await api.upload(file));
      await api.post(content, uploads);
    } catch (error) {
      this.#field.value = content;
      this.#files = files;
      this.#popup.show({
        heading: text('send'),
        error: error instanceof Error ? error.message : String(error),
        items: [],
      });
    }
    this.#drawTray();
  }
}
