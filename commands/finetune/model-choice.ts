/** The `model` option of `/finetune`: suggestions while typing, and the check before a Run is made. */

import type { ModelEntry } from '../../knowledge/schema.ts';
import { findModel, loadKnowledge } from '../../src/catalogue/knowledge.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { Choice } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { parseServiceModel } from '../../src/remote/services.ts';
import type { Translate } from '../../src/text/localise.ts';
import { dataWord } from '../../src/text/terms.ts';
import { namedModel } from '../models/named-model.ts';

/** `owner/name`, with an optional `@revision`. */
const HUB_ID = /^[\w.-]+\/[\w.-]+(@[\w./-]+)?$/;
const TRAINABLE = ['embedded', 'hub'];

const trainableModels = () =>
  loadKnowledge()
    .models.filter(({ runsHere }) => TRAINABLE.includes(runsHere))
    // What needs no network comes first.
    .sort((a, b) => TRAINABLE.indexOf(a.runsHere) - TRAINABLE.indexOf(b.runsHere));

export function suggestModels(typed: string, t: Translate): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const known = trainableModels().map(({ id, name, kind, runsHere }) => ({
    name: `${name} · ${t(`kind.${kind}`)}${runsHere === 'embedded' ? '' : ' · Hub'}`,
    value: id,
  }));
  const all = [
    { name: 'auto', value: 'auto' },
    ...known,
    ...(parseServiceModel(typed) ? [{ name: typed.trim(), value: typed.trim() }] : []),
    ...(HUB_ID.test(typed.trim()) ? [{ name: `Hugging Face: ${typed.trim()}`, value: typed.trim() }] : []),
  ];
  return all.filter(({ name, value }) =>
    `${name} ${value} ${alsoCalled(value)}`.toLowerCase().includes(wanted),
  );
}

const alsoCalled = (id: string): string => findModel(id)?.aliases.join(' ') ?? '';

/**
 * @returns the model as the Run stores it.
 * @throws UserError `unknown-model`, `model-not-here`, `model-other-kind`
 */
export function checkModel(typed: string, profile: Pick<DatasetProfile, 'kind'>): string {
  const model = typed.trim();
  if (model === '' || model.toLowerCase() === 'auto') return 'auto';
  if (HUB_ID.test(model)) return model;
  const { model: entry, near } = namedModel(model, (one) => placeOf(one, profile.kind));
  if (!entry) throw unknownModel(model, near);
  if (!serves(entry, profile.kind)) {
    throw new UserError('model-other-kind', {
      model: entry.name,
      kind: dataWord(entry.kind),
      dataKind: dataWord(profile.kind),
    });
  }
  if (!TRAINABLE.includes(entry.runsHere)) {
    throw new UserError('model-not-here', { model: entry.name, reason: { phrase: entry.runsHereReason } });
  }
  return entry.id;
}

/** As a person reads them, and as `model:` takes them. */
export const nameModels = (models: readonly ModelEntry[]): string[] =>
  models.map(({ id, name }) => `${name} (${id})`);

/** Plain text is tuned on by the catalogue's text generators. */
const serves = (entry: ModelEntry, kind: DatasetProfile['kind']): boolean =>
  kind === 'prose' ? entry.fits['text-generation'] !== undefined : entry.kind === kind;

/** Of several with one name: what serves the data, then what runs with the least. */
function placeOf(entry: ModelEntry, kind: DatasetProfile['kind']): number {
  const place = TRAINABLE.indexOf(entry.runsHere);
  return (serves(entry, kind) ? 0 : 10) + (place < 0 ? TRAINABLE.length : place);
}

function unknownModel(model: string, near: readonly ModelEntry[]): UserError {
  if (near.length > 0) return new UserError('unknown-model-near', { model, near: nameModels(near) });
  const known = trainableModels()
    .slice(0, 6)
    .map(({ id }) => id)
    .join(', ');
  return new UserError('unknown-model', { model, known });
}
