/**
 * What those who manage a server set for it, within what the operator allows: a row a server, checked when it is read. In: a
 * connection or transaction. Out: ServerSettings. Used by `quota.ts`, and by the dispatcher through `settings-cache.ts`.
 */
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Rows } from '../../database/database.ts';
import type { Locale } from '../../text/localise.ts';
import { servers } from '../schema.ts';

/** `auto`: everybody's own. */
export const SERVER_LANGUAGES = ['auto', 'en', 'zh-CN'] as const;

export const serverSettingsSchema = z.object({
  /** Ids of roles that may train; empty: everybody whom Discord lets use the command. */
  trainerRoles: z.array(z.string()).default([]),
  /** Unfinished Runs of a person here, and of the server; null: the operator's limits alone. */
  runsPerPerson: z.number().int().nullable().default(null),
  runsAtOnce: z.number().int().nullable().default(null),
  language: z.enum(SERVER_LANGUAGES).default('auto'),
  /** Whether descriptions may go to the operator's chat model. */
  chatModel: z.boolean().default(true),
  /** Where Runs report that were started in a channel that everybody sees; null: there. */
  reportChannelId: z.string().nullable().default(null),
  /** Whether Runs may fetch models from the Hub. */
  modelDownloads: z.boolean().default(true),
});
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

/** In which language a server is answered: the one that was set for it, else the reader's own. */
export const languageIn = ({ language }: Pick<ServerSettings, 'language'>, own: Locale): Locale =>
  language === 'auto' ? own : language;

export const DEFAULT_SETTINGS: ServerSettings = serverSettingsSchema.parse({});

export interface ServerStore {
  /** The defaults where nothing was set. */
  get(guildId: string): Promise<ServerSettings>;
  save(guildId: string, settings: ServerSettings): Promise<void>;
  /** True the first time alone, whichever process asks. */
  welcome(guildId: string): Promise<boolean>;
}

export const openServers = (rows: Rows): ServerStore => ({
  get: (guildId) => findSettings(rows, guildId),
  save: async (guildId, settings) => {
    await rows
      .insert(servers)
      .values({ guildId, settings })
      .onConflictDoUpdate({ target: servers.guildId, set: { settings } });
  },
  welcome: async (guildId) => {
    const changed = await rows
      .insert(servers)
      .values({ guildId, settings: {}, welcomedAt: sql`now()` })
      .onConflictDoUpdate({
        target: servers.guildId,
        set: { welcomedAt: sql`now()` },
        setWhere: sql`${servers.welcomedAt} is null`,
      })
      .returning({ guildId: servers.guildId });
    return changed.length > 0;
  },
});

export async function findSettings(rows: Rows, guildId: string): Promise<ServerSettings> {
  const [row] = await rows.select().from(servers).where(eq(servers.guildId, guildId));
  return row === undefined ? DEFAULT_SETTINGS : serverSettingsSchema.parse(row.settings);
}
