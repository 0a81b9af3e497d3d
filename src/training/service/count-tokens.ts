/**
 * Lines of examples → how many tokens they are, estimated: some lines are counted by the tokenizer of GPT-4o, the rest by their
 * length. Services count with their models' own tokenizers; between these the numbers differ by some tens of percent.
 */
const COUNTED_LINES = 200;
/** Of a line; what is longer counts by its length. */
const COUNTED_CHARS = 4_000;

export async function countTokens(lines: readonly string[]): Promise<number> {
  const characters = lines.reduce((sum, line) => sum + line.length, 0);
  if (characters === 0) return 0;
  const { Tiktoken } = await import('js-tiktoken/lite');
  const { default: ranks } = await import('js-tiktoken/ranks/o200k_base');
  const tokenizer = new Tiktoken(ranks);
  const step = Math.max(1, Math.floor(lines.length / COUNTED_LINES));
  let [tokens, seen] = [0, 0];
  for (let at = 0; at < lines.length; at += step) {
    const part = lines[at]!.slice(0, COUNTED_CHARS);
    tokens += tokenizer.encode(part, [], []).length;
    seen += part.length;
  }
  return Math.ceil((tokens / seen) * characters);
}
