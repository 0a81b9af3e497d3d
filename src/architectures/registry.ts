/**
 * The explicit list of architectures that are built here. In: a model's config.json and the kind of data. Out: its
 * Architecture, or a refusal that names the nearest known one. Next: `open-architecture.ts` builds it.
 */
import { requireArchitecture } from '../catalogue/known-architecture.ts';
import type { Architecture, ArchitectureKind } from './architecture.ts';
import { ast } from './audio/ast.ts';
import { wav2vec2 } from './audio/wav2vec2.ts';
import { whisper } from './audio/whisper.ts';
import { gemma3 } from './decoders/gemma3.ts';
import { gpt2 } from './decoders/gpt2.ts';
import { llama, qwen2, qwen3 } from './decoders/llama.ts';
import { chronosBolt } from './series/chronos-bolt.ts';
import { patchTsMixer } from './series/patch-ts-mixer.ts';
import { tinyTimeMixer } from './series/tiny-time-mixer.ts';
import { albert } from './text/albert.ts';
import { bert } from './text/bert.ts';
import { debertaV2 } from './text/deberta-v2.ts';
import { distilbert } from './text/distilbert.ts';
import { electra } from './text/electra.ts';
import { modernbert } from './text/modernbert.ts';
import { mpnet } from './text/mpnet.ts';
import { roberta } from './text/roberta.ts';
import { staticTable } from './text/static-table.ts';
import { t5Encoder } from './text/t5-encoder.ts';
import { xlnet } from './text/xlnet.ts';
import { convnext } from './vision/convnext.ts';
import { densenet } from './vision/densenet.ts';
import { efficientnet } from './vision/efficientnet.ts';
import { inception } from './vision/inception.ts';
import { mobilenetv3 } from './vision/mobilenetv3.ts';
import { mobilenetv4 } from './vision/mobilenetv4.ts';
import { regnet } from './vision/regnet.ts';
import { resnet } from './vision/resnet.ts';
import { timmResnet } from './vision/timm-resnet.ts';
import { vgg } from './vision/vgg.ts';
import { clipVision } from './vision-transformers/clip.ts';
import { dinov2 } from './vision-transformers/dinov2.ts';
import { dinov3 } from './vision-transformers/dinov3.ts';
import { siglipVision } from './vision-transformers/siglip.ts';
import { swin } from './vision-transformers/swin.ts';
import { timmVit } from './vision-transformers/timm-vit.ts';
import { vit } from './vision-transformers/vit.ts';

export const ARCHITECTURES: readonly Architecture[] = [
  albert,
  bert,
  debertaV2,
  distilbert,
  electra,
  staticTable,
  modernbert,
  mpnet,
  roberta,
  t5Encoder,
  xlnet,
  convnext,
  densenet,
  efficientnet,
  inception,
  mobilenetv3,
  mobilenetv4,
  regnet,
  resnet,
  timmResnet,
  vgg,
  clipVision,
  dinov2,
  dinov3,
  siglipVision,
  swin,
  timmVit,
  vit,
  ast,
  wav2vec2,
  whisper,
  chronosBolt,
  patchTsMixer,
  tinyTimeMixer,
  gemma3,
  gpt2,
  llama,
  qwen2,
  qwen3,
];

/** @throws UserError `architecture-unknown` */
export function findArchitecture(config: unknown, kind?: ArchitectureKind): Architecture {
  const { name } = requireArchitecture(config, kind);
  const found = ARCHITECTURES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`knowledge names "${name}", which nothing builds`);
  return found;
}
