/** The refusal of plain text without a decoder: at the command, before a Run is made, and in the trainer. */
import { UserError } from '../errors.ts';

export const needsModel = (model: string): UserError => new UserError('generation-needs-model', { model });
