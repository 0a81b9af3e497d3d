/** Everything the bot answers to, named one by one. */
import type { CommandSet } from '../src/discord/command.ts';
import { finetune } from './finetune.ts';
import { finetuneOnThis } from './finetune-on-this.ts';
import { help } from './help.ts';
import { predict, predictButton, predictForm } from './predict.ts';
import { cancelButton, downloadButton, runs } from './runs.ts';

export const commands: CommandSet = {
  chat: [finetune, runs, predict, help],
  message: [finetuneOnThis],
  components: [cancelButton, downloadButton, predictButton],
  modals: [predictForm],
};
