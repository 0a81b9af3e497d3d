/** Everything a route may need of a running playground, and what a Discord request turned out to be. */
import type { Logger } from '../log.ts';
import type { Access } from './access.ts';
import type { CommandBook } from './discord/commands.ts';
import type { FileStore, StoredFile } from './discord/file-store.ts';
import type { Gateway } from './discord/gateway.ts';
import type { Hub } from './discord/hub.ts';
import type { Interactions } from './discord/interactions.ts';
import type { Limits } from './discord/limits.ts';
import type { MessageStore } from './discord/message-store.ts';
import type { NextId } from './discord/snowflake.ts';
import type { World } from './discord/world.ts';
import type { FaultSwitches } from './faults/faults.ts';

export interface Parts {
  access: Access;
  world: World;
  token: string;
  limits: Limits;
  now: () => number;
  nextId: NextId;
  hub: Hub;
  files: FileStore;
  messages: MessageStore;
  commands: CommandBook;
  interactions: Interactions;
  gateway: Gateway;
  faults: FaultSwitches;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  address: () => string;
  fileUrl: (channelId: string, file: StoredFile) => string;
  log: Logger;
}

/** One REST request of the bot and its answer, for tests that check them against Discord's schema. */
export interface Exchange {
  method: string;
  /** Decoded, without `/api/v10` and query: `/channels/1/messages`. */
  path: string;
  /** The JSON body, or `payload_json` of a multipart one; undefined without a body. */
  body: unknown;
  /** Number of files sent beside it. */
  files: number;
  status: number;
  /** The JSON answer; undefined for 204. */
  response: unknown;
}
