/** A Run for the tests of this folder, in any state. */
import type { Run, RunState } from '../../src/runs/run.ts';

export const exampleRun = (state: RunState, id = '7K2M9QXC'): Run => ({
  ...state,
  id,
  createdAt: new Date('2026-11-24T10:00:00Z'),
  spec: {
    dataset: { key: 'uploads/abc/mails.csv', name: 'mails.csv', bytes: 1_000, sha256: 'abc' },
    test: null,
    kind: 'text',
    model: 'auto',
    modelFile: null,
    target: null,
    unfreeze: 'auto',
    budgetSeconds: 60,
    seed: 42,
    horizon: null,
  },
  place: { guildId: '11', channelId: '22', userId: '33', locale: 'en-US' },
  chat: 'playground:1',
  progressMessageId: null,
  announced: false,
});
