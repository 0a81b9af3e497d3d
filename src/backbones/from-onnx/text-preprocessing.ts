/** Token inputs of the graph and the tokenizer's files → TextPreprocessing. Next: `build-backbone.ts`. */
import { UserError } from '../../errors.ts';
import { DataType } from '../../onnx/model.ts';
import type { TextPreprocessing } from '../backbone.ts';
import type { ModelConfigs } from './configs.ts';
import type { GraphInput } from './graph-inputs.ts';

/** Longer texts are cut: attention's memory grows with the square of the length. */
const MOST_TOKENS = 512;
/** Positions of these begin behind the padding token's id. */
const OFFSET_POSITIONS = new Set(['roberta', 'xlm-roberta', 'camembert', 'mpnet', 'xlm-roberta-xl']);

/** @param files of the tokenizer, in the folder of the model; @throws UserError `text-input` */
export function textPreprocessing(
  inputs: readonly GraphInput[],
  { config, tokenizer, sentence }: ModelConfigs,
  files: { tokenizerPath: string; tokenizerConfigPath: string | null },
): TextPreprocessing {
  const named = (part: RegExp) => inputs.find(({ name }) => part.test(name))?.name ?? null;
  const names = {
    ids: named(/input_ids|^ids$|tokens/),
    mask: named(/attention_mask|^mask$/),
    types: named(/token_type|segment/),
    positions: named(/position_ids/),
  };
  const { ids } = names;
  const unknown = inputs.filter(({ name }) => !Object.values(names).includes(name));
  const narrow = inputs.filter(({ elemType }) => elemType !== DataType.INT64);
  if (ids === null || names.mask === null || unknown.length > 0 || narrow.length > 0)
    throw new UserError('text-input', { inputs: inputs.map(({ name }) => name).join(', ') });
  const positions = config.max_position_embeddings ?? config.n_positions ?? MOST_TOKENS;
  const offset = OFFSET_POSITIONS.has(config.model_type ?? '') ? (config.pad_token_id ?? 1) + 1 : 0;
  const told = sentence.max_seq_length ?? tokenizer.model_max_length ?? MOST_TOKENS;
  const maxTokens = Math.min(MOST_TOKENS, positions - offset, told);
  return { kind: 'text', ...files, maxTokens, inputs: { ...names, ids } };
}
