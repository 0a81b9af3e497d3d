/** A Generator and a block of tokens → ln p of every target, read in two parts, so that the past is proven too. */
import type { Block } from './blocks.ts';
import type { Generator } from './open-generator.ts';

export async function logProbabilitiesOf(
  generator: Generator,
  { inputs, targets }: Block,
): Promise<number[]> {
  generator.reset();
  const half = Math.ceil(inputs.length / 2);
  const parts = [inputs.subarray(0, half), inputs.subarray(half)].filter((part) => part.length > 0);
  const values: number[] = [];
  for (const part of parts) {
    const logits = await generator.read(Array.from(part));
    const width = logits.length / part.length;
    for (let row = 0; row < part.length; row++) {
      const scores = logits.subarray(row * width, (row + 1) * width);
      values.push(scores[targets[values.length]!]! - logSumExp(scores));
    }
  }
  return values;
}

function logSumExp(scores: Float32Array): number {
  const highest = scores.reduce((top, score) => Math.max(top, score), Number.NEGATIVE_INFINITY);
  return highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
}
