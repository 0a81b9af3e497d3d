/** A delivered text generator + a text, or a file of texts → their continuations. Called by `predict.ts`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generationRecipe } from '../../../knowledge/recipes/generation.ts';
import type { ChildResultOf, ChildTaskOf, Prediction } from '../../child/messages.ts';
import { type Inputs, openInputs } from '../../datasets/open-inputs.ts';
import { artifactHost } from '../../delivered/artifact-host.ts';
import { UserError } from '../../errors.ts';
import { writePredictionsCsv } from '../job/predictions-csv.ts';
import { continueText } from './continue-text.ts';
import { openCodec } from './open-codec.ts';
import { openGenerator } from './open-generator.ts';

/** Texts of a file; each takes seconds. */
const MOST_TEXTS = 50;

/** @throws UserError `nothing-to-continue`, `too-many-prompts`, and those of the readers */
export async function predictGeneration(
  task: ChildTaskOf<'predict'>,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<ChildResultOf<'predicted'>> {
  const inputs = await gatherTexts(task);
  const generator = await openGenerator(artifactHost(task.artifactDir));
  try {
    const codec = await openCodec(join(task.artifactDir, generator.pipeline.tokenizerDir));
    const predictions: Prediction[] = [];
    for (const item of inputs.items) {
      if (!('text' in item)) continue;
      const options = { sampling: generationRecipe.sampling, signal };
      const prediction = await continueText({ generator, codec }, item.text, options);
      predictions.push({ id: item.id, prediction, confidence: null, probabilities: [] });
      onProgress(predictions.length / inputs.items.length);
    }
    const csvPath = task.file ? join(task.folders.workDir, 'predictions.csv') : null;
    if (csvPath) {
      await mkdir(task.folders.workDir, { recursive: true });
      await writePredictionsCsv(csvPath, inputs.column, [], predictions);
    }
    const { skipped } = inputs;
    return { kind: 'predicted', classes: [], predictions, count: predictions.length, csvPath, skipped };
  } finally {
    await generator.close();
  }
}

async function gatherTexts(task: ChildTaskOf<'predict'>): Promise<Inputs> {
  if (!task.file) {
    const text = task.text?.trim() ?? '';
    if (text === '') throw new UserError('nothing-to-continue');
    return { items: [{ id: '1', text }], column: 'row', skipped: [] };
  }
  const inputs = await openInputs(task.file, {
    workDir: join(task.folders.workDir, 'inputs'),
    kind: 'prose',
  });
  if (inputs.items.length > MOST_TEXTS)
    throw new UserError('too-many-prompts', { count: inputs.items.length, limit: MOST_TEXTS });
  return inputs;
}
