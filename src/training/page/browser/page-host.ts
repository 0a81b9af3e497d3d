/**
 * The page as a ModelHost: its files are inside it, beside it, or chosen by the person where they are too large to be
 * inside. Next: the views open models with it, by the code that training uses.
 */
import type { ModelHost } from '../../../delivered/model-host.ts';
import type { PageData } from '../page-data.ts';
import { openSession } from './runtime.ts';
import { embeddedFile } from './unpack.ts';

/** Files that the person chose, by their names. */
export type ChosenFiles = ReadonlyMap<string, Uint8Array>;

const nameOf = (path: string) => path.split('/').at(-1)!;

export function pageHost(chosen: ChosenFiles): ModelHost {
  const find = async (path: string) => (await embeddedFile(path)) ?? chosen.get(nameOf(path)) ?? null;
  const bytes = async (path: string) => {
    const found = await find(path);
    if (!found) throw new Error(`The page lacks the file ${path}.`);
    return found;
  };
  return {
    bytes,
    text: async (path) => new TextDecoder().decode(await bytes(path)),
    open: async (path) => {
      const data = await find(`${path}_data`);
      return openSession({
        graph: await bytes(path),
        weights: data && { path: `${nameOf(path)}_data`, data },
      });
    },
    library: (name) => bytes(`${name}.wasm`),
  };
}

/** Names of the files that are still to be chosen. */
export const stillMissing = ({ missing }: PageData, chosen: ChosenFiles): string[] =>
  missing.map(({ path }) => nameOf(path)).filter((name) => !chosen.has(name));
