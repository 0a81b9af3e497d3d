/** The methods of a forecast → whence the weights of their networks come, as one entry of the Report. */
import type { Forecaster, Pretrained } from '../forecaster.ts';

/** null where no method has a network that was trained before. */
export function pretrainedOf(members: readonly Forecaster[]): Pretrained | null {
  const all = members.flatMap(({ pretrained }) => pretrained ?? []);
  // A network and the same one fine-tuned are one.
  const different = [...new Map(all.map((one) => [one.id, one])).values()];
  const [first] = different;
  if (first === undefined) return null;
  const joined = (key: 'name' | 'licence' | 'source') => different.map((one) => one[key]).join('; ');
  const tuned = all.find(({ frozen }) => frozen !== 'used as it is (zero-shot)') ?? first;
  return {
    id: first.id,
    name: joined('name'),
    licence: joined('licence'),
    source: joined('source'),
    frozen: tuned.frozen,
  };
}
