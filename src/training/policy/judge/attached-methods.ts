/**
 * AttachedPolicy → candidates: as it is, and tuned: its last layers imitate the log's rows by exp(advantage), as in
 * implicit Q learning, starting from the person's weights. Next: `candidates.ts`.
 */
import { isUserError, UserError } from '../../../errors.ts';
import { buildModel, DataType, type OnnxModel, opsetOf, valueInfo } from '../../../onnx/model.ts';
import { NetworkBuilder } from '../../../onnx/network.ts';
import { layerNodes, weightsOf, weightValues } from '../../../onnx/values.ts';
import { withWeights } from '../../../onnx/with-weights.ts';
import { ask, openLearner, type Weights } from '../learn/learner.ts';
import {
  advantageWeights,
  type Behaviour,
  fitPolicy,
  type MethodOptions,
  type Policy,
} from '../learn/methods.ts';
import { negativeLogLikelihood } from '../learn/networks.ts';
import { asLogged, DISCOUNT, deviationOf, type Transitions } from '../transitions.ts';
import type { AttachedPolicy } from './attached-policy.ts';

/** Layers that learn, from the output down: enough for small networks, and the features below stay the person's. */
const LAYERS = 2;
const EXPECTILE = 0.7;

function policyOf(
  description: Pick<Policy, 'id' | 'name' | 'role' | 'hyperparameters'>,
  { model, scale }: AttachedPolicy,
  weights: Weights,
): Policy {
  const d = scale.mean.length;
  return {
    ...description,
    model: withWeights(model, weights),
    takesLogged: true,
    score: async (states) => (await ask(model, weights, asLogged(states, scale), d)).scores!,
  };
}

export function attachedAsItIs(attached: AttachedPolicy): Policy {
  const description = { id: 'attached', name: `${attached.name} as it is`, role: 'baseline' as const };
  return policyOf({ ...description, hyperparameters: {} }, attached, new Map());
}

export async function tuneAttached(
  options: MethodOptions & Behaviour,
  attached: AttachedPolicy,
): Promise<Policy> {
  const { data, steps, seed } = options;
  const { model, scale, name } = attached;
  const logged = { ...data, states: asLogged(data.states, scale) };
  const scores = (await ask(model, new Map(), logged.states, data.d)).scores!;
  const unit = spreadOf(scores, data.a);
  const loss = lossModel(model, data, unit, seed);
  const trainable = lastWeights(model, LAYERS);
  const output = { names: lastWeights(model, 1), unit };
  const rows = await advantageWeights({ ...options, expectile: EXPECTILE });
  const weights = await fitPolicy({ ...options, data: logged }, rows, {
    model: loss,
    trainable,
    output,
  });
  return policyOf(
    {
      id: 'attached-tuned',
      name: `${name}, last ${LAYERS} layers tuned`,
      role: 'transfer',
      hyperparameters: { expectile: EXPECTILE, steps, weights: trainable.length, discount: DISCOUNT },
    },
    attached,
    weights,
  );
}

/** Why the network cannot be tuned, or null. */
export async function whyUntunable({ model }: AttachedPolicy, size: Transitions): Promise<string | null> {
  try {
    const learner = await openLearner(lossModel(model, size, 1, 0), 1, {
      trainable: lastWeights(model, LAYERS),
    });
    await learner.close();
    return null;
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
}

/** Typical deviation of a state's scores: the unit in which they become a softmax, whatever they measure. */
function spreadOf(scores: Float32Array, a: number): number {
  const centred = scores.map((score, index) => {
    const row = Math.floor(index / a) * a;
    return score - scores.subarray(row, row + a).reduce((sum, one) => sum + one, 0) / a;
  });
  return deviationOf(centred);
}

/** Weights of the last layers and of what stands above them (biases, scales). */
function lastWeights({ graph }: OnnxModel, count: number): string[] {
  const values = weightValues(graph);
  const first = layerNodes(graph).at(-count) ?? layerNodes(graph)[0];
  if (!first) throw new UserError('no-layers');
  const above = graph.node.slice(graph.node.indexOf(first));
  return [...new Set(above.flatMap((one) => weightsOf(one, values)))];
}

/** weight · (−log softmax(scores / spread)) of the taken action, a sample. */
function lossModel(
  { graph, ...rest }: OnnxModel,
  { d, a }: Pick<Transitions, 'd' | 'a'>,
  spread: number,
  seed: number,
): OnnxModel {
  const build = new NetworkBuilder(seed);
  const scaled = build.op('Div', ['scores', build.floats('loss.spread', [], [spread])], 'loss.scaled');
  build.op('Mul', [negativeLogLikelihood(build, scaled, 'loss'), 'weight'], 'sample-loss');
  const column = (name: string, size: number) => valueInfo(name, DataType.FLOAT, ['n', size]);
  return {
    ...rest,
    ...buildModel({
      nodes: [...graph.node, ...build.nodes],
      initializers: [...graph.initializer, ...build.weights],
      inputs: [column('state', d), column('action', a), column('weight', 1)],
      outputs: [column('sample-loss', 1)],
      opset: opsetOf({ graph, ...rest }),
    }),
    opsetImport: rest.opsetImport,
  };
}
