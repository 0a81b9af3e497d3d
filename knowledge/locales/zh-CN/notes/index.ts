/** 简体中文：关于数据、训练与评估的提示（Note）。 */
import { dataNotesZhCN } from './data.ts';
import { measureNotesZhCN } from './measures.ts';
import { splitNotesZhCN } from './split.ts';
import { trainingNotesZhCN } from './training.ts';

export const notesZhCN = {
  ...dataNotesZhCN,
  ...splitNotesZhCN,
  ...trainingNotesZhCN,
  ...measureNotesZhCN,
};
