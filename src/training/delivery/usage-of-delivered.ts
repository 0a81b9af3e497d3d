/** How to use a model, written for its full form → the same for the variant that is delivered. */
import { type Delivery, type VariantId, variantOf } from '../../report/delivery.ts';

const FULL_PATH = 'model/onnx/model.onnx';
/** As transformers.js calls them. */
const DTYPES: Record<VariantId, string> = { full: 'fp32', int8: 'q8', int4: 'q4', fp16: 'fp16' };

export function usageOfDelivered(usage: string, delivery: Delivery | null): string {
  const delivered = delivery && variantOf(delivery, delivery.delivered);
  if (!delivered?.path) return usage;
  return usage
    .replaceAll(FULL_PATH, delivered.path)
    .replaceAll("dtype: 'fp32'", `dtype: '${DTYPES[delivered.id]}'`);
}

/** Files of variants that are stored beside the delivered one and are not in `model.zip`. */
export const keptApart = (delivery: Delivery | null): string[] =>
  (delivery?.variants ?? []).flatMap(({ id, path, others }) =>
    path === null || id === delivery?.delivered
      ? []
      : [path, ...others].flatMap((name) => [name, `${name}_data`]),
  );
