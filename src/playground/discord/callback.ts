/** The first answer to an interaction, as the bot may give it, and which kind of interaction takes which. */
import type { Choice } from '../schemas/command-schema.ts';
import type { Modal } from '../schemas/component-schema.ts';
import type { MessageBody } from '../schemas/message-schema.ts';
import { unknownInteraction } from '../wire/discord-error.ts';
import { type InteractionStart, InteractionType } from './interaction-payload.ts';
import type { NewFile } from './message-store.ts';

export type Callback =
  | { type: 1 }
  | { type: 4 | 7; body: MessageBody; files: readonly NewFile[] }
  | { type: 5; flags: number }
  | { type: 6 }
  | { type: 8; choices: Choice[] }
  | { type: 9; modal: Modal };

/** Which answers suit which interaction; Discord refuses the others as an invalid form. */
export function requireFitting(interaction: InteractionStart, callback: Callback): void {
  const allowed: Record<InteractionStart['type'], number[]> = {
    [InteractionType.Command]: [4, 5, 9],
    [InteractionType.Component]: [4, 5, 6, 7, 9],
    [InteractionType.Autocomplete]: [8],
    [InteractionType.Modal]: interaction.source ? [4, 5, 6, 7] : [4, 5],
  };
  if (!allowed[interaction.type].includes(callback.type)) throw unknownInteraction();
}
