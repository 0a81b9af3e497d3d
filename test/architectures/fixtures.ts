/** Tiny models and PyTorch's results, made by scripts/fixtures/architectures/make.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ArchitectureKind } from '../../src/architectures/architecture.ts';
import { openArchitecture } from '../../src/architectures/open-architecture.ts';
import { findArchitecture } from '../../src/architectures/registry.ts';
import { withoutPast } from '../../src/backbones/from-onnx/graph-inputs.ts';
import type { Feeds, GraphTensor } from '../../src/engines/graph-session.ts';
import { appendFeatures, appendHead, type FeatureTap } from '../../src/onnx/head.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { prepareModel } from '../../src/onnx/prepare.ts';

interface Described {
  dims: number[];
  /** A wave is worked out here: long inputs are not written down. */
  type: 'int' | 'float' | 'wave';
  values: number[];
}

interface Expected {
  kind: ArchitectureKind;
  inputs: Record<string, Described>;
  outputs: Record<string, Described>;
  tap: FeatureTap;
  pooled: Described;
  head: { weight: Described; bias: Described };
  labels: number[];
  /** Weights that were trained beside the head, and what the cut below them is called. */
  trained: string[];
  boundary: string;
  losses: number[];
}

const FOLDER = fileURLToPath(new URL('fixtures', import.meta.url));

export const FIXTURES = readdirSync(FOLDER).sort();

export const fixturePath = (name: string) => `${FOLDER}/${name}`;

const tensor = ({ dims, type, values }: Described): GraphTensor => ({
  dims,
  data:
    type === 'int'
      ? BigInt64Array.from(values, BigInt)
      : type === 'wave'
        ? wave(dims)
        : Float32Array.from(values),
});

/** As case.py makes it: rows of a tone each, in the same noise. */
function wave([rows = 0, ...sizes]: readonly number[]): Float32Array {
  const each = sizes.reduce((n, size) => n * size, 1);
  const at = (row: number, i: number) =>
    0.5 * Math.sin(0.05 * (row + 1) * i) + ((i * i * 31 + 7 * i) % 1009) / 1009 - 0.5;
  return Float32Array.from({ length: rows * each }, (_, k) => at(Math.floor(k / each), k % each));
}

const tensors = (all: Record<string, Described>): Feeds =>
  Object.fromEntries(Object.entries(all).map(([name, described]) => [name, tensor(described)]));

const expectedOf = (name: string) =>
  JSON.parse(readFileSync(`${fixturePath(name)}/expected.json`, 'utf8')) as Expected;

/** Name of the architecture that a fixture proves. */
export function architectureOf(name: string): string {
  const config: unknown = JSON.parse(readFileSync(`${fixturePath(name)}/config.json`, 'utf8'));
  return findArchitecture(config, expectedOf(name).kind).name;
}

export async function loadFixture(name: string) {
  const expected = expectedOf(name);
  const { kind } = expected;
  const weightsPath = `${await mkdtemp(`${tmpdir()}/architecture-`)}/weights.bin`;
  const built = await openArchitecture({ folder: fixturePath(name), kind, weightsPath });
  const model = withoutPast(prepareModel(built));
  return {
    ...expected,
    model,
    withHead: headed(model, expected),
    inputs: tensors(expected.inputs),
    targets: { dims: [expected.labels.length], data: BigInt64Array.from(expected.labels, BigInt) },
  };
}
export type Fixture = Awaited<ReturnType<typeof loadFixture>>;

function headed(model: OnnxModel, { tap, head }: Expected): OnnxModel {
  const [weight, bias] = [tensor(head.weight).data, tensor(head.bias).data];
  if (!(weight instanceof Float32Array && bias instanceof Float32Array))
    throw new Error('a head of integers');
  return appendHead(appendFeatures(model, [tap]), { weight, bias });
}

/** Largest difference, beside the largest value. */
export function relativeError(ours: ArrayLike<number | bigint>, theirs: readonly number[]): number {
  const largest = Math.max(...theirs.map(Math.abs));
  return Math.max(...theirs.map((value, i) => Math.abs(Number(ours[i]) - value))) / largest;
}

/** Two sets of inputs that differ in rows and, for ids, in length. */
export function probeInputs(feeds: Feeds): [Feeds, Feeds] {
  return [shortened(feeds, 3, 5), shortened(feeds, 2, 6)];
}

function shortened(feeds: Feeds, rows: number, length: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dims, data }]) => {
      const per = dims.slice(1).reduce((n, size) => n * size, 1);
      if (!(data instanceof BigInt64Array))
        return [name, { dims: [rows, ...dims.slice(1)], data: data.slice(0, rows * per) }];
      const cut = Array.from({ length: rows }, (_, row) => [...data.slice(row * per, row * per + length)]);
      return [name, { dims: [rows, length], data: BigInt64Array.from(cut.flat()) }];
    }),
  );
}
