/** `/finetune`: attach a data set, get a model trained on it, reported in the channel. */

import { UNFREEZE_MODES } from '../../src/child/run-spec.ts';
import { chatCommand } from '../../src/discord/command.ts';
import { translator } from '../../src/text/localise.ts';
import { TASKS } from './check-request.ts';
import { suggestModels } from './model-choice.ts';
import { RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetune = chatCommand({
  definition: {
    kind: 'chat',
    name: 'finetune',
    ...RUN_DEMANDS,
    options: [
      { name: 'dataset', type: 'attachment' },
      { name: 'source', type: 'string', maxLength: 1_000 },
      { name: 'task', type: 'string', maxLength: 60, autocomplete: true },
      { name: 'model', type: 'string', maxLength: 100, autocomplete: true },
      { name: 'target', type: 'string', maxLength: 100 },
      { name: 'description', type: 'string', maxLength: 2_000 },
      { name: 'merge', type: 'boolean' },
      { name: 'unfreeze', type: 'string', choices: UNFREEZE_MODES },
      { name: 'budget', type: 'string', maxLength: 20 },
      { name: 'seed', type: 'integer', min: 0, max: 2_147_483_647 },
      { name: 'test', type: 'attachment' },
      { name: 'horizon', type: 'integer', min: 1, max: 10_000 },
      { name: 'model-file', type: 'attachment' },
    ],
  },
  run: (context, { 'model-file': modelFile, ...options }) =>
    startFinetune(context, { ...options, modelFile }),
  async autocomplete({ option, typed, locale }) {
    if (option === 'model') return suggestModels(typed, translator(locale));
    return TASKS.filter((task) => task.includes(typed.toLowerCase())).map((task) => ({
      name: task,
      value: task,
    }));
  },
});
