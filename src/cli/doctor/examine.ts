/** The environment → every finding, in the order in which they are printed. Called by `doctor.ts` and the tests. */
import { checkConfiguration } from './configuration.ts';
import { checkDiscord } from './discord.ts';
import type { Finding } from './finding.ts';
import { checkDisk, checkEngines, checkIsolation, checkMemory, checkNode } from './machine.ts';
import { checkDatabase, checkStorage } from './stores.ts';

/** @param discordApi Discord’s address, or a playground's */
export async function examine(environment: NodeJS.ProcessEnv, discordApi?: string): Promise<Finding[]> {
  const { config, findings } = checkConfiguration(environment);
  const node = checkNode();
  if (config === null) return [node, ...findings];
  const [discord, disk, database, storage, engines] = await Promise.all([
    checkDiscord(config, discordApi),
    checkDisk(config),
    checkDatabase(config),
    checkStorage(config),
    checkEngines(),
  ]);
  return [
    node,
    ...findings,
    ...discord,
    database,
    storage,
    ...engines,
    checkIsolation(config),
    disk,
    checkMemory(config),
  ];
}

const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const;

export const printed = ({ name, state, text, mend }: Finding): string =>
  `${MARKS[state]} ${name}: ${text}${mend ? `\n    → ${mend}` : ''}`;
