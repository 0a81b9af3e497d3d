/** Rows of buttons and selects → elements that send what was pressed or chosen. */
import type { MessageComponent, MessageRow } from '../../schemas/component-schema.ts';
import { el } from '../dom.ts';
import { text } from '../texts.ts';

export interface Answering {
  /** Resolves when the bot has answered, so that the control can wait visibly. */
  press: (messageId: string, customId: string, values?: string[]) => Promise<void>;
}
type Select = Extract<MessageComponent, { type: 3 }>;
type Button = Extract<MessageComponent, { type: 2 }>;

const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' } as const;

export function componentRows(
  messageId: string,
  rows: readonly MessageRow[],
  answering: Answering,
): HTMLElement {
  const block = el('div', { class: 'components' });
  for (const row of rows) {
    const line = el('div', { class: 'action-row' });
    for (const component of row.components) {
      line.append(
        component.type === 2
          ? drawButton(messageId, component, answering)
          : drawSelect(messageId, component, answering),
      );
    }
    block.append(line);
  }
  return block;
}

function drawButton(messageId: string, button: Button, answering: Answering): HTMLElement {
  const label = [button.emoji?.id ? null : button.emoji?.name, button.label].filter(Boolean).join(' ');
  if (button.style === 5)
    return el(
      'a',
      { class: 'action secondary', href: button.url, target: '_blank', rel: 'noreferrer noopener' },
      `${label} ↗`,
    );
  const { custom_id: customId } = button;
  const element = el(
    'button',
    {
      type: 'button',
      class: `action ${STYLES[button.style]}`,
      disabled: button.disabled,
      'data-custom-id': customId,
    },
    label,
  );
  let waiting = false;
  element.addEventListener('click', async () => {
    if (waiting) return;
    waiting = true;
    element.classList.add('waiting');
    await answering.press(messageId, customId);
    waiting = false;
    element.classList.remove('waiting');
  });
  return element;
}

/** A native list for one choice; a list with a button for several. */
function drawSelect(messageId: string, select: Select, answering: Answering): HTMLElement {
  const many = (select.max_values ?? 1) > 1;
  const placeholder = select.placeholder ?? text('selectOne');
  const list = el('select', {
    'data-custom-id': select.custom_id,
    'aria-label': placeholder,
    disabled: select.disabled,
    multiple: many,
    size: many ? Math.min(6, select.options.length) : null,
  });
  if (!many)
    list.append(el('option', { value: '', selected: true, disabled: true, hidden: true }, placeholder));
  for (const option of select.options) {
    const words = [option.emoji?.name, option.label, option.description && `— ${option.description}`];
    list.append(
      el('option', { value: option.value, selected: option.default }, words.filter(Boolean).join(' ')),
    );
  }
  const send = async () => {
    const values = [...list.selectedOptions].map((option) => option.value);
    list.disabled = true;
    await answering.press(messageId, select.custom_id, values);
    list.disabled = select.disabled ?? false;
  };
  if (!many) {
    list.addEventListener('change', () => void send());
    return el('span', { class: 'select' }, list);
  }
  return el(
    'span',
    { class: 'select many' },
    list,
    el('button', { type: 'button', class: 'action primary', onclick: () => void send() }, text('submit')),
  );
}
