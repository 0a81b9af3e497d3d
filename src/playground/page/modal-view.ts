/** A form of the bot → a dialog → the values by custom id, or null when it was closed. */

import { type ModalField, modalFields } from '../discord/modal-fields.ts';
import type { Modal } from '../schemas/component-schema.ts';
import { el } from './dom.ts';
import { text } from './texts.ts';

export type FormValues = Record<string, string | string[]>;

/** Shows the form; `send` may refuse with a message, which is shown in the dialog. */
export function showModal(modal: Modal, send: (values: FormValues) => Promise<string | null>): void {
  const fields = modalFields(modal).map((field) => ({ field, control: drawControl(field) }));
  const problem = el('p', { class: 'problem', role: 'alert' });
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    submit.disabled = true;
    const refusal = await send(
      Object.fromEntries(fields.map(({ field, control }) => [field.input.custom_id, readControl(control)])),
    );
    submit.disabled = false;
    if (refusal === null) close();
    else problem.textContent = refusal;
  };
  const submit = el('button', { type: 'submit', class: 'primary' }, text('submit'));
  const cancel = el('button', { type: 'button', class: 'plain', onclick: close }, text('cancel'));
  const rows = fields.map(({ field, control }) =>
    el(
      'label',
      {},
      el('span', { class: 'label' }, field.label, (field.input.required ?? true) && el('em', {}, ' *')),
      field.description ? el('small', {}, field.description) : null,
      control,
    ),
  );
  const form = el(
    'form',
    { onsubmit: onSubmit },
    el('h3', {}, modal.title),
    ...rows,
    problem,
    el('footer', {}, cancel, submit),
  );
  const dialog = el(
    'dialog',
    { class: 'modal', 'aria-label': modal.title, oncancel: () => dialog.remove() },
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.control.focus();
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function drawControl({ input }: ModalField): Control {
  const required = input.required ?? true;
  if (input.type === 3) {
    const list = el('select', { name: input.custom_id, required, multiple: (input.max_values ?? 1) > 1 });
    for (const option of input.options) {
      list.append(el('option', { value: option.value, selected: option.default }, option.label));
    }
    return list;
  }
  const shared = {
    name: input.custom_id,
    required,
    minlength: input.min_length,
    maxlength: input.max_length ?? 4000,
    placeholder: input.placeholder,
  };
  const control =
    input.style === 2 ? el('textarea', { ...shared, rows: 4 }) : el('input', { ...shared, type: 'text' });
  control.value = input.value ?? '';
  return control;
}

const readControl = (control: Control): string | string[] =>
  control instanceof HTMLSelectElement
    ? [...control.selectedOptions].map((option) => option.value)
    : control.value;
