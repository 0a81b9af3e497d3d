import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const folders = (top: string): string[] => [
  top,
  ...readdirSync(join(ROOT, top), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => folders(`${top}/${entry.name}`)),
];
const markdown = (top: string): string[] =>
  readdirSync(join(ROOT, top), { withFileTypes: true }).flatMap((entry) => {
    const path = `${top}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : markdown(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

describe('the house', () => {
  it('has no folder with more than fifteen files lying loose', () => {
    const crowded = ['src', 'commands', 'knowledge'].flatMap(folders).filter((folder) => {
      const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.ts'));
      return files.length > 15;
    });
    expect(crowded).toEqual([]);
  });

  it('tells in every room of src what it is', () => {
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
    const silent = rooms.filter(({ name }) => !existsSync(join(ROOT, 'src', name, 'README.md')));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('links only to files that are there', () => {
    const documents = [
      ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((name) =>
        existsSync(join(ROOT, name)),
      ),
      ...['docs', 'knowledge', 'samples', 'src', 'bench', 'scripts', 'commands'].flatMap(markdown),
    ];
    expect(documents.length).toBeGreaterThan(30);
    const broken = documents.flatMap((document) =>
      [...readFileSync(join(ROOT, document), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!.split('#')[0]!)
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(ROOT, normalize(join(document, '..', decodeURI(target))))))
        .map((target) => `${document}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
