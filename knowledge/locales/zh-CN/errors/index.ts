/** All errors, in Chinese. */
import { botErrorsZhCN } from './bot.ts';
import { dataErrorsZhCN } from './data.ts';
import { importErrorsZhCN } from './import.ts';
import { modelsErrorsZhCN } from './models.ts';
import { playgroundErrorsZhCN } from './playground.ts';
import { serviceErrorsZhCN } from './service.ts';
import { trainingErrorsZhCN } from './training.ts';

export const errorsZhCN = {
  ...dataErrorsZhCN,
  ...modelsErrorsZhCN,
  ...importErrorsZhCN,
  ...trainingErrorsZhCN,
  ...botErrorsZhCN,
  ...serviceErrorsZhCN,
  ...playgroundErrorsZhCN,
} as const;
