/** Runs of the guild that the person may see as autocompletion choices, newest first. */
import type { AutocompleteIn, Choice } from '../../src/discord/command.ts';
import { headlineText } from '../../src/report/short/headline.ts';
import type { Run } from '../../src/runs/run.ts';
import { truncate } from '../../src/text/escape.ts';
import { translator } from '../../src/text/localise.ts';
import { reportWords } from '../../src/text/words.ts';

const LOOKED_AT = 50;
const NAME_CHARS = 36;

/** What tells Runs apart: the data, the column, and the headline figure of those that succeeded. */
export function nameOfRun({ spec, ...run }: Run, locale: string): string {
  const headline = run.state === 'succeeded' ? run.headline : null;
  const figure = headline ? headlineText(headline, reportWords(locale)) : null;
  return [truncate(spec.dataset.name, NAME_CHARS), spec.target, figure]
    .filter((one) => one !== null)
    .join(' · ');
}

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
      name: [run.id, t(`kind.${run.spec.kind}`), nameOfRun(run, locale), t(`state.${run.state}`)].join(' · '),
      value: run.id,
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
