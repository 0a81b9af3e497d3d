/** A Run of the chaos bench: small text data, with the small trainer or, for a sample, the real one. */
import type { RunSpec } from '../../src/child/run-spec.ts';
import type { StoredFile } from '../../src/files.ts';

export const specOf = (dataset: StoredFile, seed: number): RunSpec => ({
  dataset,
  test: null,
  kind: 'text',
  model: 'auto',
  modelFile: null,
  target: null,
  unfreeze: 'none',
  budgetSeconds: 10,
  seed,
  horizon: null,
});
