/**
 * A Policy → the model's files in the artifact folder: one ONNX file that takes raw states (the standardisation is
 * inside), the names of the actions, `config.json` and `pipeline.json`. Proven in ONNX Runtime before it is announced.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyDataset } from '../../datasets/dataset.ts';
import { openGraph } from '../../engines/graph-session.ts';
import {
  buildModel,
  DataType,
  encodeModel,
  floatTensor,
  node,
  type OnnxModel,
  valueInfo,
} from '../../onnx/model.ts';
import { greedyActions } from './judge/evaluation.ts';
import type { Policy } from './learn/methods.ts';
import { POLICY_MODEL, type PolicyPipeline } from './pipeline.ts';
import { type Standardisation, standardise } from './transitions.ts';

/** Input `state` [n, d] float32 as logged → `scores` [n, a]. */
function rawStateModel(model: OnnxModel, { mean, deviation }: Standardisation, a: number): OnnxModel {
  const d = mean.length;
  const inner = 'state.standardised';
  const rename = (name: string) => (name === 'state' ? inner : name);
  const nodes = model.graph.node.map((one) => ({ ...one, input: one.input.map(rename) }));
  return buildModel({
    nodes: [
      node('Sub', ['state', 'state.mean'], ['state.centred']),
      node('Div', ['state.centred', 'state.deviation'], [inner]),
      ...nodes,
    ],
    initializers: [
      floatTensor('state.mean', [d], mean),
      floatTensor('state.deviation', [d], deviation),
      ...model.graph.initializer,
    ],
    inputs: [valueInfo('state', DataType.FLOAT, ['n', d])],
    outputs: [valueInfo('scores', DataType.FLOAT, ['n', a])],
    name: 'policy',
  });
}

/** Rows on which the file must act as the policy that was judged. */
const PROBE_ROWS = 256;
/** Share of the rows that must agree; ties may fall either way in single precision. */
const AGREEMENT = 0.98;

/** @throws Error when the file does not act as the policy: a bug. */
export async function writePolicy(
  artifactDir: string,
  dataset: PolicyDataset,
  policy: Policy,
  scale: Standardisation,
): Promise<void> {
  const { stateNames, actions } = dataset;
  const bytes = encodeModel(
    policy.takesLogged ? policy.model : rawStateModel(policy.model, scale, actions.length),
  );
  await proveModel(bytes, dataset, policy, scale);
  const pipeline: PolicyPipeline = {
    version: 1,
    kind: 'policy',
    stateNames,
    actions,
    modelPath: POLICY_MODEL,
  };
  const config = {
    model_type: 'policy',
    state_names: stateNames,
    id2label: Object.fromEntries(actions.map((name, index) => [String(index), name])),
    label2id: Object.fromEntries(actions.map((name, index) => [name, index])),
    method: policy.name,
  };
  await mkdir(join(artifactDir, 'model', 'onnx'), { recursive: true });
  await writeFile(join(artifactDir, POLICY_MODEL), bytes);
  await writeFile(join(artifactDir, 'model', 'labels.json'), JSON.stringify(actions));
  await writeFile(join(artifactDir, 'model', 'config.json'), JSON.stringify(config, null, 2));
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipeline));
}

async function proveModel(bytes: Uint8Array, dataset: PolicyDataset, policy: Policy, scale: Standardisation) {
  const d = dataset.stateNames.length;
  const raw = dataset.states.subarray(0, PROBE_ROWS * d);
  const rows = raw.length / d;
  const expected = greedyActions(await policy.score(standardise(raw, scale)), dataset.actions.length);
  const session = await openGraph(bytes, { threads: 1 });
  try {
    const { scores } = await session.run({ state: { dims: [rows, d], data: Float32Array.from(raw) } });
    const got = greedyActions(Array.from(scores?.data ?? [], Number), dataset.actions.length);
    const alike = got.filter((action, row) => action === expected[row]).length;
    if (got.length !== rows || alike < AGREEMENT * rows)
      throw new Error(`The written policy acts as the judged one in only ${alike} of ${rows} states.`);
  } finally {
    await session.close();
  }
}
