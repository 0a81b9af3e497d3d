/** Loads the models and PyTorch's results made by scripts/fixtures/onnx/families.py. */
import { readFileSync } from 'node:fs';
import type { Feeds, GraphTensor } from '../../src/engines/graph-session.ts';
import { measureShapes } from '../../src/engines/measure-shapes.ts';
import { decodeModel, type OnnxModel } from '../../src/onnx/model.ts';
import { prepareModel } from '../../src/onnx/prepare.ts';
import type { Measured } from '../../src/onnx/shapes.ts';

interface Described {
  dims: number[];
  type: 'int' | 'float';
  values: number[];
}
export interface Family {
  name: string;
  parameters: string[];
  inputs: Feeds;
  targets: GraphTensor;
  logits: Described;
  losses: Record<'sgd' | 'momentum' | 'adamw', number[]>;
  model: OnnxModel;
}

export const FAMILIES = [
  'resnet',
  'mobilenet-v2',
  'mobilenet-v3',
  'efficientnet',
  'vgg',
  'inception',
  'convnext',
  'vit',
  'bert',
  'distilbert',
  'roberta',
  'albert',
  'electra',
  'deberta',
  'xlnet',
  'gpt2',
  'wav2vec2',
  'hubert',
  'ast',
  'whisper',
  'minilm',
  'dino',
] as const;

const tensor = ({ dims, type, values }: Described): GraphTensor => ({
  dims,
  data: type === 'int' ? BigInt64Array.from(values, BigInt) : Float32Array.from(values),
});

export function loadFamily(name: string): Family {
  const at = (ending: string) => new URL(`./fixtures/families/${name}.${ending}`, import.meta.url);
  const json = JSON.parse(readFileSync(at('json'), 'utf8')) as Omit<
    Family,
    'inputs' | 'targets' | 'model'
  > & {
    inputs: Record<string, Described>;
    labels: number[];
  };
  const inputs = Object.fromEntries(Object.entries(json.inputs).map(([key, value]) => [key, tensor(value)]));
  const model = prepareModel(decodeModel(readFileSync(at('onnx'))));
  const targets = tensor({ dims: [json.labels.length], type: 'int', values: json.labels });
  return { ...json, name, inputs, targets, model };
}

/** The first `rows` samples, integer sequences cut to `length`. */
export function shorten(feeds: Feeds, rows: number, length: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dims, data }]) => {
      const per = dims.slice(1).reduce((n, size) => n * size, 1);
      if (!(data instanceof BigInt64Array))
        return [name, { dims: [rows, ...dims.slice(1)], data: data.slice(0, rows * per) }];
      const cut = Array.from({ length: rows }, (_, row) =>
        Array.from(data.slice(row * per, row * per + length)),
      );
      return [name, { dims: [rows, length], data: BigInt64Array.from(cut.flat()) }];
    }),
  );
}

/** Sizes of every value, from two inputs that differ in batch and sequence length. */
export const measure = (family: Family, model: OnnxModel = family.model): Promise<Measured> =>
  measureShapes(model, shorten(family.inputs, 3, 5), shorten(family.inputs, 2, 6));
