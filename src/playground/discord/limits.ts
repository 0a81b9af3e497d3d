/**
 * Discord's limits in time and size, as one record, so that a test can shorten a wait. Text and component limits
 * stand in the schemas beside the fields they bound.
 */
export interface Limits {
  /** First response to an interaction; later the person sees "The application did not respond". */
  firstResponseMs: number;
  /** How long an interaction's token may edit and follow up. */
  tokenMs: number;
  /** How long after its creation a message may be edited over the channel route (error 30046 after it). */
  editWindowMs: number;
  /** Largest single file in bytes: error 40005 above it, and `attachment_size_limit` of every interaction. */
  uploadBytes: number;
  /** Messages kept a channel; older ones are forgotten together with their files. */
  messagesKept: number;
  /** Within which a gateway connection must identify itself. */
  identifyMs: number;
}

/** Largest file by the level of a guild's boosts: https://support.discord.com/hc/en-us/articles/360028038352. */
export const UPLOAD_BYTES_OF_TIER = [10, 10, 50, 100].map((mebibytes) => mebibytes * 2 ** 20);

/** Uploads are those of a guild that nobody boosts. */
export const DEFAULT_LIMITS: Limits = {
  firstResponseMs: 3_000,
  tokenMs: 15 * 60_000,
  editWindowMs: 60 * 60_000,
  uploadBytes: 10 * 2 ** 20,
  messagesKept: 1_000,
  identifyMs: 10_000,
};
