/**
 * A forecasting network of the Hub → two Forecasters: as it is (zero-shot), and fine-tuned on the person's series. In: the id that `/finetune model:` says,
 * and its files in the cache, where the worker put them. Next: `race.ts` tries it beside the others.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchitecture } from '../../../architectures/open-architecture.ts';
import type { Folders } from '../../../child/messages.ts';
import { openGraph } from '../../../engines/graph-session.ts';
import { UserError } from '../../../errors.ts';
import { readSnapshot, snapshotDir } from '../../../hub/hub-cache.ts';
import { findHubRef } from '../../../hub/hub-id.ts';
import { writeModelFile } from '../../../onnx/file/model-file.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { prepareModel } from '../../../onnx/prepare.ts';
import type { ForecastContext, Forecaster } from '../forecaster.ts';
import { networkForecast, networkMethod } from './network-forecast.ts';
import { sizesOf } from './network-sizes.ts';
import { tuneNetwork } from './tune-network.ts';

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
    forecast: networkForecast(await openGraph(onnx), sizes, context),
    state: sizes,
    onnx,
  });
  return [
    {
      ...networkMethod('hub-network'),
      name: `${snapshot.name}, zero-shot`,
      role: 'transfer',
      pretrained: { ...pretrained, frozen: 'used as it is (zero-shot)' },
      prepare: async (_training, context) => ready(files.onnx, context),
    },
    {
      ...networkMethod('hub-network-tuned'),
      name: `${snapshot.name}, fine-tuned`,
      role: 'transfer',
      pretrained: { ...pretrained, frozen: 'decoder and output layers fine-tuned' },
      prepare: async (training, context) => {
        const tuned = await tuneNetwork({ model: files.model, sizes, quantiles }, training, context);
        return ready(tuned === null ? files.onnx : await files.write(tuned), context);
      },
    },
  ];
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
