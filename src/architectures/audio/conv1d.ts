/** Convolution over time. In: x [n, c, t]. Out: [n, c', t']. Kernels and channels are read from the weights. */
import type { GraphBuilder, Value } from '../graph-builder.ts';

interface TimeConvolution {
  stride?: number;
  /** Zeros before and after; none unless told. */
  padding?: readonly [number, number];
  groups?: number;
  /** In place of `<name>.weight`. */
  weight?: Value;
}

/** `<name>.weight` [to, from / groups, k], with `<name>.bias` where there is one. */
export function conv1d(at: GraphBuilder, name: string, x: Value, options: TimeConvolution = {}): Value {
  const { stride = 1, padding = [0, 0], groups = 1, weight } = options;
  const layer = at.at(name);
  const bias = layer.has('bias') ? [layer.weight('bias')] : [];
  return layer.op('Conv', [x, weight ?? layer.weight('weight'), ...bias], {
    group: groups,
    strides: [stride],
    pads: [...padding],
  });
}
