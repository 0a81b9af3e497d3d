/**
 * The page, for whoever has its address with the key: it becomes a cookie, and the page's script takes it out of the
 * address bar. The script is bundled in memory at the first visit (by esbuild, which tsx brings), script and style are
 * compressed then, so that there is no build step and nothing from another host.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { Access } from './access.ts';

const folder = fileURLToPath(new URL('./page/', import.meta.url));
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const NO_KEY = `<!doctype html><meta charset="utf-8"><title>Tunesmith playground</title>
<p>This address lacks the key of the running bot, which is made anew at every start.
Open the whole address that the bot printed when it started. Its data folder's <code>lock.json</code> has it too.</p>
<p>这个地址缺少正在运行的机器人的密钥（每次启动都会更换）。请打开机器人启动时打印的完整地址，
数据文件夹中的 <code>lock.json</code> 里也有。</p>`;

export function registerPage(app: FastifyInstance, access: Access): void {
  const script = prepareOnce(bundleScript);
  const style = prepareOnce(joinStyle);
  app.get<{ Querystring: { key?: unknown } }>('/', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    const { key } = request.query;
    reply.type('text/html; charset=utf-8');
    if (typeof key === 'string' && access.isKey(key)) reply.header('set-cookie', access.cookie());
    else if (!access.knowsKey(request.headers)) return reply.code(401).send(NO_KEY);
    return reply.send(await readFile(`${folder}index.html`, 'utf8'));
  });
  const serve = (path: string, type: string, prepared: () => Promise<Encoded>) =>
    app.get(path, async (request, reply) => {
      const { body, encoding } = chooseEncoding(await prepared(), request.headers['accept-encoding']);
      if (encoding) reply.header('content-encoding', encoding);
      return reply.headers({ 'cache-control': 'no-store', vary: 'accept-encoding' }).type(type).send(body);
    });
  serve('/page.css', 'text/css; charset=utf-8', style);
  serve('/page.js', 'text/javascript; charset=utf-8', script);
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
}

/** A file of the page as it is and compressed. */
interface Encoded {
  plain: Buffer;
  gzip: Buffer;
  br: Buffer;
}

/** Made at the first visit and kept; what failed is tried again at the next one. */
function prepareOnce(read: () => Promise<Buffer>): () => Promise<Encoded> {
  let prepared: Promise<Encoded> | null = null;
  return () => {
    prepared ??= read()
      .then(compress)
      .catch((error: unknown) => {
        prepared = null;
        throw error;
      });
    return prepared;
  };
}

const compress = async (plain: Buffer): Promise<Encoded> => ({
  plain,
  gzip: await promisify(gzip)(plain),
  br: await promisify(brotliCompress)(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
  }),
});

/** A tenth larger than with the highest quality, in a twentieth of the time. */
const BROTLI_QUALITY = 7;

function chooseEncoding(
  { plain, gzip, br }: Encoded,
  accepted = '',
): { body: Buffer; encoding: string | null } {
  const names = accepted.split(',').map((one) => one.split(';')[0]!.trim());
  if (names.includes('br')) return { body: br, encoding: 'br' };
  return names.includes('gzip') ? { body: gzip, encoding: 'gzip' } : { body: plain, encoding: null };
}

/** In this order: later ones add to, and on narrow windows replace, what earlier ones say. */
const STYLES = ['base', 'frame', 'message', 'welcome', 'embed', 'enlarged', 'composer', 'dialogs', 'narrow'];

const joinStyle = async (): Promise<Buffer> =>
  Buffer.concat(await Promise.all(STYLES.map((name) => readFile(`${folder}style/${name}.css`))));

async function bundleScript(): Promise<Buffer> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [`${folder}main.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    logLevel: 'silent',
  });
  return Buffer.from(result.outputFiles[0]!.contents);
}
