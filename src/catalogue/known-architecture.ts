/**
 * A model's config.json → the architecture whose graph is built here, or a refusal that names the nearest one. Asked by the
 * worker before weights are fetched, and by `architectures/registry.ts`, which builds it.
 */
import { z } from 'zod';
import { KNOWN_ARCHITECTURES, type KnownArchitecture } from '../../knowledge/architectures.ts';
import { UserError } from '../errors.ts';
import { nearestName } from './nearest-name.ts';

/** transformers writes `model_type`, timm `architecture`. */
const nameSchema = z.object({ model_type: z.string().optional(), architecture: z.string().optional() });

/** A configuration in another form names nothing. */
const namesIn = (config: unknown) => nameSchema.safeParse(config).data ?? {};

/**
 * Of several towers the one for the kind of data, where there is one; another one only for kinds whose readers say by
 * themselves what they got. null: it is not built here.
 */
export function knownArchitecture(config: unknown, kind?: string): KnownArchitecture | null {
  const { model_type: type, architecture: timm } = namesIn(config);
  const ofName = KNOWN_ARCHITECTURES.filter(
    (one) =>
      (type !== undefined && one.modelTypes.includes(type)) || (timm !== undefined && one.timm?.test(timm)),
  );
  const other = kind === 'series' ? null : ofName[0];
  return ofName.find((one) => one.kind === kind) ?? other ?? null;
}

/**
 * The architecture that a name means: a `model_type`, or a name of timm's, which may stand with its owner and the weights' tag
 * ("timm/resnet50.a1_in1k"); of forecasters their own name, since they borrow others' types. null: it is not built here.
 */
export function architectureCalled(name: string, kind?: string): KnownArchitecture | null {
  if (kind === 'series')
    return KNOWN_ARCHITECTURES.find((one) => one.kind === 'series' && one.name === name) ?? null;
  const timm = name.replace(/^timm\//, '').split('.')[0];
  return knownArchitecture({ model_type: name, architecture: timm }, kind);
}

/** @throws UserError `architecture-unknown` */
export function requireArchitecture(config: unknown, kind?: string): KnownArchitecture {
  const found = knownArchitecture(config, kind);
  if (found) return found;
  const { model_type, architecture } = namesIn(config);
  const name = model_type ?? architecture ?? 'none';
  const all = KNOWN_ARCHITECTURES.flatMap((one) =>
    namesOf(one, { kind, timm: model_type === undefined && architecture !== undefined }),
  );
  const nearest = nearestName(name, all);
  throw new UserError('architecture-unknown', { name, nearest, known: [...new Set(all)].sort().join(', ') });
}

/** By what a configuration of this kind would call it; forecasters by their own name, since they borrow others' there. */
function namesOf(
  { name, kind, modelTypes, timmNames = [] }: KnownArchitecture,
  wanted: { kind: string | undefined; timm: boolean },
): readonly string[] {
  if (wanted.kind === 'series') return kind === 'series' ? [name] : [];
  return wanted.timm ? timmNames : modelTypes;
}
