/** STORAGE_URL → where an S3-compatible store is. Called by `objects.ts` when the bot or a worker starts. */
import { z } from 'zod';
import { UserError } from '../errors.ts';

export interface S3Location {
  endpoint: string;
  bucket: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

const partsSchema = z.object({
  protocol: z.literal('s3:'),
  host: z.string().min(1),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  key: z.string().min(1),
  secret: z.string().min(1),
  region: z.string().min(1),
  ssl: z.enum(['true', 'false']),
});

/**
 * `s3://KEY:SECRET@host[:port]/bucket?region=…&ssl=false`, key and secret percent-encoded. Region defaults to
 * `us-east-1`, ssl to true. Throws UserError `bad-storage-url`, which never repeats the secret.
 */
export function parseStorageUrl(value: string): S3Location {
  const parsed = URL.canParse(value) ? partsSchema.safeParse(toParts(new URL(value))) : null;
  if (!parsed?.success) throw refuse(parsed?.error.issues[0]?.path.join('.') ?? 'form');
  const { host, bucket, key, secret, region, ssl } = parsed.data;
  return {
    endpoint: `${ssl === 'true' ? 'https' : 'http'}://${host}`,
    bucket,
    region,
    credentials: { accessKeyId: key, secretAccessKey: secret },
  };
}

const toParts = (url: URL) => ({
  protocol: url.protocol,
  host: url.host,
  bucket: url.pathname.slice(1),
  key: decode(url.username),
  secret: decode(url.password),
  region: url.searchParams.get('region') ?? 'us-east-1',
  ssl: url.searchParams.get('ssl') ?? 'true',
});

/** A lone percent sign is no encoding: then the text is meant as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const refuse = (part: string) => new UserError('bad-storage-url', { part });
