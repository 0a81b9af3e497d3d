/** A form of the bot → a dialog → the values by custom id, or null when it was closed. */

import { type ModalField, modalFields } from '../discord/modal-fields.ts';
import type { Modal } from '../schemas/component-schema.ts';
import * as api from './api.ts';
import { el, formatBytes } from './dom.ts';
import { text } from './texts.ts';

interface FormEvents {
  uploadLimitBytes: number;
  /** May refuse with a message, which is shown in the dialog. */
  send: (values: api.FormValues) => Promise<string | null>;
}

export function showModal(modal: Modal, { uploadLimitBytes, send }: FormEvents): void {
  const fields = modalFields(modal).map((field) => ({ field, control: drawControl(field) }));
  const problem = el('p', { class: 'problem', role: 'alert' });
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    submit.disabled = true;
    const refusal = await readAll(fields, uploadLimitBytes).then(send, (error: unknown) =>
      error instanceof Error ? error.message : String(error),
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
    el('h2', {}, modal.title),
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
  if (input.type === 19)
    return el('input', {
      type: 'file',
      name: input.custom_id,
      required,
      multiple: (input.max_values ?? 1) > 1,
    });
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

interface Field {
  field: ModalField;
  control: Control;
}

/** The values by custom id; files are uploaded first. Throws what is wrong with one, in words. */
async function readAll(fields: readonly Field[], limitBytes: number): Promise<api.FormValues> {
  const values: api.FormValues = {};
  for (const { field, control } of fields) values[field.input.custom_id] = await readOne(control, limitBytes);
  return values;
}

async function readOne(control: Control, limitBytes: number): Promise<string | string[]> {
  if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map((option) => option.value);
  if (control.type !== 'file' || control instanceof HTMLTextAreaElement) return control.value;
  const files = [...(control.files ?? [])];
  const large = files.find((file) => file.size > limitBytes);
  if (large)
    throw new Error(text('tooLarge', { size: formatBytes(large.size), limit: formatBytes(limitBytes) }));
  const ids: string[] = [];
  for (const file of files) ids.push(await api.upload(file));
  return ids;
}
