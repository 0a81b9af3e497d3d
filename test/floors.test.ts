/** The floors of `src` (docs/architecture.md), as the linter keeps them: asked of Biome itself, with the project's rules. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = new URL('..', import.meta.url).pathname;
const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Linter's answer for files that are not there: path → lines with an import that is refused. */
async function refused(
  folder: string,
  files: Record<string, readonly string[]>,
): Promise<Map<string, number[]>> {
  const config: object = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
  for (const [path, imports] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), imports.map((from) => `import '${from}';\n`).join(''));
  }
  const command = [
    join(root, 'node_modules/@biomejs/biome/bin/biome'),
    'lint',
    '--reporter=json',
    '--max-diagnostics=none',
  ];
  const run = promisify(execFile)(process.execPath, command, { cwd: folder, maxBuffer: 2 ** 26 });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const lines = new Map<string, number[]>();
  for (const { category, location } of reportSchema.parse(JSON.parse(stdout)).diagnostics)
    if (category === 'lint/style/noRestrictedImports')
      lines.set(location.path, [...(lines.get(location.path) ?? []), location.start.line]);
  return lines;
}

describe('rooms of src', () => {
  let folder: string;
  /** Room → the rooms that it may import. */
  const allowed = new Map<string, string[]>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tunesmith-floors-'));
    const others = (room: string) => rooms.filter((other) => other !== room);
    const lines = await refused(
      folder,
      Object.fromEntries(
        rooms.map((room) => [`src/${room}/inner/x.ts`, others(room).map((other) => `../../${other}/y.ts`)]),
      ),
    );
    for (const room of rooms) {
      const kept = lines.get(`src/${room}/inner/x.ts`) ?? [];
      allowed.set(
        room,
        others(room).filter((_, i) => !kept.includes(i + 1)),
      );
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('stand on a floor each: of two rooms at most one may import the other', () => {
    for (const [room, below] of allowed)
      for (const other of below) expect(allowed.get(other), `${other} and ${room}`).not.toContain(room);
  });

  test('have no way round: what the rooms below may import, the room may import', () => {
    for (const [room, below] of allowed)
      for (const other of below)
        for (const deeper of allowed.get(other) ?? []) expect(below, `${room} → ${other}`).toContain(deeper);
  });

  test.each([
    ['datasets', 'training'],
    ['recommend', 'training'],
    ['training', 'runs'],
    ['fetch', 'discord'],
    ['training', 'database'],
    ['playground', 'runs'],
  ])('%s imports nothing of %s', (room, other) => {
    expect(allowed.get(room)).not.toContain(other);
  });

  test('are imported by those above', () => {
    expect(allowed.get('training')).toEqual(expect.arrayContaining(['datasets', 'onnx', 'child', 'report']));
    expect(allowed.get('discord')).toEqual(expect.arrayContaining(['runs', 'recommend', 'fetch']));
  });
});
