/**
 * A static table (model2vec, https://github.com/MinishLab/model2vec; the potion models): the mean of the tokens' vectors,
 * each by its weight, and no network at all. Ids without special tokens (`tokenizers/read-tokenizer.ts` leaves them out) and
 * mask → `sentence_embedding` [n, d].
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { defineArchitecture } from '../architecture.ts';
import { tokenInputs } from '../blocks/token-inputs.ts';

export const staticTable = defineArchitecture({
  name: 'model2vec',
  prefixes: [],
  fields: { normalize: z.boolean().default(true) },
  // How the table was made, and of what: https://github.com/MinishLab/model2vec/blob/main/model2vec/distill/distillation.py.
  harmless: [
    'tokenizer_name',
    'apply_pca',
    'apply_zipf',
    'sif_coefficient',
    'hidden_dim',
    'seq_length',
    'pooling',
    'vocabulary_quantization',
    'embedding_dtype',
  ],
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const rows = graph.has('mapping') ? graph.gather(graph.weight('mapping'), ids) : ids;
    let words = graph.gather(graph.weight('embeddings'), rows);
    const last = graph.ints([2]);
    if (graph.has('weights'))
      words = graph.mul(words, graph.op('Unsqueeze', [graph.gather(graph.weight('weights'), ids), last]));
    const kept = graph.op('Cast', [graph.op('Unsqueeze', [mask, last])], { to: DataType.FLOAT });
    const total = (x: string, axis: number, keepdims = 0) =>
      graph.op('ReduceSum', [x, graph.ints([axis])], { keepdims });
    const count = graph.op('Max', [total(kept, 1), graph.scalar(1)]);
    const mean = graph.op('Div', [total(graph.mul(words, kept), 1), count]);
    const length = graph.op('Sqrt', [graph.add(total(graph.mul(mean, mean), 1, 1), graph.scalar(1e-32))]);
    graph.output('sentence_embedding', config.normalize ? graph.op('Div', [mean, length]) : mean);
  },
});
