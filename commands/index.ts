/** Everything the bot answers to, named one by one. */
import type { CommandSet } from '../src/discord/command.ts';
import { exportButton, exportForm, exportModel } from './export.ts';
import { finetune } from './finetune.ts';
import { finetuneOnThis } from './finetune-on-this.ts';
import { help } from './help.ts';
import { modelSelect, models } from './models.ts';
import { predict, predictButton, predictForm } from './predict.ts';
import { recommend } from './recommend.ts';
import { cancelButton, downloadButton, runs } from './runs.ts';

export const commands: CommandSet = {
  chat: [recommend, finetune, runs, predict, exportModel, models, help],
  message: [finetuneOnThis],
  components: [cancelButton, downloadButton, predictButton, exportButton, modelSelect],
  modals: [predictForm, exportForm],
};
