/** "Compare with …" under `/runs show`: the Run shown and the one chosen, as `/compare` puts them side by side. */
import { componentCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { compareReply, readAll } from './compare.ts';

export const compareWith = componentCommand({
  name: 'compare-with',
  where: 'guild',
  async run(context, runId, [other]) {
    await context.respond.defer({ ephemeral: true });
    if (other === undefined) throw new UserError('outdated-command');
    await context.respond.send(compareReply(context, await readAll(context, [runId, other])));
  },
});
