/**
 * A folder in the Hub's layout without ONNX → its model as a graph. In: `config.json` and weights. Out: an OnnxModel in
 * float32 that computes what PyTorch does; its long weights stay in the files they came in. Next:
 * `backbones/from-onnx/build-backbone.ts` takes it as it takes any ONNX model.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Architecture, ArchitectureKind } from './architecture.ts';
import { GraphBuilder } from './graph-builder.ts';
import { findArchitecture } from './registry.ts';
import { findWeights, type WeightTable } from './weights/find-weights.ts';
import { widenWeights } from './weights/widen.ts';

interface OpenArchitecture {
  /** With config.json and the weights. */
  folder: string;
  /** Of several towers, the one that reads this. */
  kind?: ArchitectureKind;
  /** The file that long weights of 16 bits are written to anew, in 32. */
  weightsPath: string;
}

/** @throws UserError `architecture-…`, `weights-…` */
export async function openArchitecture({ folder, kind, weightsPath }: OpenArchitecture): Promise<OnnxModel> {
  const config: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const said = await readFile(join(folder, 'preprocessor_config.json'), 'utf8').catch(() => 'null');
  const architecture = findArchitecture(config, kind);
  const model = buildGraph(
    { architecture, config, preprocessor: JSON.parse(said) },
    await findWeights(folder),
  );
  return widenWeights(model, weightsPath);
}

/** What a model's files say of it. */
interface Description {
  architecture: Architecture;
  config: unknown;
  preprocessor?: unknown;
}

/** @throws UserError `architecture-field`, `architecture-weight`, `architecture-weights-left` */
export function buildGraph(
  { architecture, config, preprocessor = null }: Description,
  weights: WeightTable,
): OnnxModel {
  const names = [...weights.keys()];
  const prefix = architecture.prefixes.find((one) => names.some((name) => name.startsWith(one))) ?? '';
  const graph = GraphBuilder.over(weights, prefix);
  architecture.build(config, graph, preprocessor);
  const left = graph.unused().filter((name) => !architecture.unusedWeights?.test(name));
  if (left.length > 0)
    throw new UserError('architecture-weights-left', {
      count: left.length,
      name: architecture.name,
      weight: left[0]!,
    });
  return graph.model();
}
