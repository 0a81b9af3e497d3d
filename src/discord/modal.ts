/** A form of labelled fields, as plain data; the dispatcher shows it and `ModalCommand` receives what was given. */

import type { ModalSubmitInteraction } from 'discord.js';
import type { AttachmentRef } from '../fetch/attachment.ts';
import { cut } from '../text/fit-embed.ts';

interface Field {
  id: string;
  label: string;
  /** What belongs there, below the label. */
  description?: string;
  required: boolean;
}
export interface TextField extends Field {
  type?: 'text';
  placeholder?: string;
  paragraph: boolean;
  maxLength: number;
  /** Stands there already. */
  value?: string;
}
/** One file. */
export interface FileField extends Field {
  type: 'file';
}
export interface ModalForm {
  customId: string;
  title: string;
  fields: (TextField | FileField)[];
}

/** Discord's JSON of a modal: a label a field, around a text input (styles 1 short and 2 paragraph) or a file upload. */
export const modalJson = (form: ModalForm) => ({
  custom_id: form.customId,
  title: cut(form.title, 45),
  components: form.fields.map((field) => ({
    type: 18 as const,
    label: cut(field.label, 45),
    ...(field.description ? { description: field.description.slice(0, 100) } : {}),
    component: field.type === 'file' ? fileJson(field) : textJson(field),
  })),
});

const fileJson = ({ id, required }: FileField) => ({ type: 19 as const, custom_id: id, required });

const textJson = (field: TextField) => ({
  type: 4 as const,
  custom_id: field.id,
  style: field.paragraph ? (2 as const) : (1 as const),
  required: field.required,
  max_length: field.maxLength,
  ...(field.value ? { value: field.value.slice(0, field.maxLength) } : {}),
  ...(field.placeholder ? { placeholder: cut(field.placeholder, 100) } : {}),
});

/** What was given: texts and files by the id of their field; a file field left empty has none. */
export interface Filled {
  fields: Record<string, string>;
  files: Record<string, AttachmentRef>;
}

export function readModal(interaction: ModalSubmitInteraction): Filled {
  const filled: Filled = { fields: {}, files: {} };
  for (const field of interaction.fields.fields.values()) {
    const file = 'attachments' in field ? field.attachments?.first() : undefined;
    if (file) filled.files[field.customId] = { url: file.url, name: file.name, bytes: file.size };
    if ('value' in field) filled.fields[field.customId] = String(field.value);
  }
  return filled;
}
