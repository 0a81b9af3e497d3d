/**
 * The largest file a server takes. In: its boosts' tier. Out: bytes. An interaction states its own limit
 * (`attachment_size_limit`); this is for messages that answer none, such as the report of a Run.
 * https://discord.com/developers/docs/reference#uploading-files and
 * https://support.discord.com/hc/en-us/articles/360028038352: 10 MiB, 50 from level 2, 100 from level 3.
 */
const MIB = 2 ** 20;

const ORDINARY_UPLOAD_BYTES = 10 * MIB;

const BYTES_OF_TIER = [ORDINARY_UPLOAD_BYTES, ORDINARY_UPLOAD_BYTES, 50 * MIB, 100 * MIB];

/** @param tier 0 to 3; undefined where the server is not known */
export const uploadBytesOfTier = (tier: number | undefined): number =>
  BYTES_OF_TIER[tier ?? 0] ?? ORDINARY_UPLOAD_BYTES;
