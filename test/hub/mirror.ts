/**
 * A Hub on loopback, in the Hub's URL layout, serving the folders of `fixtures/hub`: model information, file lists with
 * sizes and checksums, files with ranges, repository creation and commits. Tests bend it: cut, damage, lock, hide.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerSignIn, type SignInPage } from './sign-in-page.ts';

export const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));
export const COMMIT = 'c0ffee0000000000000000000000000000000001';
/** Files from this size on are in large-file storage. */
const LARGE = 20_000;

export interface Mirror {
  endpoint: string;
  /** `METHOD /path` with the range, in order. */
  requests: { line: string; range: string | undefined; authorization: string | undefined }[];
  /** Pushed files by `repo/path`. */
  pushed: Map<string, Buffer>;
  /** Folders of further models by `owner/name`, beside those of the fixtures. */
  models: Map<string, string>;
  /** Data sets by `owner/name`, beside the models of the fixtures. */
  dataSets: Map<string, Record<string, Buffer>>;
  /** Consent of a person, as the bot asks for it. */
  signIn: SignInPage;
  bend: {
    /** Ends the connection after this many bytes of a file, once. */
    cutAfter?: number;
    /** Serves another byte in the middle of files with this ending. */
    damage?: string;
    /** Repositories that need this token. */
    token?: string;
    gated?: string;
    hidden?: string[];
    /** Repositories to be made exist already. */
    exists?: boolean;
  };
  close(): Promise<void>;
}

export async function startMirror(): Promise<Mirror> {
  const mirror: Omit<Mirror, 'endpoint' | 'close'> = {
    requests: [],
    pushed: new Map(),
    models: new Map(),
    dataSets: new Map(),
    signIn: { before: [], token: 'hf_writer', forms: [], interval: 0.05 },
    bend: {},
  };
  const server = createServer((request, response) => {
    answer(request, response, mirror).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(mirror, {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

type Bent = Omit<Mirror, 'endpoint' | 'close'>;

async function answer(request: IncomingMessage, response: ServerResponse, mirror: Bent): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://mirror');
  const { range, authorization } = request.headers;
  mirror.requests.push({ line: `${request.method} ${url.pathname}`, range, authorization });
  if (await answerSignIn(request, response, mirror.signIn)) return;
  if (request.method !== 'GET') return write(request, response, { path: url.pathname, mirror });
  const info = /^\/api\/(?:models|datasets)\/([^/]+\/[^/]+)\/revision\/([^/]+)$/.exec(url.pathname);
  const tree = /^\/api\/(?:models|datasets)\/([^/]+\/[^/]+)\/tree\/([^/]+)$/.exec(url.pathname);
  const file = /^(?:\/datasets)?\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  const [, name = '', revision = '', path = ''] = info ?? tree ?? file ?? [];
  const { bend } = mirror;
  if (bend.gated === name && authorization !== 'Bearer reader')
    return refuse(response, authorization ? 403 : 401, 'GatedRepo');
  if (bend.token !== undefined && authorization !== `Bearer ${bend.token}`)
    return refuse(response, 401, 'RepoNotFound');
  const files = await servedOf(name, mirror);
  if (files === null) return refuse(response, 404, 'RepoNotFound');
  if (!['main', COMMIT].includes(revision)) return refuse(response, 404, 'RevisionNotFound');
  if (info) return json(response, infoOf(name));
  if (tree) return json(response, files.map(entryOf));
  const found = files.find((one) => one.path === path);
  if (!found) return refuse(response, 404, 'EntryNotFound');
  send(request, response, { ...found, bend });
}

const infoOf = (name: string) => ({
  _id: 'x',
  id: name,
  sha: COMMIT,
  private: false,
  gated: false,
  downloads: 1,
  likes: 0,
  lastModified: '2026-01-01T00:00:00.000Z',
  tags: ['onnx', 'license:apache-2.0'],
});

interface Served {
  path: string;
  bytes: Buffer;
}

async function servedOf(name: string, { dataSets, models, bend }: Bent): Promise<Served[] | null> {
  const files = dataSets.get(name);
  if (files) return Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
  return filesOf(models.get(name) ?? join(FIXTURES, name), bend.hidden ?? []);
}

async function filesOf(folder: string, hidden: readonly string[]): Promise<Served[] | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null || relative(FIXTURES, folder) === '') return null;
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const served = await Promise.all(
    files.map(async (path) => ({
      path: relative(folder, path).split(sep).join('/'),
      bytes: await readFile(path),
    })),
  );
  return served.filter(({ path }) => !hidden.includes(path));
}

const sha = (algorithm: string, ...parts: (string | Buffer)[]) => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
const gitId = (bytes: Buffer) => sha('sha1', `blob ${bytes.length}\0`, bytes);

function entryOf({ path, bytes }: Served) {
  const entry = { type: 'file', path, size: bytes.length, oid: gitId(bytes) };
  if (bytes.length < LARGE) return entry;
  return {
    ...entry,
    oid: sha('sha1', 'pointer'),
    lfs: { oid: sha('sha256', bytes), size: bytes.length, pointerSize: 130 },
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { path, bytes, bend }: Served & Pick<Mirror, 'bend'>,
) {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= bytes.length) return response.writeHead(416).end();
  const body = Buffer.from(bytes.subarray(from));
  if (bend.damage && path.endsWith(bend.damage)) body[body.length >> 1]! ^= 1;
  const { lfs, oid } = { lfs: undefined, ...entryOf({ path, bytes }) };
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    etag: `"${oid}"`,
    'x-repo-commit': COMMIT,
    ...(lfs && { 'x-linked-etag': `"${lfs.oid}"`, 'x-linked-size': lfs.size }),
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  const cut = bend.cutAfter;
  if (cut === undefined || body.length <= cut) return response.end(body);
  delete bend.cutAfter;
  response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 50));
}

