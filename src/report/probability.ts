/** A share or probability in a Report. */
import { z } from 'zod';

/** Sums of many parts, such as an average precision, may leave [0, 1] by so much. */
const ROUNDING = 1e-9;

/** A number in [0, 1]; what rounding pushed beyond its ends is put back. */
export const probability = z
  .number()
  .min(-ROUNDING)
  .max(1 + ROUNDING)
  .transform((value) => Math.min(1, Math.max(0, value)));
