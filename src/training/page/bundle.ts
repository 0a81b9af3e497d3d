/**
 * A kind of data → the script of its page: `browser/entries` with the pure parts of training, bundled by esbuild. Once a
 * process; 1–2 s. Next: `build-page.ts` puts it into the HTML.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import type { PageKind } from './page-data.ts';

const bundles = new Map<PageKind, Promise<string>>();

export function pageScript(kind: PageKind): Promise<string> {
  const known = bundles.get(kind);
  if (known) return known;
  const made = bundle(kind);
  bundles.set(kind, made);
  made.catch(() => bundles.delete(kind));
  return made;
}

async function bundle(kind: PageKind): Promise<string> {
  const { build } = await import('esbuild');
  const entry = fileURLToPath(new URL(`./browser/entries/${kind}.ts`, import.meta.url));
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    logLevel: 'silent',
    plugins: [oneLanguageOfZod],
    // The form for browsers; and nothing of a network that cleans speech, 4 MB, which no decoding here asks for.
    alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync', '@wasm-audio-decoders/opus-ml': EMPTY },
  });
  return result.outputFiles[0]!.text;
}

/** Its messages in fifty languages are 0.4 MB, and a page shows none of them. English is loaded by itself. */
const oneLanguageOfZod: Plugin = {
  name: 'one-language-of-zod',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

const EMPTY = fileURLToPath(new URL('./browser/empty.ts', import.meta.url));
