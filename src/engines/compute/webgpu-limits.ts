/**
 * What ONNX Runtime's WebGPU provider takes and then cannot run goes in as a graph; the names of the nodes that stay on the
 * processor come out. Seen with onnxruntime-node 1.30: positions of maxima are refused when they run, and a split
 * into many parts needs more buffers than a shader may have.
 */
import type { OnnxGraph, OnnxNode } from '../../onnx/model.ts';

/** Buffers of one shader, with its input, that every WebGPU device has: 8. */
const MOST_PARTS = 7;

const isBeyond = ({ opType, output }: OnnxNode): boolean =>
  (opType === 'MaxPool' && Boolean(output[1])) || (opType === 'Split' && output.length > MOST_PARTS);

export const beyondWebGpu = ({ node }: OnnxGraph): string[] =>
  node.flatMap((one) => (isBeyond(one) && one.name ? [one.name] : []));
