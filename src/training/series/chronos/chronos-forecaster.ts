/**
 * A forecasting network of the Hub → two Forecasters: as it is (zero-shot), and fine-tuned on the person's series. In: the id that `/finetune model:` says,
 * and its files in the cache, where the worker put them. Next: `race.ts` tries it beside the others.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openArchitecture } from '../../../architectures/open-architecture.ts';
import { chronosConfigSchema } from '../../../architectures/series/chronos-bolt.ts';
import type { Folders } from '../../../child/messages.ts';
import { openGraph } from '../../../engines/graph-session.ts';
import { UserError } from '../../../errors.ts';
import { readSnapshot, snapshotDir } from '../../../hub/hub-cache.ts';
import { findHubRef } from '../../../hub/hub-id.ts';
import { writeModelFile } from '../../../onnx/file/model-file.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { prepareModel } from '../../../onnx/prepare.ts';
import type { ForecastContext, Forecaster } from '../forecaster.ts';
import { type ChronosSizes, chronosForecast, chronosMethod } from './chronos-forecast.ts';
import { tuneChronos } from './tune-chronos.ts';

const MEDIAN = 0.5;

/** None where the person named no model of the Hub. @throws UserError `hub-not-cached`, `architecture-…`, `weights-…` */
export async function hubForecasters(model: string, folders: Folders): Promise<Forecaster[]> {
  const ref = findHubRef(model);
  if (ref === null) return [];
  const snapshot = await readSnapshot(folders.cacheDir, ref, 'series');
  if (snapshot === null) throw new UserError('hub-not-cached', { name: ref.name });
  const folder = snapshotDir(folders.cacheDir, snapshot);
  const { sizes, quantiles } = await sizesOf(folder);
  const files = await openFiles(folder, folders.workDir);
  const pretrained = {
    id: snapshot.name,
    name: snapshot.name,
    licence: snapshot.licence,
    source: `${snapshot.name}@${snapshot.commit}`,
  };
  const ready = async (onnx: Uint8Array, context: ForecastContext) => ({
    forecast: chronosForecast(await openGraph(onnx), sizes, context),
    state: sizes,
    onnx,
  });
  return [
    {
      ...chronosMethod('chronos-bolt'),
      name: `${snapshot.name}, zero-shot`,
      role: 'transfer',
      pretrained: { ...pretrained, frozen: 'used as it is (zero-shot)' },
      prepare: async (_training, context) => ready(files.onnx, context),
    },
    {
      ...chronosMethod('chronos-bolt-tuned'),
      name: `${snapshot.name}, fine-tuned`,
      role: 'transfer',
      pretrained: { ...pretrained, frozen: 'decoder and output layers fine-tuned' },
      prepare: async (training, context) => {
        const tuned = await tuneChronos({ model: files.model, sizes, quantiles }, training, context);
        return ready(tuned === null ? files.onnx : await files.write(tuned), context);
      },
    },
  ];
}

async function sizesOf(folder: string): Promise<{ sizes: ChronosSizes; quantiles: readonly number[] }> {
  const text = await readFile(join(folder, 'config.json'), 'utf8');
  const { chronos_config: told } = z.object({ chronos_config: chronosConfigSchema }).parse(JSON.parse(text));
  const median = told.quantiles.indexOf(MEDIAN);
  if (median < 0) {
    const reason = 'the median is not among them';
    const value = JSON.stringify(told.quantiles);
    throw new UserError('architecture-field', { name: 'chronos-bolt', field: 'quantiles', value, reason });
  }
  const sizes = {
    patch: told.input_patch_size,
    longest: told.context_length,
    horizon: told.prediction_length,
    median,
  };
  return { sizes, quantiles: told.quantiles };
}

/** The network, as it is and as bytes: one file with its weights, since a forecaster is delivered as one. */
async function openFiles(folder: string, workDir: string) {
  const place = join(workDir, 'series-model');
  await mkdir(place, { recursive: true });
  const weightsPath = join(place, 'weights.bin');
  const model = prepareModel(await openArchitecture({ folder, kind: 'series', weightsPath }));
  const write = async (one: OnnxModel): Promise<Uint8Array> => {
    const path = join(place, 'model.onnx');
    await writeModelFile(path, one);
    return readFile(path);
  };
  return { model, onnx: await write(model), write };
}
