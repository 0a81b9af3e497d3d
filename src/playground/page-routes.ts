/**
 * The page, for whoever has its address with the key: it becomes a cookie, and the page's script takes it out of the
 * address bar. HTML and style as they stand in page/, the script bundled in memory at the first visit (by esbuild,
 * which tsx brings), so that there is no build step and nothing from another host.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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
  let script: Promise<string> | null = null;
  const bundle = (): Promise<string> => {
    script ??= bundleScript().catch((error: unknown) => {
      script = null;
      throw error;
    });
    return script;
  };
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
  app.get('/page.css', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('text/css; charset=utf-8')
      .send(await readFile(`${folder}page.css`, 'utf8')),
  );
  app.get('/page.js', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('text/javascript; charset=utf-8')
      .send(await bundle()),
  );
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
}

async function bundleScript(): Promise<string> {
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
  return result.outputFiles[0]!.text;
}
