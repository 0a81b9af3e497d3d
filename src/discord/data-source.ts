/**
 * The data set of a command, as an attachment or as a source (an https URL, or a data-set id of the Hugging Face Hub)
 * → a file in the work folder, to be stored like every attachment. Next: the child inspects it.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { AttachmentRef } from '../fetch/attachment.ts';
import { downloadUrl } from '../fetch/download-url.ts';
import { type Downloaded, downloaded } from '../fetch/downloads.ts';
import type { StoredFile } from '../files.ts';
import { hashFile } from '../hash.ts';
import { fetchHubDataSet, parseDataSetRef } from '../hub/fetch-data-set.ts';
import type { Services } from './command.ts';

export interface DataRequest {
  /** An attachment, or a file that was stored before. */
  dataset?: AttachmentRef | StoredFile | null | undefined;
  /** `https://…`, or `owner/name[@revision][:folder]` on the Hub. */
  source?: string | null | undefined;
}

/** What is needed of the bot's parts. */
type SourceServices = Pick<Services, 'config' | 'downloads' | 'objects'>;

/** @throws UserError `one-data-source`, `no-data-source`, `bad-source`, and those of the download */
export async function fetchDataset(
  services: SourceServices,
  { dataset, source }: DataRequest,
  folder: string,
): Promise<Downloaded> {
  const typed = source?.trim() ?? '';
  if ((dataset ? 1 : 0) + (typed === '' ? 0 : 1) !== 1)
    throw new UserError(dataset ? 'one-data-source' : 'no-data-source');
  if (dataset) return fetchFile(services, dataset, folder);
  const file = await fetchSource(services, typed, folder);
  const { size: bytes } = await stat(file.path);
  return downloaded({ ...file, bytes, sha256: await hashFile(file.path) }, services.objects);
}

/** An attachment, or a file that was stored before. */
export const fetchFile = (
  { downloads }: Pick<SourceServices, 'downloads'>,
  file: AttachmentRef | StoredFile,
  folder: string,
): Promise<Downloaded> =>
  'url' in file ? downloads.fetch(file, folder) : downloads.fetchStored(file, folder);

async function fetchSource({ config }: SourceServices, source: string, folder: string) {
  const ref = parseDataSetRef(source, config.hub.endpoint);
  if (ref)
    return fetchHubDataSet(ref, {
      cacheDir: join(config.dataDir, 'cache'),
      hub: config.hub,
      folder,
      limitBytes: config.maxDatasetBytes,
    });
  if (/^\w+:\/\//.test(source))
    return downloadUrl(source, { hosts: config.datasetHosts, folder, maxBytes: config.maxDatasetBytes });
  throw new UserError('bad-source', { source: source.slice(0, 100) });
}
