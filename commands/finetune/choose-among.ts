/** `model:auto` → the models among which the Run chooses: the shortlist of the ranking for these data, as `/recommend` measures it. */
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import { findModel } from '../../src/catalogue/knowledge.ts';
import type { RunSpec } from '../../src/child/run-spec.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { GuildContext } from '../../src/discord/command.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';
import { MEASURABLE } from '../recommend/controls.ts';
import { shortlistOf } from '../recommend/measure.ts';
import type { FinetuneRequest } from './request.ts';

const TASKS: Record<(typeof MEASURABLE)[number], string> = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
};

export async function chooseAmong(
  { services }: Pick<GuildContext, 'services'>,
  { description = '' }: Pick<FinetuneRequest, 'description'>,
  { profile, budgetSeconds }: { profile: DatasetProfile; budgetSeconds: number },
): Promise<Pick<RunSpec, 'candidates' | 'notFetched'>> {
  const kind = MEASURABLE.find((one) => one === profile.kind);
  // Below it the Run compares nothing, so nothing is fetched for it.
  if (!kind || budgetSeconds < classificationRecipe.compareBackbones.leastBudget) return {};
  const needs = understand({ description, options: { task: TASKS[kind] }, profile });
  const { ids, leftOut } = shortlistOf(services.config, await recommend(needs));
  if (ids.length === 0) return {};
  // The other embedded ones are dearer or known to be weaker: time that ends early is to cost them, not those of the Hub.
  const [first, ...rest] = ids;
  const isHub = (id: string) => findModel(id)?.runsHere === 'hub';
  const candidates = [first!, ...rest.filter(isHub), ...rest.filter((id) => !isHub(id))];
  return { candidates, ...(leftOut.length > 0 ? { notFetched: leftOut } : {}) };
}
