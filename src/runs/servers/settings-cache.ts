/**
 * The settings of servers at hand, since an interaction has 3 s: read from the store when older than half a minute, which is how
 * late another process notices a change. Where the store does not answer in time, what was read before stands.
 */
import type { Logger } from '../../log.ts';
import { timeLimit } from '../../time-limit.ts';
import { DEFAULT_SETTINGS, type ServerSettings, type ServerStore } from './settings.ts';

const FRESH_MS = 30_000;
const WAIT_MS = 1_000;
const KEPT = 5_000;

export class SettingsCache {
  readonly #store: ServerStore;
  readonly #log: Logger;
  readonly #asked = new Map<string, Promise<ServerSettings>>();
  readonly #kept = new Map<string, { settings: ServerSettings; readAt: number }>();

  constructor(store: ServerStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** @param guildId null in a direct message */
  async get(guildId: string | null): Promise<ServerSettings> {
    if (guildId === null) return DEFAULT_SETTINGS;
    const known = this.#kept.get(guildId);
    if (known && Date.now() - known.readAt < FRESH_MS) return known.settings;
    try {
      return this.#keep(guildId, await Promise.race([this.#ask(guildId), late()]));
    } catch (error) {
      // Without the store no Run can be made either; advice goes on.
      this.#log.warn({ err: error }, 'the settings of a server could not be read');
      return known?.settings ?? DEFAULT_SETTINGS;
    }
  }

  /** Those who ask at once share one look into the store. */
  #ask(guildId: string): Promise<ServerSettings> {
    const asked =
      this.#asked.get(guildId) ?? this.#store.get(guildId).finally(() => this.#asked.delete(guildId));
    this.#asked.set(guildId, asked);
    return asked;
  }

  /** @throws what the store throws; then nothing has changed */
  async save(guildId: string, settings: ServerSettings): Promise<void> {
    await this.#store.save(guildId, settings);
    this.#keep(guildId, settings);
  }

  #keep(guildId: string, settings: ServerSettings): ServerSettings {
    if (this.#kept.size >= KEPT) this.#kept.clear();
    this.#kept.set(guildId, { settings, readAt: Date.now() });
    return settings;
  }
}

const late = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    const limit = timeLimit(WAIT_MS);
    limit.addEventListener('abort', () => reject(limit.reason), { once: true });
  });
