/**
 * A delivered text generator → its next-token scores. In: a ModelHost. Out: a Generator, which remembers the
 * tokens it has read where the file can (keys and values of the past), else reads them all again. Next:
 * `continue-text.ts` samples from it; `write-decoder.ts` checks the written file with it.
 */
import type { ModelHost } from '../../delivered/model-host.ts';
import type { Feeds } from '../../engines/graph-session.ts';
import { type GenerationPipeline, generationPipelineSchema } from './pipeline.ts';

export interface Generator {
  pipeline: GenerationPipeline;
  /** Forgets every token. */
  reset(): void;
  /** Reads further tokens. @returns row-major [tokens, vocabulary] logits after each of them */
  read(tokens: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

export async function openGenerator(host: ModelHost): Promise<Generator> {
  const pipeline = generationPipelineSchema.parse(JSON.parse(await host.text('pipeline.json')));
  const session = await host.open(pipeline.modelPath);
  let seen: number[] = [];
  let past = emptyPast(pipeline);
  return {
    pipeline,
    reset: () => {
      seen = [];
      past = emptyPast(pipeline);
    },
    read: async (tokens) => {
      const remembers = pipeline.past.length > 0;
      seen.push(...tokens);
      const read = remembers ? tokens : seen;
      const feeds = feedsOf(pipeline, { read, all: seen.length });
      const outputs = await session.run({ ...feeds, ...past });
      past = Object.fromEntries(pipeline.past.map(({ input, output }) => [input, outputs[output]!]));
      const { logits } = outputs;
      if (!(logits?.data instanceof Float32Array)) throw new Error('the generator gave no float32 logits');
      return logits.data.slice(logits.data.length - (logits.data.length / read.length) * tokens.length);
    },
    close: () => session.close(),
  };
}

const emptyPast = ({ past }: GenerationPipeline): Feeds =>
  Object.fromEntries(
    past.map(({ input, heads, width }) => [input, { dims: [1, heads, 0, width], data: new Float32Array(0) }]),
  );

/** @param all tokens read so far, those of this call included */
function feedsOf(
  { inputs }: GenerationPipeline,
  { read, all }: { read: readonly number[]; all: number },
): Feeds {
  const row = (values: readonly number[]) => ({
    dims: [1, values.length],
    data: BigInt64Array.from(values, BigInt),
  });
  const known: Feeds = {
    input_ids: row(read),
    attention_mask: row(new Array<number>(all).fill(1)),
    position_ids: row(read.map((_, i) => all - read.length + i)),
    num_logits_to_keep: { dims: [], data: BigInt64Array.of(0n) },
  };
  return Object.fromEntries(inputs.map((name) => [name, known[name]!]));
}
