/** A modal → its fields in order, whichever of Discord's two layouts (rows, labels) it uses. */
import type { FileUpload, Modal, StringSelect, TextInput } from '../schemas/component-schema.ts';

export interface ModalField {
  label: string;
  description?: string;
  input: TextInput | StringSelect | FileUpload;
}

export const modalFields = (modal: Modal): ModalField[] =>
  modal.components.map((row) =>
    row.type === 1
      ? { label: row.components[0]!.label ?? '', input: row.components[0]! }
      : { label: row.label, description: row.description, input: row.component },
  );
