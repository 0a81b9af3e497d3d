/** The files of a Run for a service → its labelled texts with the split that every Run on them has. Used by: `prepare-service.ts`, `report-service.ts`. */
import { join } from 'node:path';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { TextDataset } from '../../datasets/dataset.ts';
import { openDataset } from '../../datasets/open-dataset.ts';
import { UserError } from '../../errors.ts';
import { dataWord } from '../../text/terms.ts';
import { gatherSamples, type Samples } from '../classifier/samples.ts';

type Task = ChildTaskOf<'service-prepare'> | ChildTaskOf<'service-report'>;

/** @throws UserErrors `service-texts-only`, and those of opening the files */
export async function openLabelledTexts(task: Task): Promise<{ dataset: TextDataset; samples: Samples }> {
  const { target, mergeSpellings, seed, folders } = task;
  const open = async (file: Task['dataset'], name: string, like: TextDataset | null) => {
    const workDir = join(folders.workDir, name);
    const dataset = await openDataset(file, { workDir, kind: null, target, mergeSpellings, like });
    if (dataset.kind === 'text') return dataset;
    throw new UserError('service-texts-only', { kind: dataWord(dataset.kind) });
  };
  const dataset = await open(task.dataset, 'dataset', null);
  const test = task.test && (await open(task.test, 'test', dataset));
  return { dataset, samples: gatherSamples(dataset, test, seed) };
}
