/** A table file of states for a prediction → [n, d] numbers in the order of the model's states. */
import type { LocalFile } from '../../files.ts';
import { readTable } from '../tables/read-table.ts';
import { type States, statesOf } from './states-of.ts';

export type { States };

/**
 * @param stateNames as in `PolicyDataset.stateNames`. Further columns do not matter.
 * @throws UserError `unknown-column` when a state is missing, and those of the table readers.
 */
export const openStates = async (file: LocalFile, stateNames: readonly string[]): Promise<States> =>
  statesOf(await readTable(file.path, file.name), stateNames, file.name);
