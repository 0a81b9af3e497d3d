/**
 * The page: its HTML and style as they stand in page/, and its script, bundled in memory at the first visit (by
 * esbuild, which tsx brings), so that there is no build step and nothing from another host.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const folder = fileURLToPath(new URL('./page/', import.meta.url));
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

export function registerPage(app: FastifyInstance): void {
  let script: Promise<string> | null = null;
  const bundle = (): Promise<string> => {
    script ??= bundleScript().catch((error: unknown) => {
      script = null;
      throw error;
    });
    return script;
  };
  app.get('/', async (_request, reply) =>
    reply
      .headers({ 'content-security-policy': POLICY, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(await readFile(`${folder}index.html`, 'utf8')),
  );
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
