/**
 * The networks of the policies as ONNX graphs, each with its loss worked out a sample inside the graph (loss kind
 * `mean`). Two hidden layers of 64 SiLU units: states of a table are small. Weight names are shared between the graph
 * that is trained and the graph that is asked.
 */
import { buildModel, DataType, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { NetworkBuilder } from '../../../onnx/network.ts';

const HIDDEN = 64;

interface NetworkSize {
  d: number;
  a: number;
}

/** state [n, d] → [n, out]. */
function mlp(build: NetworkBuilder, name: string, d: number, out: number): string {
  const first = build.silu(build.linear('state', `${name}.0`, { from: d, to: HIDDEN }), `${name}.0`);
  const second = build.silu(build.linear(first, `${name}.1`, { from: HIDDEN, to: HIDDEN }), `${name}.1`);
  return build.linear(second, `${name}.2`, { from: HIDDEN, to: out, gain: 0.5 });
}

const column = (name: string, size: number) => valueInfo(name, DataType.FLOAT, ['n', size]);

const finish = (
  build: NetworkBuilder,
  inputs: ReturnType<typeof column>[],
  outputs: ReturnType<typeof column>[],
) => buildModel({ nodes: build.nodes, initializers: build.weights, inputs, outputs, name: 'policy' });

/** −log π(a|s) of the taken action, [n, 1]; `action` is one-hot [n, a]. */
export function negativeLogLikelihood(build: NetworkBuilder, logits: string, name: string): string {
  const log = build.op('LogSoftmax', [logits], `${name}.log-softmax`, { axis: -1 });
  const taken = build.op('Mul', [log, 'action'], `${name}.taken-log`);
  const sum = build.op('ReduceSum', [taken, build.ints(`${name}.log-axis`, [1])], `${name}.log-sum`, {
    keepdims: 1,
  });
  return build.op('Neg', [sum], `${name}.nll`);
}

export const Q_HEADS = 2;

/**
 * Two Q networks with their loss: Σₖ (Qₖ(s, a) − target)² + α·(log Σ exp Qₖ(s, ·) − Qₖ(s, a)), the conservative
 * regulariser of Kumar et al. 2020 (CQL, eq. 4); α = 0 is plain fitted Q. Inputs `state`, `action`, `target` [n, 1].
 */
export function qLossModel({ d, a }: NetworkSize, alpha: number, seed: number): OnnxModel {
  const build = new NetworkBuilder(seed);
  build.floats('alpha', [], [alpha]);
  const losses = Array.from({ length: Q_HEADS }, (_, head) => {
    const name = `q${head}`;
    const q = mlp(build, name, d, a);
    const selected = build.op('Mul', [q, 'action'], `${name}.selected`);
    const taken = build.op('ReduceSum', [selected, build.ints(`${name}.axis`, [1])], `${name}.taken`, {
      keepdims: 1,
    });
    const error = build.op('Sub', [taken, 'target'], `${name}.error`);
    const squared = build.op('Mul', [error, error], `${name}.squared`);
    const gap = build.op('Mul', [negativeLogLikelihood(build, q, name), 'alpha'], `${name}.gap`);
    return build.op('Add', [squared, gap], `${name}.loss`);
  });
  build.op('Sum', losses, 'sample-loss');
  return finish(
    build,
    [column('state', d), column('action', a), column('target', 1)],
    [column('sample-loss', 1)],
  );
}

/** state [n, d] → `q0`, `q1` [n, a]. */
export function qModel({ d, a }: NetworkSize): OnnxModel {
  const build = new NetworkBuilder(0);
  const outputs = Array.from({ length: Q_HEADS }, (_, head) => {
    build.op('Identity', [mlp(build, `q${head}`, d, a)], `values${head}`);
    return column(`values${head}`, a);
  });
  return finish(build, [column('state', d)], outputs);
}

/** Policy with loss weight·(−log π(a|s)): cloning with weight 1, advantage-weighted regression else. */
export function policyLossModel({ d, a }: NetworkSize, seed: number): OnnxModel {
  const build = new NetworkBuilder(seed);
  const likelihood = negativeLogLikelihood(build, mlp(build, 'pi', d, a), 'pi');
  build.op('Mul', [likelihood, 'weight'], 'sample-loss');
  return finish(
    build,
    [column('state', d), column('action', a), column('weight', 1)],
    [column('sample-loss', 1)],
  );
}

/** state [n, d] → `scores` [n, a]: log π up to a constant. */
export function policyModel({ d, a }: NetworkSize): OnnxModel {
  const build = new NetworkBuilder(0);
  build.op('Identity', [mlp(build, 'pi', d, a)], 'scores');
  return finish(build, [column('state', d)], [column('scores', a)]);
}

/** The mean of both Q networks as `scores` [n, a]: what is delivered. */
export function qPolicyModel({ d, a }: NetworkSize): OnnxModel {
  const build = new NetworkBuilder(0);
  const heads = Array.from({ length: Q_HEADS }, (_, head) => mlp(build, `q${head}`, d, a));
  build.op('Mean', heads, 'scores');
  return finish(build, [column('state', d)], [column('scores', a)]);
}
