/** A forecasting network's config.json → its sizes in steps, and the quantiles that it says. Next: `hub-forecasters.ts`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { chronosConfigSchema } from '../../../architectures/series/chronos-bolt.ts';
import { UserError } from '../../../errors.ts';
import type { NetworkSizes } from './network-forecast.ts';

const MEDIAN = 0.5;

export interface Network {
  sizes: NetworkSizes;
  quantiles: readonly number[];
}

const count = z.number().int().positive();

const chronosSchema = z.object({ chronos_config: chronosConfigSchema }).transform((config): Network => {
  const told = config.chronos_config;
  const median = told.quantiles.indexOf(MEDIAN);
  if (median < 0) {
    const reason = 'the median is not among them';
    const value = JSON.stringify(told.quantiles);
    throw new UserError('architecture-field', { name: 'chronos-bolt', field: 'quantiles', value, reason });
  }
  const sizes = {
    patch: told.input_patch_size,
    longest: told.context_length,
    horizon: told.prediction_length,
    median,
  };
  return { sizes, quantiles: told.quantiles };
});

/** TTM and PatchTSMixer read a window of one length and say one line. */
const mixerSchema = z
  .object({
    context_length: count,
    prediction_length: count,
    prediction_filter_length: count.nullish(),
  })
  .transform(({ context_length: longest, prediction_length, prediction_filter_length }): Network => {
    const horizon = prediction_filter_length ?? prediction_length;
    return { sizes: { patch: longest, longest, horizon, median: 0 }, quantiles: [MEDIAN] };
  });

export async function sizesOf(folder: string): Promise<Network> {
  const config: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  return z.union([chronosSchema, mixerSchema]).parse(config);
}
