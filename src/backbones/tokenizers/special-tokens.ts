/** Special tokens as `tokenizer.json` lists them, and the template that puts the first and the last around a text. */

interface SpecialToken {
  content: string;
  id: number;
}

export const addedTokens = (tokens: readonly SpecialToken[]) =>
  tokens
    .toSorted((a, b) => a.id - b.id)
    .map(({ content, id }) => ({
      id,
      content,
      single_word: false,
      lstrip: content === '<mask>',
      rstrip: false,
      normalized: false,
      special: true,
    }));

/** first · text · last, and for two texts first · one · last · (last ·) other · last. */
export function aroundText(first: SpecialToken, last: SpecialToken, doubled = false) {
  const special = ({ content }: SpecialToken, type: number) => ({
    SpecialToken: { id: content, type_id: type },
  });
  const text = (id: 'A' | 'B', type: number) => ({ Sequence: { id, type_id: type } });
  const type = doubled ? 0 : 1;
  const between = doubled ? [special(last, 0), special(last, 0)] : [special(last, 0)];
  const entry = ({ content, id }: SpecialToken) => [content, { id: content, ids: [id], tokens: [content] }];
  return {
    type: 'TemplateProcessing',
    single: [special(first, 0), text('A', 0), special(last, 0)],
    pair: [special(first, 0), text('A', 0), ...between, text('B', type), special(last, type)],
    special_tokens: Object.fromEntries([entry(first), entry(last)]),
  };
}

/** before · text · after; of two texts each with its own tokens after it. */
export function aroundTexts(before: readonly SpecialToken[], after: readonly SpecialToken[]) {
  const special = ({ content }: SpecialToken) => ({ SpecialToken: { id: content, type_id: 0 } });
  const text = (id: 'A' | 'B') => ({ Sequence: { id, type_id: 0 } });
  const single = [...before.map(special), text('A'), ...after.map(special)];
  const all = [...before, ...after].map(({ content, id }) => [
    content,
    { id: content, ids: [id], tokens: [content] },
  ]);
  return {
    type: 'TemplateProcessing',
    single,
    pair: [...single, text('B'), ...after.map(special)],
    special_tokens: Object.fromEntries(all),
  };
}
