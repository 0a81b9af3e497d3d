/** "Run again with …" under `/runs show`: a new Run on the same data with one thing changed; the old one stays. */
import { componentCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import type { Run } from '../../src/runs/run.ts';
import { CHANGES, type Change, longerBudget } from '../runs/go-on.ts';
import { findToRepeat, requestOf } from './again.ts';
import { type FinetuneRequest, RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const runAgain = componentCommand({
  name: 'run-again',
  ...RUN_DEMANDS,
  async run(context, runId, [chosen]) {
    const { respond, services } = context;
    await respond.defer();
    const change = CHANGES.find((one) => one === chosen);
    if (change === undefined) throw new UserError('outdated-command');
    const run = await findToRepeat(context, runId);
    const changes = changesOf(run, change, services.config.maxBudgetSeconds);
    await startFinetune(context, { ...requestOf(run), ...changes });
  },
});

function changesOf(run: Run, change: Change, maxBudgetSeconds: number): Partial<FinetuneRequest> {
  switch (change) {
    case 'same':
      return {};
    case 'longer':
      return { budget: `${longerBudget(run, maxBudgetSeconds)}s` };
    case 'auto':
      return { model: 'auto' };
    case 'deep':
      return { unfreeze: 'deep' };
    case 'seed':
      return { seed: run.spec.seed + 1 };
  }
}
