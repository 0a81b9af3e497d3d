/** All errors, in English. */
import { botErrorsEn } from './bot.ts';
import { dataErrorsEn } from './data.ts';
import { importErrorsEn } from './import.ts';
import { modelsErrorsEn } from './models.ts';
import { playgroundErrorsEn } from './playground.ts';
import { serviceErrorsEn } from './service.ts';
import { trainingErrorsEn } from './training.ts';

export const errorsEn = {
  ...dataErrorsEn,
  ...modelsErrorsEn,
  ...importErrorsEn,
  ...trainingErrorsEn,
  ...botErrorsEn,
  ...serviceErrorsEn,
  ...playgroundErrorsEn,
} as const;
