import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pushModel } from '../../src/hub/push-model.ts';
import { type Mirror, startMirror } from './mirror.ts';

let mirror: Mirror;
let folder: string;
beforeAll(async () => {
  mirror = await startMirror();
  folder = await mkdtemp(join(tmpdir(), 'push-'));
  await writeFile(join(folder, 'card.md'), '# A model\n');
  await writeFile(join(folder, 'weights'), Buffer.alloc(50_000, 7));
});
afterAll(async () => {
  await mirror.close();
  await rm(folder, { recursive: true, force: true });
});

const push = (token: string) =>
  pushModel({
    repo: 'ada/leaves',
    files: new Map([
      ['README.md', join(folder, 'card.md')],
      ['onnx/model.onnx', join(folder, 'weights')],
    ]),
    endpoint: mirror.endpoint,
    token,
    title: 'Add the model',
  });

it('makes the repository, pushes small and large files and names the commit', async () => {
  const url = await push('hf_writer');
  expect(url).toContain('/ada/leaves/commit/');
  expect(mirror.pushed.get('ada/leaves/README.md')!.toString()).toBe('# A model\n');
  expect(mirror.pushed.get('ada/leaves/onnx/model.onnx')).toEqual(Buffer.alloc(50_000, 7));
  expect(mirror.requests[0]!.line).toBe('POST /api/repos/create');
});

it('pushes to a repository that is there', async () => {
  mirror.bend.exists = true;
  await expect(push('hf_writer')).resolves.toContain('/ada/leaves/commit/');
  mirror.bend.exists = false;
});

it('says that a token may not write', async () => {
  await expect(push('hf_reader')).rejects.toMatchObject({ code: 'hub-write-refused' });
});
