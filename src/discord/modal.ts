/** A form of text fields, as plain data; the dispatcher shows it and `ModalCommand` receives what was typed. */

export interface ModalForm {
  customId: string;
  title: string;
  fields: {
    id: string;
    label: string;
    placeholder?: string;
    paragraph: boolean;
    required: boolean;
    maxLength: number;
    /** Stands there already. */
    value?: string;
  }[];
}

/** Discord's JSON of a modal: one text input a row (component types 1 and 4, styles 1 short and 2 paragraph). */
export const modalJson = (form: ModalForm) => ({
  custom_id: form.customId,
  title: form.title.slice(0, 45),
  components: form.fields.map((field) => ({
    type: 1 as const,
    components: [
      {
        type: 4 as const,
        custom_id: field.id,
        label: field.label.slice(0, 45),
        style: field.paragraph ? (2 as const) : (1 as const),
        required: field.required,
        max_length: field.maxLength,
        ...(field.value ? { value: field.value.slice(0, field.maxLength) } : {}),
        ...(field.placeholder ? { placeholder: field.placeholder.slice(0, 100) } : {}),
      },
    ],
  })),
});
