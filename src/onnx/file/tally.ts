/**
 * How much of a model has been decoded. In: each message and value as it is met. Out: a UserError as soon as there are
 * more than any real model has: two bytes of a file are an empty tensor, which takes four hundred in memory.
 */
import { UserError } from '../../errors.ts';
import type { MessageName, Scalar } from './wire-schema.ts';

/**
 * Whole models of tens of thousands of operators stay below a tenth of each. Weights count as one value, whatever their
 * length; those that are written as numbers one by one (`floatData`) are counted.
 */
const MOST = {
  tensors: 100_000,
  operators: 200_000,
  messages: 500_000,
  texts: 500_000,
  /** 64-bit integers, each an object. */
  integers: 2_000_000,
  numbers: 64_000_000,
  'unknown fields': 100_000,
};
type Counted = keyof typeof MOST;

/** Graphs stand in attributes of operators of graphs; three levels each. */
const MAX_DEPTH = 60;

const OF_MESSAGE: Partial<Record<MessageName, Counted>> = { Tensor: 'tensors', Node: 'operators' };
const OF_SCALAR: Record<Scalar, Counted> = {
  size: 'numbers',
  int32: 'numbers',
  float: 'numbers',
  double: 'numbers',
  value: 'integers',
  uint64: 'integers',
  string: 'texts',
  bytes: 'texts',
  weights: 'texts',
};

export class DecodeTally {
  readonly #counts: Record<Counted, number> = {
    tensors: 0,
    operators: 0,
    messages: 0,
    texts: 0,
    integers: 0,
    numbers: 0,
    'unknown fields': 0,
  };
  #depth = 0;

  enter(name: MessageName): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw tooComplex(`graphs inside graphs more than ${MAX_DEPTH / 3} levels deep`);
    this.#add('messages');
    const own = OF_MESSAGE[name];
    if (own) this.#add(own);
  }

  leave(): void {
    this.#depth -= 1;
  }

  value(type: Scalar): void {
    this.#add(OF_SCALAR[type]);
  }

  unknown(): void {
    this.#add('unknown fields');
  }

  #add(what: Counted): void {
    this.#counts[what] += 1;
    if (this.#counts[what] > MOST[what])
      throw tooComplex(`more than ${MOST[what].toLocaleString('en')} ${what}`);
  }
}

const tooComplex = (excess: string) => new UserError('onnx-too-complex', { excess });
