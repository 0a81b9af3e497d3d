/**
 * `preprocessor_config.json` → AudioPreprocessing of models that read the waveform itself (wav2vec 2.0, HuBERT, WavLM).
 * What the processor does to the samples becomes part of the graph, so that every reader of the file does the same.
 */

import { DataType, floatTensor, int64Tensor, node, type OnnxModel, valueInfo } from '../../onnx/model.ts';
import { note } from '../../text/notes.ts';
import type { AudioPreprocessing } from '../backbone.ts';
import type { ModelConfigs } from './configs.ts';
import type { Described } from './image-preprocessing.ts';

const DEFAULT_RATE = 16_000;
/** The Hub's name for a waveform. */
const WAVEFORM_INPUT = 'input_values';

export function audioPreprocessing({ preprocessor }: ModelConfigs): Described<AudioPreprocessing> {
  const notes = preprocessor ? [] : [note('sound-input-assumed')];
  return {
    preprocessing: {
      kind: 'audio',
      rate: preprocessor?.sampling_rate ?? DEFAULT_RATE,
      frontend: 'waveform',
      parameters: {},
    },
    notes,
  };
}

/** Models that read a spectrogram: `architectures/` makes it in the graph, and scales it there. */
const SPECTROGRAMS = new Set(['audio-spectrogram-transformer', 'whisper']);

/** As Wav2Vec2FeatureExtractor adds it to the variance. */
const EPSILON = 1e-7;

/**
 * The same model on raw samples `input_values` [n, samples]: each clip is brought to mean 0 and variance 1 first, if it
 * wants that. Written with operators that mean the same in every opset from 13 on.
 */
export function withNormalisedWaveform(model: OnnxModel, { config, preprocessor }: ModelConfigs): OnnxModel {
  const [input] = model.graph.input;
  if (!input || SPECTROGRAMS.has(config.model_type ?? '')) return model;
  const name = (part: string) => `waveform/${part}`;
  const wanted = preprocessor?.do_normalize ?? true;
  const inner = wanted ? name('normalised') : WAVEFORM_INPUT;
  const renamed = (value: string) => (value === input.name ? inner : value);
  const nodes = [
    node('Unsqueeze', [WAVEFORM_INPUT, name('axis')], [name('clip')]),
    node('GlobalAveragePool', [name('clip')], [name('mean')]),
    node('Sub', [name('clip'), name('mean')], [name('centred')]),
    node('Mul', [name('centred'), name('centred')], [name('squares')]),
    node('GlobalAveragePool', [name('squares')], [name('variance')]),
    node('Add', [name('variance'), name('epsilon')], [name('sum')]),
    node('Sqrt', [name('sum')], [name('deviation')]),
    node('Div', [name('centred'), name('deviation')], [name('scaled')]),
    node('Squeeze', [name('scaled'), name('axis')], [inner]),
  ];
  const constants = [floatTensor(name('epsilon'), [1], [EPSILON]), int64Tensor(name('axis'), [1], [1])];
  const { graph } = model;
  return {
    ...model,
    graph: {
      ...graph,
      input: [valueInfo(WAVEFORM_INPUT, DataType.FLOAT, ['batch', 'samples']), ...graph.input.slice(1)],
      node: [
        ...(wanted ? nodes : []),
        ...graph.node.map((item) => ({ ...item, input: item.input.map(renamed) })),
      ],
      initializer: wanted ? [...graph.initializer, ...constants] : graph.initializer,
    },
  };
}
