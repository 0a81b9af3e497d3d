/** Names of npm packages → the versions that this project itself is made with, for the package.json of an export. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MANIFEST = fileURLToPath(new URL('../../../package.json', import.meta.url));

export async function installedVersions(names: readonly string[]): Promise<Record<string, string>> {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(MANIFEST, 'utf8')));
  return Object.fromEntries(names.map((name) => [name, dependencies[name] ?? '*']));
}
