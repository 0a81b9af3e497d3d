/** Files inside the page (or in a script beside it) → their bytes. They are gzip in base64. */

declare global {
  /** Files of a site's scripts, by their paths. */
  var tunesmithFiles: Record<string, string> | undefined;
}

/** Characters decoded at once: whole groups of four. */
const STEP = 4 * 2 ** 18;

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let to = 0;
  for (let from = 0; from < text.length; from += STEP) {
    const part = atob(text.slice(from, from + STEP));
    for (let i = 0; i < part.length; i++) bytes[to++] = part.charCodeAt(i);
  }
  return bytes;
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @returns null where the page has no such file */
export async function embeddedFile(path: string): Promise<Uint8Array | null> {
  const element = [...document.querySelectorAll<HTMLScriptElement>('script[data-path]')].find(
    ({ dataset }) => dataset.path === path,
  );
  const text = element?.textContent?.trim() ?? globalThis.tunesmithFiles?.[path];
  return text === undefined ? null : gunzip(fromBase64(text));
}
