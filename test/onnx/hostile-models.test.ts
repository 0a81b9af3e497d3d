/** Files that unfold: a few MiB of them would take gigabytes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, expect, test } from 'vitest';
import { runChild } from '../../src/child/run-child.ts';
import { createLogger } from '../../src/log.ts';
import { decodeModel } from '../../src/onnx/model.ts';

const MIB = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'hostile-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A length-delimited field. */
function delimited(id: number, content: Uint8Array): Buffer {
  const tag = Buffer.from([(id << 3) | 2]);
  const size: number[] = [];
  let left = content.length;
  for (; left > 127; left = Math.floor(left / 128)) size.push((left % 128) | 128);
  return Buffer.concat([tag, Buffer.from([...size, left]), content]);
}
const model = (graph: Uint8Array): Buffer => delimited(7, graph);
const repeat = (bytes: readonly number[], size: number): Buffer => Buffer.alloc(size, Buffer.from(bytes));

/** A graph in an attribute of an operator of a graph, so many times. */
function nested(levels: number): Buffer {
  let graph: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level += 1) graph = delimited(1, delimited(5, delimited(6, graph)));
  return graph;
}

const HOSTILE: Record<string, Buffer> = {
  'empty tensors': model(repeat([0x2a, 0], 4 * MIB)),
  'empty operators': model(repeat([0x0a, 0], 4 * MIB)),
  'empty values': model(repeat([0x5a, 0], 4 * MIB)),
  'unknown fields': model(repeat([0x78, 0], 4 * MIB)),
  'empty texts': model(delimited(5, repeat([0x32, 0], 4 * MIB))),
  'graphs in graphs': model(nested(5_000)),
  integers: model(delimited(5, delimited(7, Buffer.alloc(8 * MIB)))),
};

test.each(Object.entries(HOSTILE))('%s are refused before they fill the memory', (_name, bytes) => {
  const before = process.memoryUsage.rss();
  const started = process.cpuUsage();
  expect(() => decodeModel(bytes)).toThrow(
    expect.objectContaining({ name: 'UserError', code: 'onnx-too-complex' }),
  );
  // Of the processor, so that a busy machine does not count.
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(3);
  expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(500);
});

test('a person’s model is read in the child, and the bot does not wait', async () => {
  const path = join(folder, 'tensors.onnx');
  writeFileSync(path, HOSTILE['empty tensors']!);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const folders = { workDir: folder, cacheDir: folder };
  const checked = runChild(
    { kind: 'check-model', folders, file: { path, name: 'tensors.onnx' } },
    { memoryMiB: 1_024, deadlineMs: 60_000, log: createLogger('silent') },
  );
  await expect(checked).rejects.toMatchObject({ code: 'onnx-too-complex' });
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(250);
}, 60_000);
