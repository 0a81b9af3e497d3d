/** Everything the bot answers to, named one by one. */
import type { CommandSet } from '../src/discord/command.ts';
import { compare } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { exportButton, exportForm, exportModel } from './export.ts';
import { finetune } from './finetune.ts';
import { finetuneOnThis } from './finetune-on-this.ts';
import { help } from './help.ts';
import { modelSelect, models } from './models.ts';
import { predict, predictButton, predictForm } from './predict.ts';
import { recommend } from './recommend.ts';
import { correctButton, correctForm, recommendChange, recommendTask } from './recommend-change.ts';
import { recommendCompare } from './recommend-compare.ts';
import { recommendFinetune } from './recommend-finetune.ts';
import { recommendThis } from './recommend-this.ts';
import { cancelButton, downloadButton, runs } from './runs.ts';

export const commands: CommandSet = {
  chat: [recommend, finetune, runs, predict, evaluate, compare, exportModel, models, help],
  message: [recommendThis, finetuneOnThis],
  components: [
    cancelButton,
    downloadButton,
    predictButton,
    exportButton,
    modelSelect,
    recommendTask,
    recommendChange,
    recommendCompare,
    recommendFinetune,
    correctButton,
  ],
  modals: [predictForm, exportForm, correctForm],
};
