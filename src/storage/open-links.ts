/** Config and store → Links, and the server behind them where PUBLIC_URL is set and files lie on this machine. */
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { startLinkServer } from './link-server.ts';
import { createLinks, type Links, linkSecret } from './links.ts';
import type { ObjectStore } from './objects.ts';

export async function openLinks(
  { config, objects, log }: { config: Config; objects: ObjectStore; log: Logger },
  closers: (() => Promise<unknown>)[],
): Promise<Links> {
  const { publicUrl, linkHost: host, linkPort: port } = config;
  const secret = await linkSecret(config);
  if (publicUrl !== undefined && config.storageUrl === undefined) {
    const server = await startLinkServer({ objects, secret, port, host, log });
    closers.push(() => server.close());
  }
  return createLinks({ objects, publicUrl, secret });
}
