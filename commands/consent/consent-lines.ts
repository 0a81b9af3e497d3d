/** With whose consent a Run was made, as a line of its messages; none where the person attached their own. */
import type { Run } from '../../src/runs/run.ts';
import type { Translate } from '../../src/text/localise.ts';

export function consentLines({ place: { consent } }: Run, t: Translate): string[] {
  if (!consent) return [];
  const when = `<t:${Math.floor(Date.parse(consent.at) / 1_000)}:f>`;
  return [t('consent.noted', { author: `<@${consent.userId}>`, when, url: consent.messageUrl })];
}
