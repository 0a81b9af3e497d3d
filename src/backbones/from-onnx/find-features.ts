/**
 * A prepared model → where its features are. In: the graph, its kind of data and its configuration. Out: one FeatureTap.
 * A headless model gives its hidden state, a model with a head the value its classifier reads. Ranks are measured by
 * ONNX Runtime on a small batch. Next: `build-backbone.ts` pools it inside the graph.
 */
import { type Feeds, type GraphTensor, openModel } from '../../engines/graph-session.ts';
import { UserError } from '../../errors.ts';
import { readsOf } from '../../onnx/graph.ts';
import { classifierInput, type FeatureTap } from '../../onnx/head.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { withOutputs } from '../../onnx/prepare.ts';
import { layerNodes } from '../../onnx/values.ts';
import type { Backbone } from '../backbone.ts';
import type { ModelConfigs } from './configs.ts';
import type { FedKind } from './graph-inputs.ts';

/** Outputs of headless models, best first. */
const HIDDEN: Record<FedKind, readonly string[]> = {
  image: ['image_embeds', 'last_hidden_state', 'pooler_output'],
  text: ['sentence_embedding', 'text_embeds', 'last_hidden_state', 'token_embeddings'],
  audio: ['audio_embeds', 'last_hidden_state'],
};
/** Vision transformers trained with a class token. */
const CLASS_TOKEN = new Set([
  'vit',
  'vit_msn',
  'deit',
  'dinov2',
  'dinov2_with_registers',
  'dinov3_vit',
  'beit',
]);
const CAUSAL = /ForCausalLM$|LMHeadModel$|ForConditionalGeneration$/;
const CAUSAL_TYPES = new Set(['gpt2', 'gpt_neo', 'gpt_neox', 'opt', 'bloom', 'llama', 'qwen2', 'qwen3']);

interface FeatureSearch {
  model: OnnxModel;
  kind: FedKind;
  configs: ModelConfigs;
  preprocessing: Backbone['preprocessing'];
  /** For files that are needed while a session opens. */
  workDir: string;
}

/** @throws UserError `no-features`, `no-classifier`, `onnx-refused` */
export async function findFeatures(search: FeatureSearch): Promise<FeatureTap> {
  const output = findValue(search);
  const rank = (await measure(search, output)).length;
  if (rank < 2 || rank > 4) throw new UserError('no-features', { output, rank });
  return { output, rank, ...poolingOf(search, rank) };
}

function findValue({ model, kind, configs }: FeatureSearch): string {
  const names = model.graph.output.map(({ name }) => name);
  const hidden = HIDDEN[kind].find((name) => names.includes(name));
  if (hidden !== undefined) return hidden;
  const scores = names.find((name) => name === 'logits') ?? names[0] ?? '';
  const scored = withOutputs(model, [scores]);
  const masked = configs.config.architectures?.some((name) => name.endsWith('ForMaskedLM'));
  return (masked && beforeMaskedHead(scored)) || classifierInput(scored);
}

/** A masked language model ends with a dense layer and the table of words; its encoder ends before the two. */
function beforeMaskedHead(model: OnnxModel): string | undefined {
  const products = layerNodes(model.graph).filter(({ opType }) => opType !== 'Gather');
  const dense = products.at(-2);
  const weights = new Set(model.graph.initializer.map(({ name }) => name));
  return dense && readsOf(dense).find((value) => !weights.has(value));
}

function poolingOf(
  { kind, configs, preprocessing }: FeatureSearch,
  rank: number,
): Pick<FeatureTap, 'pooling' | 'mask'> {
  const { config, pooling } = configs;
  if (rank === 2) return { pooling: 'none' };
  if (kind === 'image') {
    const byToken = rank === 3 && CLASS_TOKEN.has(config.model_type ?? '');
    return { pooling: byToken ? 'cls' : 'mean' };
  }
  if (preprocessing.kind !== 'text' || preprocessing.inputs.mask === null) return { pooling: 'mean' };
  const { mask } = preprocessing.inputs;
  const { pooling_mode: told } = pooling;
  if (told === 'lasttoken' || pooling.pooling_mode_lasttoken) return { pooling: 'last-token', mask };
  if (told === 'cls' || pooling.pooling_mode_cls_token) return { pooling: 'cls' };
  if (told === 'mean' || pooling.pooling_mode_mean_tokens) return { pooling: 'masked-mean', mask };
  const causal =
    config.architectures?.some((name) => CAUSAL.test(name)) || CAUSAL_TYPES.has(config.model_type ?? '');
  if (causal) return { pooling: 'last-token', mask };
  return { pooling: 'masked-mean', mask };
}

/** Sizes of a value for a batch of two. @throws UserError `onnx-refused` */
export async function measure(
  { model, preprocessing, workDir }: Pick<FeatureSearch, 'model' | 'preprocessing' | 'workDir'>,
  output: string,
): Promise<readonly number[]> {
  const session = await openModel(withOutputs(model, [output]), { workDir });
  try {
    return (await session.run(trialFeeds(model, preprocessing)))[output]?.dims ?? [];
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new UserError('onnx-refused-batch', { reason: reason.slice(0, 300) }, { cause });
  } finally {
    await session.close();
  }
}

const BATCH = 2;
const TOKENS = 7;

function trialFeeds(model: OnnxModel, preprocessing: Backbone['preprocessing']): Feeds {
  const names = model.graph.input.map(({ name }) => name);
  const feed = (): GraphTensor => {
    switch (preprocessing.kind) {
      case 'image': {
        const { size, layout } = preprocessing;
        const dims = layout === 'nchw' ? [BATCH, 3, size, size] : [BATCH, size, size, 3];
        return { dims, data: new Float32Array(BATCH * 3 * size * size) };
      }
      case 'audio':
        return { dims: [BATCH, preprocessing.rate], data: new Float32Array(BATCH * preprocessing.rate) };
      case 'text':
        return { dims: [BATCH, TOKENS], data: new BigInt64Array(BATCH * TOKENS).fill(1n) };
    }
  };
  return Object.fromEntries(names.map((name) => [name, feed()]));
}
