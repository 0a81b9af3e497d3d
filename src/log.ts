/** The pino logger: object first, constant message second; secrets and people's words are redacted. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Paths never written out, at the top level and one level down. */
const REDACTED = ['token', 'apiKey', 'authorization', 'content', 'text', 'description', 'url'].flatMap(
  (key) => [key, `*.${key}`],
);

/** Makes the process's logger; `destination` for tests, else stderr, so that stdout stays for replies. */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: undefined,
      redact: { paths: REDACTED, censor: '[redacted]' },
      serializers: { err: describe },
    },
    destination,
  );

/** A lost connection of node-postgres brings its whole client along: pages of settings, and where the database is. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { client: _, ...rest } = pino.stdSerializers.err(error);
  return rest;
}
