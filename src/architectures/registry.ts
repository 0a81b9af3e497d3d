/**
 * The explicit list of architectures that are built here. In: a model's config.json and the kind of data. Out: its
 * Architecture, or a refusal that names the nearest known one. Next: `open-architecture.ts` builds it.
 */
import { z } from 'zod';
import type { DataKind } from '../datasets/dataset.ts';
import { UserError } from '../errors.ts';
import type { Architecture } from './architecture.ts';
import { nearestName } from './nearest-name.ts';
import { albert } from './text/albert.ts';
import { bert } from './text/bert.ts';
import { distilbert } from './text/distilbert.ts';
import { electra } from './text/electra.ts';
import { mpnet } from './text/mpnet.ts';
import { roberta } from './text/roberta.ts';
import { t5Encoder } from './text/t5-encoder.ts';

export const ARCHITECTURES: readonly Architecture[] = [
  albert,
  bert,
  distilbert,
  electra,
  mpnet,
  roberta,
  t5Encoder,
];

/** transformers writes `model_type`, timm `architecture`. */
const nameSchema = z.object({ model_type: z.string().optional(), architecture: z.string().optional() });

/** Null where the configuration is of none. */
export function knownArchitecture(config: unknown, kind?: DataKind): Architecture | null {
  const { model_type: type, architecture: timm } = nameSchema.parse(config);
  const ofName = ARCHITECTURES.filter(
    (one) =>
      (type !== undefined && one.modelTypes.includes(type)) || (timm !== undefined && one.timm?.test(timm)),
  );
  return ofName.find((one) => kind === undefined || one.kind === kind) ?? ofName[0] ?? null;
}

/** @throws UserError `architecture-unknown` */
export function findArchitecture(config: unknown, kind?: DataKind): Architecture {
  const found = knownArchitecture(config, kind);
  if (found) return found;
  const { model_type, architecture } = nameSchema.parse(config);
  const name = model_type ?? architecture ?? 'none';
  const all = ARCHITECTURES.flatMap(({ modelTypes }) => modelTypes);
  const nearest = nearestName(name, all);
  throw new UserError('architecture-unknown', { name, nearest, known: [...new Set(all)].sort().join(', ') });
}
