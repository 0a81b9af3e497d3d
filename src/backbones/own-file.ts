/**
 * A person's own ONNX file, checked from the outside before anything runs it. In: the attached file: `.onnx`, or a zip
 * with the ONNX file and its configuration in the Hub's layout. Out: paths. Next: `load-backbone.ts` builds from them.
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { decodeModel, type OnnxModel } from '../onnx/model.ts';

/** Operator sets that ONNX Runtime's own build knows. */
const DOMAINS = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft']);

/** @throws UserError `not-onnx`, `onnx-external-data`, `onnx-custom-ops` */
export async function checkOwnFile({ path, name }: { path: string; name: string }): Promise<void> {
  const { graph } = decode(await readFile(path), name);
  const external = graph.initializer.find(({ dataLocation }) => dataLocation === 1);
  if (external)
    throw new UserError(
      'onnx-external-data',
      `The weights of ${name} are in a second file, which one attachment cannot carry. Export the model as one file (onnx.save_model with save_as_external_data=False).`,
    );
  const custom = [...new Set(graph.node.filter(({ domain }) => !DOMAINS.has(domain)).map(opName))];
  if (custom.length > 0)
    throw new UserError(
      'onnx-custom-ops',
      `The model ${name} uses operators that ONNX Runtime does not have: ${custom.slice(0, 5).join(', ')}. Export it with standard operators.`,
      { context: { custom } },
    );
}

const opName = ({ domain, opType }: { domain: string; opType: string }) => `${domain}.${opType}`;

function decode(bytes: Uint8Array, name: string): OnnxModel {
  try {
    const model = decodeModel(bytes);
    if (model.graph.node.length > 0) return model;
  } catch (cause) {
    throw notOnnx(name, cause);
  }
  throw notOnnx(name);
}

const notOnnx = (name: string, cause?: unknown) =>
  new UserError(
    'not-onnx',
    `The file ${name} is no ONNX model. Attach a .onnx file, for instance from torch.onnx.export.`,
    { context: { name }, cause },
  );
