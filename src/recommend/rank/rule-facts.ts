/** One model × Requirements → the facts that the conditions in `knowledge/rules` name. All are always defined. */
import type { ModelEntry, TaskId } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { Requirements } from '../requirements.ts';
import { isPermissive, latencyOf, sizeMiBOf } from './criteria.ts';

const languageKnown = (model: ModelEntry, wanted: readonly string[]): boolean => {
  if (wanted.length === 0 || model.languages.length === 0 || model.languages.includes('*')) return true;
  return wanted.every((language) => language !== '*' && model.languages.includes(language));
};

/** A model of a hundred languages asked for one. */
const languageBroad = (model: ModelEntry, wanted: readonly string[]): boolean =>
  wanted.length === 1 && wanted[0] !== '*' && model.languages.includes('*') && model.access === 'open';

export type RuleFacts = ReturnType<typeof ruleFacts>;

export function ruleFacts(model: ModelEntry, needs: Requirements, task: TaskId, knowledge: Knowledge) {
  const latency = latencyOf(model, knowledge.scoring);
  const sizeMiB = sizeMiBOf(model);
  const fit = model.fits[task] ?? 'none';
  const has = (trait: ModelEntry['traits'][number]) => model.traits.includes(trait);
  return {
    modelId: model.id,
    family: model.family,
    task,
    taskName: task,
    kind: needs.kind ?? model.kind,
    modelKind: model.kind,
    kindMatches: needs.kind === null || needs.kind === model.kind,
    fit,
    fitIsPossible: fit === 'possible',
    languages: needs.languages.join(', '),
    modelLanguages: model.languages.join(', '),
    languageKnown: languageKnown(model, needs.languages),
    languageBroad: languageBroad(model, needs.languages),
    licence: model.licence.weights ?? '?',
    licenceWanted: needs.licence,
    commercial: model.licence.commercial,
    permissive: isPermissive(model.licence.weights),
    imagenetCaveat: /imagenet/i.test(model.licence.note ?? ''),
    access: model.access,
    accessWanted: needs.access,
    offer: model.offer.state,
    offerNote: model.offer.note ?? '',
    runsHere: model.runsHere,
    latencyKnown: latency !== null,
    latencyEstimated: latency?.estimated ?? false,
    latencyMs: latency?.ms ?? null,
    latencyLimited: needs.maxLatencyMs !== null,
    maxLatencyMs: needs.maxLatencyMs ?? 0,
    sizeKnown: sizeMiB !== null,
    sizeMiB,
    sizeLimited: needs.maxSizeMiB !== null,
    maxSizeMiB: needs.maxSizeMiB ?? 0,
    hardware: needs.hardware ?? 'any',
    priority: needs.priority,
    offline: needs.offline,
    fewSamples: needs.fewSamples,
    manySamples: needs.manySamples,
    sparseData: needs.sampleCount !== null && needs.sampleCount < 50,
    continuousActions: needs.continuousActions,
    wordsSuffice: needs.wordsSuffice,
    discreteOnly: has('discrete-actions') && !has('continuous-actions'),
    frozenFeatures: has('frozen-features'),
    needsUnfreezing: has('needs-unfreezing'),
    compact: has('compact'),
    heavy: has('heavy'),
    classic: has('classic'),
    familiesNamed: needs.named.length > 0,
    namedByPerson: needs.named.includes(model.id),
    excluded: needs.excluded.includes(model.id),
  };
}
