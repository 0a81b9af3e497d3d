/** What `tokenizer_config.json` and `special_tokens_map.json` say of how text is taken apart, checked. */
import { z } from 'zod';

/** A special token is a string or an object that holds it. */
const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);

export const optionsSchema = z.object({
  do_lower_case: z.boolean().optional(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().optional(),
  add_prefix_space: z.boolean().optional(),
  keep_accents: z.boolean().optional(),
  split_by_punct: z.boolean().optional(),
  add_bos_token: z.boolean().nullish(),
  add_eos_token: z.boolean().nullish(),
  bos_token: token.nullish(),
  eos_token: token.nullish(),
  cls_token: token.nullish(),
  sep_token: token.nullish(),
  unk_token: token.nullish(),
  pad_token: token.nullish(),
  mask_token: token.nullish(),
});
export type TokenizerOptions = z.infer<typeof optionsSchema>;
