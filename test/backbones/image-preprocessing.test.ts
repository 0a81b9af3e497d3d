import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfigs } from '../../src/backbones/from-onnx/configs.ts';
import { imagePreprocessing } from '../../src/backbones/from-onnx/image-preprocessing.ts';

const OPEN = ['n', 3, 'h', 'w'];

async function preprocessingOf(files: Record<string, unknown>, dims: (string | number)[] = OPEN) {
  const folder = await mkdtemp(join(tmpdir(), 'preprocessing-'));
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), JSON.stringify(content));
  return imagePreprocessing(dims, await readConfigs(folder));
}

const pretrained_cfg = {
  input_size: [3, 240, 240],
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.25, 0.3],
  interpolation: 'bicubic',
  crop_pct: 0.882,
};

it("reads timm's sizes, crop, interpolation and normalisation from config.json", async () => {
  const { preprocessing, notes } = await preprocessingOf({
    'config.json': { architecture: 'efficientnet_b1', pretrained_cfg },
  });
  expect(preprocessing).toMatchObject({
    size: 240,
    mean: [0.5, 0.4, 0.3],
    deviation: [0.2, 0.25, 0.3],
    interpolation: 'bicubic',
    scale: 1 / 255,
  });
  // floor(240 / 0.882) = 272
  expect(preprocessing.cropShare).toBeCloseTo(240 / 272, 12);
  expect(notes).toEqual([]);
});

it('takes a preprocessor_config.json before what timm says', async () => {
  const { preprocessing } = await preprocessingOf({
    'config.json': { architecture: 'efficientnet_b1', pretrained_cfg },
    'preprocessor_config.json': { size: 160, image_mean: [0, 0, 0], image_std: [1, 1, 1] },
  });
  expect(preprocessing).toMatchObject({ size: 160, mean: [0, 0, 0], deviation: [1, 1, 1] });
});

it('says that it assumes where neither file says anything', async () => {
  const { preprocessing, notes } = await preprocessingOf({ 'config.json': {} });
  expect(preprocessing).toMatchObject({ size: 224, mean: [0.485, 0.456, 0.406] });
  expect(notes).toHaveLength(1);
});
