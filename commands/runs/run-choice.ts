/** Runs of the guild that the person may see as autocompletion choices, newest first. */
import type { AutocompleteIn, Choice } from '../../src/discord/command.ts';
import type { Run } from '../../src/runs/run.ts';
import { translator } from '../../src/text/localise.ts';

const LOOKED_AT = 50;

export async function suggestRuns(
  { services, guildId, person, visibleChannels, typed, locale }: AutocompleteIn<'guild'>,
  fits: (run: Run) => boolean,
): Promise<Choice[]> {
  const t = translator(locale);
  const wanted = typed.trim().toLowerCase();
  const found = await services.runs.list({
    guildId,
    seenBy: { userId: person.id, channels: visibleChannels() },
    limit: LOOKED_AT,
  });
  return found
    .filter(fits)
    .map((run) => ({
      name: [
        run.id,
        t(`kind.${run.spec.kind}`),
        run.spec.dataset.name,
        ...(run.spec.target ? [run.spec.target] : []),
        t(`state.${run.state}`),
      ].join(' · '),
      value: run.id,
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
