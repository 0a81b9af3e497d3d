/** What the bot's own process may load: nothing that decodes what people send. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Modules that load with `entry`: static imports of values; those with `import()` wait for their moment. */
function loadedWith(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, clause, from] of text.matchAll(/^(?:import|export)\s+([^;'"]*?from\s+)?'([^']+)'/gm)) {
      if (clause?.startsWith('type ')) continue;
      if (from!.startsWith('.')) visit(join(dirname(file), from!));
      else if (!from!.startsWith('node:'))
        packages.add(from!.split('/', from!.startsWith('@') ? 2 : 1).join('/'));
    }
  };
  visit(entry);
  return { files: new Set([...files].map((file) => relative('.', file))), packages };
}

test.each(['src/main.ts', 'src/worker.ts'])('%s loads no decoder of files', (entry) => {
  const { files, packages } = loadedWith(entry);
  expect(files.size).toBeGreaterThan(20);
  const decoders =
    /^src\/(onnx|engines|backbones\/from|datasets\/(archive|media|tables|text|series|policy|prose))\b/;
  expect([...files].filter((file) => decoders.test(file))).toEqual([]);
  const heavy = [
    'protobufjs',
    'sharp',
    'fflate',
    'yauzl',
    'onnxruntime-node',
    'hyparquet',
    '@tensorflow/tfjs-core',
    'exceljs',
  ];
  expect([...packages].filter((name) => heavy.includes(name))).toEqual([]);
});
