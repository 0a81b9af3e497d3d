/**
 * A zip made for `/export` → the answer: as a file where Discord takes it, else as a link that expires. In: its path on disk.
 * Used by each format; the zip stands among the Run's objects then, and goes with them.
 */
import { readFile, stat } from 'node:fs/promises';
import type { GuildContext } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { runPrefix } from '../../src/storage/artifact.ts';
import { formatBytes } from '../../src/text/duration.ts';
import type { DeliveredRun } from '../runs/find-run.ts';
import { runData } from '../runs/run-data.ts';

interface MadeExport {
  run: DeliveredRun;
  format: string;
  /** Of the zip. */
  path: string;
  /** What it is, and what to do with it. @param size as people read it */
  text: (size: string) => string;
  /** For scripts. */
  result?: Record<string, unknown>;
}

type SendContext = Pick<GuildContext, 'respond' | 't' | 'uploadLimitBytes'> & {
  services: Pick<GuildContext['services'], 'objects' | 'links'>;
};

/** @throws UserError `export-too-large` where there can be no link either */
export async function sendExport(
  { services, respond, t, uploadLimitBytes }: SendContext,
  { run, format, path, text, result = {} }: MadeExport,
): Promise<void> {
  const { size: bytes } = await stat(path);
  const size = formatBytes(bytes);
  const data = { ...runData(run), format, bytes, ...result };
  if (bytes <= uploadLimitBytes) {
    const files = [{ name: `${run.id}-${format}.zip`, data: await readFile(path) }];
    await respond.send({ content: text(size), files, result: data });
    return;
  }
  const limit = formatBytes(uploadLimitBytes);
  const key = `${runPrefix(run.id)}exports/${run.id}-${format}.zip`;
  const url = await services.links.linkTo(key);
  if (url === null) throw new UserError('export-too-large', { format, size, limit });
  await services.objects.putFile(key, path);
  const link = t('export.link', { limit, url });
  await respond.send({ content: `${text(size)}\n${link}`, result: { ...data, url } });
}
