/**
 * The explicit list of architectures that are built here. In: a model's config.json and the kind of data. Out: its
 * Architecture, or a refusal that names the nearest known one. Next: `open-architecture.ts` builds it.
 */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Architecture, ArchitectureKind } from './architecture.ts';
import { nearestName } from './nearest-name.ts';
import { bert } from './text/bert.ts';

export const ARCHITECTURES: readonly Architecture[] = [bert];

/** transformers writes `model_type`, timm `architecture`. */
const nameSchema = z.object({ model_type: z.string().optional(), architecture: z.string().optional() });

/** Null where the configuration is of none. */
export function knownArchitecture(config: unknown, kind?: ArchitectureKind): Architecture | null {
  const { model_type: type, architecture: timm } = nameSchema.parse(config);
  const ofName = ARCHITECTURES.filter(
    (one) =>
      (type !== undefined && one.modelTypes.includes(type)) || (timm !== undefined && one.timm?.test(timm)),
  );
  return ofName.find((one) => kind === undefined || one.kind === kind) ?? ofName[0] ?? null;
}

/** @throws UserError `architecture-unknown` */
export function findArchitecture(config: unknown, kind?: ArchitectureKind): Architecture {
  const found = knownArchitecture(config, kind);
  if (found) return found;
  const { model_type, architecture } = nameSchema.parse(config);
  const name = model_type ?? architecture ?? 'none';
  const all = ARCHITECTURES.flatMap(({ modelTypes }) => modelTypes);
  const nearest = nearestName(name, all);
  throw new UserError('architecture-unknown', { name, nearest, known: [...new Set(all)].sort().join(', ') });
}
