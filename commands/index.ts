/** Everything the bot answers to, named one by one. */
import type { CommandSet } from '../src/discord/command.ts';
import { compare, compareFigures } from './compare/compare.ts';
import { compareWith } from './compare/compare-with.ts';
import { agreeButton, declineButton } from './consent/answer-consent.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { evaluationFigures } from './evaluate/figures.ts';
import { exportModel } from './export/export.ts';
import { finetuneColumn } from './finetune/choose-column.ts';
import { finetune } from './finetune/finetune.ts';
import { finetuneOnThis } from './finetune/finetune-on-this.ts';
import { finetuneMerge } from './finetune/merge-spellings.ts';
import { runAgain } from './finetune/run-again.ts';
import { finetuneService } from './finetune/service/start.ts';
import { help, helpTopic } from './help/help.ts';
import { modelSelect, models } from './models/models.ts';
import { predict, predictButton, predictForm } from './predict/predict.ts';
import { forgetButton, forgetMe, keepButton } from './privacy/forget-me.ts';
import { privacy } from './privacy/privacy.ts';
import {
  correctButton,
  correctForm,
  recommendChange,
  recommendOpen,
  recommendTask,
} from './recommend/change.ts';
import { recommendColumn } from './recommend/choose-column.ts';
import { recommendCompare } from './recommend/compare-candidates.ts';
import { recommendFinetune } from './recommend/finetune-candidate.ts';
import { recommendMeasure } from './recommend/measure-mine.ts';
import { recommend } from './recommend/recommend.ts';
import { recommendThis } from './recommend/recommend-this.ts';
import { recommendWhy } from './recommend/why.ts';
import { runsPage } from './runs/list-runs.ts';
import { downloadButton, figuresButton, improveButton, tryButton } from './runs/report-buttons.ts';
import { cancelButton, runs } from './runs/runs.ts';
import { settings } from './settings/settings.ts';
import { start, startChoice } from './start/start.ts';

export const commands: CommandSet = {
  chat: [
    start,
    recommend,
    finetune,
    runs,
    predict,
    evaluate,
    compare,
    exportModel,
    models,
    help,
    privacy,
    forgetMe,
    settings,
  ],
  message: [recommendThis, finetuneOnThis],
  components: [
    cancelButton,
    downloadButton,
    figuresButton,
    evaluationFigures,
    helpTopic,
    startChoice,
    compareFigures,
    improveButton,
    tryButton,
    predictButton,
    modelSelect,
    recommendWhy,
    recommendMeasure,
    recommendOpen,
    finetuneColumn,
    finetuneMerge,
    finetuneService,
    recommendColumn,
    recommendTask,
    recommendChange,
    recommendCompare,
    recommendFinetune,
    correctButton,
    runsPage,
    runAgain,
    compareWith,
    forgetButton,
    keepButton,
    agreeButton,
    declineButton,
  ],
  modals: [predictForm, correctForm],
};
