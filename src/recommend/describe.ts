/** `/models`: the facts of a catalogue entry with their sources, and the search behind autocomplete. */
import type { ModelEntry } from '../../knowledge/schema.ts';
import { latencyOf, sizeMiBOf } from './criteria.ts';
import { findModel, loadKnowledge } from './knowledge.ts';

export interface ModelFact {
  /** Key of a label: `params`, `licence`, `latency`, … */
  key: string;
  value: string;
  source: string | null;
}
export interface ModelDescription {
  entry: ModelEntry;
  facts: ModelFact[];
}

/** All facts of a model in reading order; what is unknown says `unknown`. Null for an unknown id. */
export function describeModel(id: string): ModelDescription | null {
  const entry = findModel(id);
  if (!entry) return null;
  const { scoring } = loadKnowledge();
  const latency = latencyOf(entry, scoring);
  const size = sizeMiBOf(entry);
  const fact = (
    key: string,
    value: string | number | null | undefined,
    source: string | null | undefined,
  ): ModelFact => ({
    key,
    value: value === null || value === undefined ? 'unknown' : String(value),
    source: source ?? null,
  });
  return {
    entry,
    facts: [
      fact(
        'tasks',
        Object.entries(entry.fits)
          .map(([task, fit]) => `${task} (${fit})`)
          .join(', '),
        null,
      ),
      fact('params', entry.params && `${(entry.params.value / 1e6).toFixed(1)} M`, entry.params?.source),
      fact(
        'size',
        size && `${size} MiB${entry.weightsMiB ? '' : ' (4 bytes a parameter)'}`,
        entry.weightsMiB?.source ?? entry.params?.source,
      ),
      fact('year', entry.year?.value, entry.year?.source),
      fact(
        'licence',
        entry.licence.weights &&
          `${entry.licence.weights}${entry.licence.note ? ` — ${entry.licence.note}` : ''}`,
        entry.licence.source,
      ),
      fact('commercial', entry.licence.commercial, entry.licence.source),
      fact('access', entry.access, entry.offer.source),
      ...entry.metrics.map((metric) =>
        fact('metric', `${metric.name} on ${metric.dataset}: ${metric.value}`, metric.source),
      ),
      fact(
        'latency',
        latency &&
          `${latency.ms} ms${latency.estimated ? ' (estimated from its size)' : ` (${entry.latency?.hardware})`}`,
        latency?.source,
      ),
      fact(
        'features',
        entry.embeddingDim && `${entry.embeddingDim.value}-dimensional`,
        entry.embeddingDim?.source,
      ),
      fact('input', entry.input?.value, entry.input?.source),
      fact('languages', entry.languages.length > 0 ? entry.languages.join(', ') : 'not applicable', null),
      fact('hub', entry.hubId?.value, entry.hubId?.source),
      fact('here', `${entry.runsHere}: ${entry.runsHereReason}`, null),
      fact('paper', entry.paper, entry.paper),
    ],
  };
}

/** Autocomplete: at most `limit` (25 on Discord) entries by id, name, family or alias; prefix matches first. */
export function searchModels(
  query: string,
  limit = 25,
): { id: string; name: string; runsHere: ModelEntry['runsHere'] }[] {
  const wanted = query.trim().toLowerCase();
  const rank = (model: ModelEntry): number => {
    if (wanted === '') return 1;
    const names = [
      model.id,
      model.name.toLowerCase(),
      model.family.toLowerCase(),
      ...model.aliases.map((alias) => alias.toLowerCase()),
    ];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  const here = { embedded: 0, 'hub-onnx': 1, remote: 2, 'not-here': 3 };
  return loadKnowledge()
    .models.map((model) => ({ model, order: rank(model) }))
    .filter(({ order }) => order < 2)
    .sort(
      (a, b) =>
        a.order - b.order ||
        here[a.model.runsHere] - here[b.model.runsHere] ||
        a.model.id.localeCompare(b.model.id),
    )
    .slice(0, limit)
    .map(({ model: { id, name, runsHere } }) => ({ id, name, runsHere }));
}
