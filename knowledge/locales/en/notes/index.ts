/** Notes: what a person should know of their data, a training or an evaluation, in English. */
import { dataNotesEn } from './data.ts';
import { measureNotesEn } from './measures.ts';
import { splitNotesEn } from './split.ts';
import { trainingNotesEn } from './training.ts';

export const notesEn = { ...dataNotesEn, ...splitNotesEn, ...trainingNotesEn, ...measureNotesEn } as const;
