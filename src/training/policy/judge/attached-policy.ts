/**
 * A person's policy ONNX (`state` [n, d] float32 as logged → a score an action [n, a]) → the same policy as a candidate,
 * and as the start of a tuned one whose last layers imitate the log's better decisions. Next: `candidates.ts`.
 */
import { basename } from 'node:path';
import { openOwnFile } from '../../../backbones/own-file.ts';
import type { PolicyDataset } from '../../../datasets/dataset.ts';
import { openGraph } from '../../../engines/graph-session.ts';
import { UserError } from '../../../errors.ts';
import type { LocalFile } from '../../../files.ts';
import { readModelFile } from '../../../onnx/file/model-file.ts';
import { DataType, encodeModel, type OnnxModel, type OnnxValueInfo, valueInfo } from '../../../onnx/model.ts';
import { prepareModel } from '../../../onnx/prepare.ts';
import type { Standardisation } from '../transitions.ts';

export interface AttachedPolicy {
  /** As the person named the file. */
  name: string;
  /** Input `state` [n, d] as logged, output `scores` [n, a]; all other values are named `own/…`. */
  model: OnnxModel;
  /** Of the log: candidates are asked for standardised states. */
  scale: Standardisation;
}

/** @throws UserError `policy-model`, and those of a file that is no usable ONNX model */
export async function openAttachedPolicy(
  file: LocalFile,
  { stateNames, actions, states }: Pick<PolicyDataset, 'stateNames' | 'actions' | 'states'>,
  scale: Standardisation,
): Promise<AttachedPolicy> {
  const name = basename(file.name);
  const { onnxPath } = await openOwnFile(file);
  const prepared = prepareModel(await readModelFile(onnxPath));
  const [d, a] = [stateNames.length, actions.length];
  checkInputs(prepared, name, stateNames);
  if (prepared.graph.node.some(({ attribute }) => attribute.some(({ g }) => g !== undefined)))
    throw refusal(name, 'it has branches or loops (If, Loop, Scan), of which the size cannot be told');
  const model = renamed(prepared, d, a);
  await proveShapes(model, { name, actions, states, d });
  return { name, model, scale };
}

const refusal = (name: string, problem: string) => new UserError('policy-model', { name, problem });

const dimsOf = (info: OnnxValueInfo | undefined) => info?.type?.tensorType?.shape?.dim ?? [];

function checkInputs({ graph }: OnnxModel, name: string, stateNames: readonly string[]): void {
  const [input, ...others] = graph.input;
  if (!input || others.length > 0 || input.name !== 'state')
    throw refusal(name, `its inputs are ${graph.input.map((one) => one.name).join(', ') || 'none'}`);
  const { elemType } = input.type?.tensorType ?? {};
  if (elemType !== DataType.FLOAT)
    throw refusal(name, `its input is of ONNX data type ${elemType}, not float32`);
  const dims = dimsOf(input);
  if (dims.length !== 2) throw refusal(name, `its input has ${dims.length} axes, not 2`);
  const [rows, width] = dims;
  if (rows?.value !== undefined)
    throw refusal(name, `it takes exactly ${rows.value} states at once (export it with an open first axis)`);
  if (width?.value !== undefined && width.value !== stateNames.length)
    throw refusal(
      name,
      `its input takes ${width.value} numbers a state, and the log has ${stateNames.length}: ${stateNames.slice(0, 10).join(', ')}`,
    );
}

/** Only the first output, called `scores`; every inner name apart from those that a loss adds. */
function renamed({ graph, ...rest }: OnnxModel, d: number, a: number): OnnxModel {
  const scores = graph.output[0]?.name;
  const rename = (value: string) => {
    if (value === '' || value === 'state') return value;
    return value === scores ? 'scores' : `own/${value}`;
  };
  return {
    ...rest,
    graph: {
      ...graph,
      node: graph.node.map((one) => ({
        ...one,
        name: `own/${one.name}`,
        input: one.input.map(rename),
        output: one.output.map(rename),
      })),
      initializer: graph.initializer.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
      input: [valueInfo('state', DataType.FLOAT, ['n', d])],
      output: [valueInfo('scores', DataType.FLOAT, ['n', a])],
      valueInfo: [],
    },
  };
}

interface Probe {
  name: string;
  actions: readonly string[];
  states: Float64Array;
  d: number;
}

/** Two batches of logged states have to give finite float scores [n, a], and a row the same whatever stands beside it. */
async function proveShapes(model: OnnxModel, { name, actions, states, d }: Probe): Promise<void> {
  const session = await openGraph(encodeModel(model), { threads: 1 }).catch((cause: Error) => {
    throw refusal(name, `ONNX Runtime does not load it (${cause.message.slice(0, 200)})`);
  });
  const ask = async (rows: number) => {
    const data = Float32Array.from(states.subarray(0, rows * d));
    const { scores } = await session.run({ state: { dims: [rows, d], data } }).catch((cause: Error) => {
      throw refusal(name, `ONNX Runtime does not run it on ${rows} states (${cause.message.slice(0, 200)})`);
    });
    const dims = scores?.dims ?? [];
    if (dims.length !== 2 || dims[0] !== rows || dims[1] !== actions.length)
      throw refusal(
        name,
        `for ${rows} states its first output is [${dims.join(', ')}], and the log has ${actions.length} actions: ${actions.slice(0, 10).join(', ')}`,
      );
    if (!(scores?.data instanceof Float32Array) || !scores.data.every(Number.isFinite))
      throw refusal(name, 'its scores are not all finite float32 numbers');
    return scores.data;
  };
  try {
    const [few, many] = [await ask(2), await ask(5)];
    if (few.some((score, index) => Math.abs(score - many[index]!) > 1e-3 * (1 + Math.abs(score))))
      throw refusal(name, 'the scores of a state change with the other states of the batch');
  } finally {
    await session.close();
  }
}
