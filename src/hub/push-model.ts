/**
 * A delivered model's files → a repository of the person on the Hub, made private if it is new. In: the files and the
 * token of whoever agreed, which is used for these requests and kept nowhere. Out: the page of the commit.
 */
import { pathToFileURL } from 'node:url';
import { isUserError } from '../errors.ts';
import { hubFetch } from './hub-errors.ts';

interface PushOptions {
  /** `owner/name` */
  repo: string;
  /** Path in the repository → file on disk. */
  files: ReadonlyMap<string, string>;
  endpoint: string;
  token: string;
  title: string;
}

/** @throws UserError `hub-write-refused`, `hub-unreachable`, `hub-error` */
export async function pushModel({ repo, files, endpoint, token, title }: PushOptions): Promise<string> {
  const { createRepo, uploadFiles } = await import('@huggingface/hub');
  // The library adds the token itself, where it belongs: not to the storage that files are sent to.
  const fetch = hubFetch(repo, { endpoint }, { writing: true });
  const common = { repo, accessToken: token, hubUrl: endpoint, fetch };
  try {
    await createRepo({ ...common, visibility: 'private' });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
  const pushed = await uploadFiles({
    ...common,
    files: [...files].map(([path, file]) => ({ path, content: pathToFileURL(file) })),
    commitTitle: title,
  });
  return pushed?.commit.url ?? `${endpoint}/${repo}`;
}

/** The repository is there already. */
const isConflict = (error: unknown) => isUserError(error) && error.context.status === 409;
