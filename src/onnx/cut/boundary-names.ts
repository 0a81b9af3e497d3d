/**
 * The blocks people speak of ("layer 11", "block 16"), read from the names exporters leave in a graph. In: a graph.
 * Out: how many blocks there are and how many lie above a node. Names vary, so this serves labels only; cuts never
 * depend on it. Next: `boundaries.ts`.
 */
import type { OnnxGraph, OnnxNode } from '../model.ts';
import { layerNodes } from '../values.ts';

/** "layer.11", "blocks_3", "h.5", "stage4/unit2", "mixed7", "expanded_conv_12": a word of repeated parts, its number. */
const BLOCK =
  /(?:^|[^a-z])(layers?|blocks?|h|features|mixed|bottleneck|expanded_conv|encoder|inception)[._/-]?(\d+)(?!\d)/i;

/** The outermost block in the node's names, with the path to it: node name first, then its weights, then its output. */
function blockOf(node: OnnxNode): string | undefined {
  for (const text of [node.name, ...node.input.slice(1), node.output[0] ?? '']) {
    const found = BLOCK.exec(text);
    if (found !== null) return text.slice(0, found.index + found[0].length);
  }
  return undefined;
}

interface BlockNames {
  total: number;
  /** Blocks that lie wholly after node `index`, and whether the cut goes between blocks (and not through one). */
  above: (index: number) => { count: number; between: boolean };
}

export function blockNames(graph: OnnxGraph): BlockNames {
  const layers = new Set(layerNodes(graph));
  const blocks = graph.node.map((node) => (layers.has(node) ? blockOf(node) : undefined));
  const distinct = (list: readonly (string | undefined)[]) =>
    new Set(list.filter((name) => name !== undefined));
  const above = (index: number) => {
    const [below, rest] = [distinct(blocks.slice(0, index + 1)), distinct(blocks.slice(index + 1))];
    const whole = [...rest].filter((name) => !below.has(name));
    return { count: whole.length, between: whole.length === rest.size };
  };
  return { total: distinct(blocks).size, above };
}