/** createRepo, preupload, large files and the commit, as `@huggingface/hub` speaks them. */
async function write(
  request: IncomingMessage,
  response: ServerResponse,
  { path, mirror }: { path: string; mirror: Bent },
): Promise<unknown> {
  const body = await bodyOf(request);
  if (path.startsWith('/lfs/')) {
    mirror.pushed.set(path.slice('/lfs/'.length), body);
    return response.writeHead(200, { etag: '"x"' }).end();
  }
  if (request.headers.authorization !== 'Bearer hf_writer') return refuse(response, 401, '');
  const base = `http://${request.headers.host}`;
  if (path === '/api/repos/create') {
    if (mirror.bend.exists) return refuse(response, 409, '');
    const { name, organization } = JSON.parse(body.toString());
    return json(response, {
      url: `${base}/${organization}/${name}`,
      id: 'x',
      name: `${organization}/${name}`,
    });
  }
  if (path.includes('/preupload/')) {
    const { files } = JSON.parse(body.toString());
    return json(response, {
      files: files.map(({ path, size }: { path: string; size: number }) => ({
        path,
        uploadMode: size >= LARGE ? 'lfs' : 'regular',
        shouldIgnore: false,
      })),
    });
  }
  if (path.endsWith('/info/lfs/objects/batch')) {
    const { objects } = JSON.parse(body.toString());
    return json(response, {
      transfer: 'basic',
      objects: objects.map(({ oid, size }: { oid: string; size: number }) => ({
        oid,
        size,
        authenticated: true,
        actions: { upload: { href: `${base}/lfs/${oid}`, header: {} } },
      })),
    });
  }
  const commit = /^\/api\/models\/([^/]+\/[^/]+)\/commit\/main$/.exec(path);
  if (!commit) return refuse(response, 404, '');
  for (const line of body.toString().trim().split('\n')) {
    const { key, value } = JSON.parse(line);
    if (key === 'file') mirror.pushed.set(`${commit[1]}/${value.path}`, Buffer.from(value.content, 'base64'));
    if (key === 'lfsFile') mirror.pushed.set(`${commit[1]}/${value.path}`, mirror.pushed.get(value.oid)!);
  }
  return json(response, {
    commitOid: COMMIT,
    commitUrl: `${base}/${commit[1]}/commit/${COMMIT}`,
    hookOutput: '',
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const json = (response: ServerResponse, value: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'x-error-code': code }).end();
}
