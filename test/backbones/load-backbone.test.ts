import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_BACKBONE_IDS } from '../../src/backbones/embedded.ts';
import { loadBackbone } from '../../src/backbones/load-backbone.ts';
import { openSession } from '../../src/engines/onnxruntime.ts';

let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'backbones-'));
});
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

describe('loading an embedded backbone', () => {
  it.each(EMBEDDED_BACKBONE_IDS)('%s has the inputs and taps it declares', async (id) => {
    const backbone = await loadBackbone(id, { cacheDir });
    const session = await openSession(backbone.onnxPath);
    for (const { output } of backbone.taps) expect(session.outputNames).toContain(output);
    if (backbone.preprocessing.kind === 'text')
      expect(session.inputNames).toEqual([
        backbone.preprocessing.inputs.ids,
        backbone.preprocessing.inputs.mask,
      ]);
    expect(backbone.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('builds once; two that build at the same time leave one whole folder', async () => {
    const id = 'google_speech_embedding';
    const shared = { cacheDir: join(cacheDir, 'shared') };
    const [first, second] = await Promise.all([loadBackbone(id, shared), loadBackbone(id, shared)]);
    expect(first).toEqual(second);
    expect(await readdir(join(shared.cacheDir, 'backbones'))).toHaveLength(1);
    const said: string[] = [];
    await loadBackbone(id, { ...shared, onProgress: (text) => said.push(text) });
    expect(said).toEqual([]);
  });

  it('never takes away what one has when many finish at the same time', async () => {
    for (let round = 0; round < 2; round++) {
      const shared = { cacheDir: join(cacheDir, `crowd-${round}`) };
      const loads = Array.from({ length: 12 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 12));
        const { onnxPath } = await loadBackbone('google_speech_embedding', shared);
        // Others finish meanwhile.
        for (let read = 0; read < 20; read++) expect((await readFile(onnxPath)).length).toBeGreaterThan(0);
      });
      await Promise.all(loads);
      expect(await readdir(join(shared.cacheDir, 'backbones'))).toHaveLength(1);
    }
  });

  it('removes what a killed build left a day ago, and leaves one that may be under way', async () => {
    const shared = { cacheDir: join(cacheDir, 'killed') };
    const folder = join(shared.cacheDir, 'backbones');
    for (const name of ['other-1.x.tmp', 'other-2.x.tmp']) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'weights.bin'), 'half');
    }
    const dayAgo = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(folder, 'other-1.x.tmp'), dayAgo, dayAgo);
    await loadBackbone('google_speech_embedding', shared);
    const names = await readdir(folder);
    expect(names).not.toContain('other-1.x.tmp');
    expect(names).toContain('other-2.x.tmp');
  });

  it('builds a damaged file again', async () => {
    const { onnxPath, sha256 } = await loadBackbone('google_speech_embedding', { cacheDir });
    await writeFile(onnxPath, (await readFile(onnxPath)).subarray(0, 1_000));
    const again = await loadBackbone('google_speech_embedding', { cacheDir });
    expect(again.sha256).toBe(sha256);
    expect((await readFile(again.onnxPath)).length).toBeGreaterThan(100_000);
  });

  it('refuses an unknown id and lists the known ones', async () => {
    await expect(loadBackbone('vgg_99', { cacheDir })).rejects.toThrow(/"vgg_99".*use_lite/);
  });
});

describe('the tokenizer written for Universal Sentence Encoder lite', () => {
  it('gives the ids of the reference tokenizer', async () => {
    const { preprocessing } = await loadBackbone('use_lite', { cacheDir });
    if (preprocessing.kind !== 'text') throw new Error('not a text backbone');
    const [tokenizer, config] = await Promise.all(
      [preprocessing.tokenizerPath, preprocessing.tokenizerConfigPath!].map(async (path) =>
        JSON.parse(await readFile(path, 'utf8')),
      ),
    );
    const encoder = new Tokenizer(tokenizer, config);
    const fixture: { text: string; ids: number[] }[] = JSON.parse(
      await readFile(new URL('fixtures/use-tokens.json', import.meta.url), 'utf8'),
    );
    expect(fixture.length).toBeGreaterThan(50);
    for (const { text, ids } of fixture)
      expect({ text, ids: encoder.encode(text).ids }).toEqual({ text, ids });
  });
});
