/**
 * An artifact folder → the files of it that predicting reads, whatever the kind of data. Next: what packs a model for
 * another place: the page of a Run, the folders of `/export`.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataKind } from '../../datasets/dataset.ts';
import type { ForecastingLibrary } from '../../delivered/model-host.ts';
import { pipelineSchema } from '../classifier/export/pipeline.ts';
import { generationPipelineSchema } from '../generation/pipeline.ts';
import { policyPipelineSchema } from '../policy/pipeline.ts';
import { seriesPipelineSchema } from '../series/pipeline.ts';

export interface ModelFile {
  /** Relative to the artifact folder. */
  path: string;
  bytes: number;
}

export interface ModelFiles {
  kind: DataKind;
  files: ModelFile[];
  /** WebAssembly that forecasting needs beside them. */
  libraries: ForecastingLibrary[];
}

const anyPipeline = z.discriminatedUnion('kind', [
  pipelineSchema,
  seriesPipelineSchema,
  policyPipelineSchema,
  generationPipelineSchema,
]);
type AnyPipeline = z.infer<typeof anyPipeline>;

export async function readPipeline(artifactDir: string): Promise<AnyPipeline> {
  return anyPipeline.parse(JSON.parse(await readFile(join(artifactDir, 'pipeline.json'), 'utf8')));
}

export async function modelFiles(artifactDir: string): Promise<ModelFiles> {
  const pipeline = await readPipeline(artifactDir);
  const files: ModelFile[] = [];
  for (const path of ['pipeline.json', ...pathsOf(pipeline)]) {
    const found = await stat(join(artifactDir, path)).catch(() => null);
    if (found) files.push({ path, bytes: found.size });
  }
  const usesLibrary = pipeline.kind === 'series' && pipeline.members.some(({ id }) => id.includes('mstl'));
  return { kind: pipeline.kind, files, libraries: usesLibrary ? ['mstl', 'ets'] : [] };
}

/** A graph, without its weights where they stand apart. */
export const isNetwork = ({ path }: ModelFile): boolean => path.endsWith('.onnx');

/** Those that a model may lack (weights of their own, a tokenizer's settings) are listed too. */
function pathsOf(pipeline: AnyPipeline): string[] {
  switch (pipeline.kind) {
    case 'series':
      return pipeline.members.flatMap(({ onnx }) => (onnx === null ? [] : withWeights(onnx)));
    case 'policy':
      return withWeights(pipeline.modelPath);
    case 'prose': {
      const tokenizer = ['tokenizer.json', 'tokenizer_config.json'];
      return [
        ...withWeights(pipeline.modelPath),
        ...tokenizer.map((name) => `${pipeline.tokenizerDir}/${name}`),
      ];
    }
    default: {
      const { tokens, vectoriserPath } = pipeline;
      const others = [tokens?.tokenizerPath, tokens?.tokenizerConfigPath, vectoriserPath];
      return [...withWeights(pipeline.modelPath), ...others.flatMap((path) => path ?? [])];
    }
  }
}

/** Weights may stand in a file beside the graph. */
const withWeights = (path: string): string[] => [path, `${path}_data`];
