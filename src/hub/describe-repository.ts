/**
 * A repository of the Hub → its commit, licence and files with sizes and checksums. Next: `choose-files.ts` for a
 * model, `choose-data-files.ts` for a data set.
 */
import type { HubFile } from './choose-files.ts';
import type { Fetch } from './hub-errors.ts';
import type { HubRef } from './hub-id.ts';

const COMMIT = /^[0-9a-f]{40}$/;

interface Repository {
  /** What the revision means now. */
  commit: string;
  /** As the card says; `unknown` without one. */
  licence: string;
  listed: HubFile[];
}

/** The commit behind the revision, the licence in the card, and every file with its size and checksum. */
export async function describeRepository(
  { type, name, revision }: HubRef & { type: 'model' | 'dataset' },
  endpoint: string,
  fetch: Fetch,
): Promise<Repository> {
  const { datasetInfo, listFiles, modelInfo } = await import('@huggingface/hub');
  const common = { hubUrl: endpoint, fetch };
  const wanted = { name, revision, ...common };
  const info =
    type === 'model'
      ? await modelInfo({ ...wanted, additionalFields: ['sha', 'tags'] })
      : await datasetInfo({ ...wanted, additionalFields: ['sha', 'tags'] });
  if (!COMMIT.test(info.sha)) throw new Error(`the Hub names the commit ${JSON.stringify(info.sha)}`);
  const licence = info.tags?.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const listed: HubFile[] = [];
  const repo = { type, name };
  for await (const entry of listFiles({ repo, revision: info.sha, recursive: true, ...common })) {
    if (entry.type !== 'file' || !staysInside(entry.path)) continue;
    const checksum = entry.lfs
      ? { algorithm: 'sha256' as const, hex: entry.lfs.oid.replace('sha256:', '') }
      : { algorithm: 'git' as const, hex: entry.oid ?? '' };
    listed.push({ path: entry.path, size: entry.lfs?.size ?? entry.size, checksum });
  }
  return { commit: info.sha, licence: licence ?? 'unknown', listed };
}

/** A mirror could list paths that lead out of the folder into which the files go; such a file is as if it were not there. */
const staysInside = (path: string): boolean =>
  !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
