import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const example = async () => {
  const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
  );
};

describe('readConfig', () => {
  it('gives the same from .env.example as from an empty environment', async () => {
    expect(readConfig(await example())).toEqual(readConfig({}));
  });

  it('knows every variable of .env.example and no other', async () => {
    const source = await readFile(new URL('../src/config.ts', import.meta.url), 'utf8');
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
    expect(Object.keys(await example()).sort()).toEqual(read.sort());
  });

  it('names the variable, the value seen and where to look when a value is wrong', () => {
    expect(() => readConfig({ PLAYGROUND_PORT: 'eighty' })).toThrow(
      /PLAYGROUND_PORT.*"eighty".*\.env\.example/,
    );
  });
});
