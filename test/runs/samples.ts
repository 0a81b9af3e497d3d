/** A small, valid request to fine-tune, for the tests of `src/runs`. */
import type { RunSpec } from '../../src/child/run-spec.ts';
import type { RunPlace } from '../../src/runs/run.ts';

export const makeSpec = (changes: Partial<RunSpec> = {}): RunSpec => ({
  dataset: {
    key: 'uploads/abc/tickets.csv',
    name: 'tickets.csv',
    bytes: 9,
    // Of `text,labe`, which the tests of the worker store there.
    sha256: '8c07778dcd30313dde6619ddffa6aadd83c0bbf8f5d16e1a56f01ad22fe849ae',
  },
  test: null,
  kind: 'text',
  model: 'auto',
  modelFile: null,
  target: null,
  unfreeze: 'auto',
  budgetSeconds: 20,
  seed: 1,
  horizon: null,
  ...changes,
});

let users = 0;
/** A new user in a new guild unless given, so that quotas of one test do not touch another. */
export const makePlace = (changes: Partial<RunPlace> = {}): RunPlace => {
  users += 1;
  return {
    guildId: `guild-${users}`,
    channelId: 'channel',
    userId: `user-${users}`,
    locale: 'en-US',
    ...changes,
  };
};
