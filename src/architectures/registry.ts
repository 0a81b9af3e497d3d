/**
 * The explicit list of architectures that are built here. In: a model's config.json and the kind of data. Out: its
 * Architecture, or a refusal that names the nearest known one. Next: `open-architecture.ts` builds it.
 */
import { requireArchitecture } from '../text/known-architecture.ts';
import type { Architecture, ArchitectureKind } from './architecture.ts';
import { albert } from './text/albert.ts';
import { bert } from './text/bert.ts';
import { distilbert } from './text/distilbert.ts';
import { electra } from './text/electra.ts';
import { modernbert } from './text/modernbert.ts';
import { mpnet } from './text/mpnet.ts';
import { roberta } from './text/roberta.ts';
import { t5Encoder } from './text/t5-encoder.ts';
import { convnext } from './vision/convnext.ts';
import { efficientnet } from './vision/efficientnet.ts';
import { mobilenetv3 } from './vision/mobilenetv3.ts';
import { resnet } from './vision/resnet.ts';
import { timmResnet } from './vision/timm-resnet.ts';
import { vit } from './vision/vit.ts';

export const ARCHITECTURES: readonly Architecture[] = [
  albert,
  bert,
  distilbert,
  electra,
  modernbert,
  mpnet,
  roberta,
  t5Encoder,
  convnext,
  efficientnet,
  mobilenetv3,
  resnet,
  timmResnet,
  vit,
];

/** @throws UserError `architecture-unknown` */
export function findArchitecture(config: unknown, kind?: ArchitectureKind): Architecture {
  const { name } = requireArchitecture(config, kind);
  const found = ARCHITECTURES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`knowledge names "${name}", which nothing builds`);
  return found;
}
