/**
 * TensorFlow.js graph → ONNX. In: a TfModel, what stands at the graph's start and which values are wanted. Out: an
 * ONNX model (opset 17) of exactly the nodes that the outputs need. Next: `src/backbones` writes it to disk.
 *
 * One rule per TensorFlow op, in explicit tables; an op without a rule is named in the error.
 */
import { UserError } from '../../errors.ts';
import { buildModel, type OnnxModel, type OnnxNode, valueInfo } from '../model.ts';
import { convolutionRules } from './convolution-rules.ts';
import { elementwiseRules } from './elementwise-rules.ts';
import { GraphWriter, ONNX_TYPE } from './graph-writer.ts';
import type { Rules } from './rule.ts';
import { shapeRules } from './shape-rules.ts';
import type { TfModel, TfNode } from './tfjs-model.ts';
import { tokenRules } from './token-rules.ts';
import type { Size, TensorValue, Value } from './values.ts';

const RULES: Rules = { ...elementwiseRules, ...convolutionRules, ...shapeRules, ...tokenRules };

/** Names of the TensorFlow ops that can be converted. */
const CONVERTIBLE_OPS = Object.keys(RULES).sort();

export interface GraphInput {
  name: string;
  /** An ONNX element type (`DataType`). */
  elemType: number;
  /** A string is a symbol: "batch". */
  dims: Size[];
}

interface GraphOutput {
  name: string;
  /** Name of the TensorFlow value; `name:1` for a later output. */
  value: string;
  /** `mean`: the average over the image's height and width, [n, c]. */
  pool: 'none' | 'mean';
}

interface ConversionOptions {
  inputs: GraphInput[];
  /** Values of the TensorFlow graph that are given instead of computed, made from the inputs. */
  bind: (writer: GraphWriter, model: TfModel) => Record<string, Value>;
  outputs: GraphOutput[];
  /** TensorFlow's name → the name in ONNX. */
  rename: (name: string) => string;
  graphName: string;
}

/** @throws UserError for an op or a use of it that cannot be converted */
export function convertGraph(model: TfModel, options: ConversionOptions): OnnxModel {
  const writer = new GraphWriter();
  for (const { name, dims } of options.inputs) {
    writer.name(name);
    dims.forEach((dim, axis) => {
      if (typeof dim === 'string' && !writer.symbols.has(dim)) writer.symbols.set(dim, { input: name, axis });
    });
  }
  const conversion = new Conversion(model, writer, options);
  const outputs = options.outputs.map((output) => ({
    ...output,
    tensor: finished(conversion.value(output.value), output, writer),
  }));
  const renamed = new Map(outputs.map(({ name, tensor }) => [tensor.name, name]));
  return buildModel({
    name: options.graphName,
    nodes: writer.nodes.map((node) => withNames(node, renamed)),
    initializers: writer.initializers,
    inputs: options.inputs.map(({ name, elemType, dims }) => valueInfo(name, elemType, dims)),
    outputs: outputs.map(({ name, tensor }) => valueInfo(name, ONNX_TYPE[tensor.dtype], tensor.dims)),
  });
}

function withNames(node: OnnxNode, renamed: Map<string, string>): OnnxNode {
  const rename = (name: string) => renamed.get(name) ?? name;
  const output = node.output.map(rename);
  return { ...node, name: output[0] ?? node.name, input: node.input.map(rename), output };
}

function finished(value: Value, { name, pool }: GraphOutput, writer: GraphWriter): TensorValue {
  if (value.kind !== 'tensor') throw new UserError('tfjs-operand', { name });
  if (pool === 'none') return writer.plain(value);
  if (!value.nchw) throw new UserError('tfjs-no-image', { name });
  const pooled = writer.emit('GlobalAveragePool', [value.name], `${name}/pool`);
  const flat = writer.emit('Flatten', [pooled], `${name}/flat`, { axis: 1 });
  return writer.tensor(flat, value.dtype, [value.stored[0]!, value.stored[1]!]);
}

/** One pass over a graph: converts what a value needs, then the value; depth first, each node once. */
class Conversion {
  readonly #values: Map<string, Value[]>;
  readonly #model: TfModel;
  readonly #writer: GraphWriter;
  readonly #rename: (name: string) => string;

  constructor(model: TfModel, writer: GraphWriter, options: ConversionOptions) {
    this.#model = model;
    this.#writer = writer;
    this.#rename = options.rename;
    const bound = Object.entries(options.bind(writer, model));
    this.#values = new Map(bound.map(([name, value]) => [name, [value]]));
  }

  /** @param reference `name`, or `name:1` for a later output */
  value(reference: string): Value {
    const [name = '', index = '0'] = reference.split(':');
    const value = this.#outputs(name)[Number(index)];
    if (value === undefined) throw new UserError('tfjs-no-value', { name: reference });
    return value;
  }

  #outputs(name: string): Value[] {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const node = this.#model.nodes.get(name);
    if (node === undefined) throw new UserError('tfjs-no-value', { name });
    const outputs = node.op === 'Const' ? [this.#weight(name)] : this.#convert(node);
    this.#values.set(name, outputs);
    return outputs;
  }

  #weight(name: string): Value {
    const weight = this.#model.weights.get(name);
    if (weight === undefined) throw new UserError('tfjs-weight-missing', { name });
    return weight;
  }

  #convert(node: TfNode): Value[] {
    const rule = RULES[node.op];
    if (rule === undefined)
      throw new UserError('tfjs-op-unsupported', {
        op: node.op,
        name: node.name,
        known: CONVERTIBLE_OPS.join(', '),
      });
    const references = node.input.filter((input) => !input.startsWith('^'));
    const inputs = references.map((reference) => this.value(reference));
    return rule({ node, inputs, writer: this.#writer, name: this.#rename(node.name) });
  }
}
