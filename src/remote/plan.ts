/** Tokens of the data → what a job would cost, before it is started. Pure. */
import type { ServiceId } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';

export const EPOCHS = 3;
/** The service may ask for more than was agreed to by this much: counted by its own tokenizer, with a fee of its own. */
const TOLERANCE = { times: 1.25, dollars: 0.05 };

export interface Counted {
  train: number;
  validation: number;
}

/** Every epoch reads the training part, and ends with a look at the validation part. */
export const billedTokens = ({ train, validation }: Counted): number => EPOCHS * (train + validation);

/** @throws UserErrors `service-price-unknown`, `service-too-dear` */
export function priceOf(tokens: number, id: ServiceId, { services, maxDollars }: Config['tuning']): number {
  const service = services[id];
  const variable = id === 'together' ? 'TOGETHER_PRICE' : 'REMOTE_TUNING_PRICE';
  if (service?.dollarsPerMillion === undefined) throw new UserError('service-price-unknown', { variable });
  const dollars = Math.max(service.leastDollars, (tokens / 1e6) * service.dollarsPerMillion);
  const cents = Math.ceil(dollars * 100) / 100;
  if (cents > maxDollars)
    throw new UserError('service-too-dear', { dollars: money(cents), limit: money(maxDollars) });
  return cents;
}

export const withinAgreed = (asked: number, agreed: number): boolean =>
  asked <= agreed * TOLERANCE.times + TOLERANCE.dollars;

export const money = (dollars: number): string => `$${dollars.toFixed(2)}`;
