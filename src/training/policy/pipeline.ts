/** `pipeline.json` of a delivered policy: what `predict-policy.ts` needs to score other states. */
import { z } from 'zod';

export const policyPipelineSchema = z.object({
  version: z.literal(1),
  kind: z.literal('policy'),
  /** Columns of the states, in the order of the model's input. */
  stateNames: z.array(z.string()).min(1),
  /** In the order of the model's output. */
  actions: z.array(z.string()).min(2),
  /** Relative to the artifact folder. */
  modelPath: z.string(),
});
export type PolicyPipeline = z.infer<typeof policyPipelineSchema>;

export const POLICY_MODEL = 'model/onnx/model.onnx';
