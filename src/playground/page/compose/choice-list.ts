/** What may be chosen for an option that is being typed: the choices of its definition, or the bot's, asked for after a pause. */
import { OptionType } from '../../discord/option-type.ts';
import type { Choice, ValueOption } from '../../schemas/command-schema.ts';
import { descriptionOf, nameOf } from '../texts.ts';
import type { OptionChip } from './option-chip.ts';
import type { Popup, PopupItem } from './popup.ts';

const TYPING_MS = 150;

interface ChoiceListOptions {
  popup: Popup;
  /** Asks the bot. */
  ask: (chip: OptionChip) => Promise<Choice[]>;
  onPicked: () => void;
}

export class ChoiceList {
  readonly #options: ChoiceListOptions;
  /** Of several questions under way the last alone is answered. */
  #asked = 0;
  #timer = 0;

  constructor(options: ChoiceListOptions) {
    this.#options = options;
  }

  show(chip: OptionChip): void {
    window.clearTimeout(this.#timer);
    this.#asked += 1;
    const { option } = chip;
    this.#draw(chip, fixedChoices(option));
    if (!option.autocomplete) return;
    const asked = this.#asked;
    this.#timer = window.setTimeout(async () => {
      const choices = await this.#options.ask(chip).catch(() => []);
      if (asked === this.#asked) this.#draw(chip, choices, true);
    }, TYPING_MS);
  }

  #draw(chip: OptionChip, choices: readonly Choice[], complete = false): void {
    const typed = chip.text.trim().toLowerCase();
    const fitting = complete
      ? choices
      : choices.filter((choice) => nameOf(choice).toLowerCase().includes(typed));
    const items: PopupItem[] = fitting.map((choice) => ({
      label: nameOf(choice),
      detail: String(choice.value) === nameOf(choice) ? undefined : String(choice.value),
      onPick: () => {
        chip.pick(nameOf(choice), choice.value);
        this.#options.onPicked();
      },
    }));
    const settled = fitting.some((choice) => nameOf(choice).toLowerCase() === typed);
    this.#options.popup.show({
      heading: nameOf(chip.option),
      note: descriptionOf(chip.option),
      error: chip.error,
      items,
      active: typed === '' || settled ? -1 : 0,
    });
  }
}

/** The choices that the definition fixes. */
function fixedChoices(option: ValueOption): Choice[] {
  if (option.type === OptionType.Boolean) return ['true', 'false'].map((value) => ({ name: value, value }));
  return option.choices ?? [];
}
