/**
 * A delivered policy + states → the best action of each, with the softmax of the scores. In: a ModelHost. Pure: the
 * artifact folder, the page of a Run and the exports all decide by it. Next: `predict-policy.ts`.
 */
import type { ModelHost } from '../../delivered/model-host.ts';
import { type PolicyPipeline, policyPipelineSchema } from './pipeline.ts';

export interface Decision {
  action: string;
  /** In the order of the pipeline's actions. For values of actions a way to compare them, not a probability of being right. */
  shares: number[];
}

interface OpenPolicy {
  pipeline: PolicyPipeline;
  /** @param states row-major [n, d] in the order of the pipeline's states */
  decide(states: ArrayLike<number>): Promise<Decision[]>;
  close(): Promise<void>;
}

export async function openPolicy(host: ModelHost): Promise<OpenPolicy> {
  const pipeline = policyPipelineSchema.parse(JSON.parse(await host.text('pipeline.json')));
  const session = await host.open(pipeline.modelPath);
  const [d, a] = [pipeline.stateNames.length, pipeline.actions.length];
  return {
    pipeline,
    decide: async (states) => {
      const n = states.length / d;
      const { scores } = await session.run({ state: { dims: [n, d], data: Float32Array.from(states) } });
      const all = Array.from(scores?.data ?? [], Number);
      return Array.from({ length: n }, (_, row) =>
        decisionOf(all.slice(row * a, (row + 1) * a), pipeline.actions),
      );
    },
    close: () => session.close(),
  };
}

function decisionOf(scores: readonly number[], actions: readonly string[]): Decision {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((all, power) => all + power, 0);
  return { action: actions[scores.indexOf(top)]!, shares: powers.map((power) => power / sum) };
}
