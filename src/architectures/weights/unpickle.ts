/**
 * Python's pickle → plain values, as far as files of weights need it. In: bytes, and what the globals they name stand for.
 * Out: what was pickled, and where it ended. Nothing is imported or executed: a global that is not in the list is refused
 * by name. Opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py. Next: `torch-file.ts`.
 *
 * Work and memory are bounded by the length of the bytes: every opcode makes at most one value of what it reads.
 */

/** What a global stands for; one without `call` is only named, such as a type. */
export interface PickleGlobal {
  name: string;
  call?: (args: readonly unknown[]) => unknown;
}

export interface PickleWorld {
  globals: ReadonlyMap<string, PickleGlobal>;
  /** A value that is kept outside the pickle. */
  persistent: (id: unknown) => unknown;
}

/** What is wrong with the bytes, in words for a person. */
export class PickleError extends Error {
  override readonly name = 'PickleError';
}

class Mark {}

/** @throws PickleError */
export function unpickle(bytes: Uint8Array, world: PickleWorld, from = 0): { value: unknown; end: number } {
  const machine = new Machine(bytes, world, from);
  for (;;) {
    const opcode = machine.byte();
    if (opcode === 0x2e) return { value: machine.pop(), end: machine.at };
    const step = OPCODES[opcode];
    if (step === undefined)
      throw new PickleError(`its list holds the unknown instruction 0x${opcode.toString(16)}`);
    step(machine);
  }
}

class Machine {
  at: number;
  readonly stack: unknown[] = [];
  readonly memo = new Map<number, unknown>();
  readonly world: PickleWorld;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, world: PickleWorld, from: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.world = world;
    this.at = from;
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw new PickleError('its list of tensors breaks off');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  byte = (): number => this.take(1)[0]!;
  /** Little-endian, as all that follow. */
  word(): number {
    this.take(2);
    return this.#view.getUint16(this.at - 2, true);
  }
  int(): number {
    this.take(4);
    return this.#view.getInt32(this.at - 4, true);
  }
  size(): number {
    this.take(4);
    return this.#view.getUint32(this.at - 4, true);
  }
  float(): number {
    this.take(8);
    return this.#view.getFloat64(this.at - 8, false);
  }
  text = (length: number): string => Buffer.from(this.take(length)).toString('utf8');
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new PickleError('its list of tensors breaks off');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }
  /** Two's complement of any length. */
  long(length: number): number | bigint {
    const hex = Buffer.from(this.take(length)).reverse().toString('hex');
    const value = BigInt.asIntN(8 * length, BigInt(`0x${hex || '0'}`));
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  push(value: unknown): void {
    this.stack.push(value);
  }
  pop(): unknown {
    if (this.stack.length === 0) throw new PickleError('its list of tensors takes more than it gave');
    return this.stack.pop();
  }
  /** Everything above the last mark, which is taken away too. */
  toMark(): unknown[] {
    const mark = this.stack.findLastIndex((value) => value instanceof Mark);
    if (mark < 0) throw new PickleError('its list of tensors takes more than it gave');
    const values = this.stack.splice(mark + 1);
    this.stack.pop();
    return values;
  }
  remember(key: number): void {
    this.memo.set(key, this.stack.at(-1));
  }
  recall(key: number): void {
    if (!this.memo.has(key)) throw new PickleError('its list of tensors names what it never gave');
    this.push(this.memo.get(key));
  }
  global(module: unknown, name: unknown): void {
    const full = `${module}.${name}`;
    const found = this.world.globals.get(full);
    if (found === undefined)
      throw new PickleError(
        `it asks for ${full.slice(0, 120)}, which is not a tensor; nothing of it was executed`,
      );
    this.push(found);
  }
  reduce(): void {
    const [args, callee] = [this.pop(), this.pop()];
    if (!isGlobal(callee) || callee.call === undefined || !Array.isArray(args))
      throw new PickleError('it calls what is no function');
    this.push(callee.call(args));
  }
  list(): unknown[] {
    const target = this.stack.at(-1);
    if (!Array.isArray(target)) throw new PickleError('it appends to what is no list');
    return target;
  }
  setItems(pairs: readonly unknown[]): void {
    const target = this.stack.at(-1);
    if (!(target instanceof Map)) throw new PickleError('it sets entries of what is no dictionary');
    for (let i = 0; i + 1 < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1]);
  }
}

const isGlobal = (value: unknown): value is PickleGlobal =>
  typeof value === 'object' && value !== null && 'name' in value && !(value instanceof Map);

type Step = (machine: Machine) => void;
const literal =
  (make: (machine: Machine) => unknown): Step =>
  (machine) =>
    machine.push(make(machine));
const tuple =
  (length: number): Step =>
  (machine) =>
    machine.push(Array.from({ length }, () => machine.pop()).reverse());

/** Of protocols 2 to 5. */
const OPCODES: Readonly<Record<number, Step>> = {
  // PROTO, FRAME: nothing to do.
  128: (machine) => void machine.take(1),
  149: (machine) => void machine.take(8),
  // MARK, POP, POP_MARK, DUP
  40: literal(() => new Mark()),
  48: (machine) => void machine.pop(),
  49: (machine) => void machine.toMark(),
  50: literal((machine) => machine.stack.at(-1)),
  // NONE, NEWTRUE, NEWFALSE
  78: literal(() => null),
  136: literal(() => true),
  137: literal(() => false),
  // BININT, BININT1, BININT2, LONG1, LONG4, BINFLOAT
  74: literal((machine) => machine.int()),
  75: literal((machine) => machine.byte()),
  77: literal((machine) => machine.word()),
  138: literal((machine) => machine.long(machine.byte())),
  71: literal((machine) => machine.float()),
  // SHORT_BINUNICODE, BINUNICODE, SHORT_BINSTRING, BINSTRING, SHORT_BINBYTES, BINBYTES
  140: literal((machine) => machine.text(machine.byte())),
  88: literal((machine) => machine.text(machine.size())),
  85: literal((machine) => machine.text(machine.byte())),
  84: literal((machine) => machine.text(machine.size())),
  67: literal((machine) => machine.take(machine.byte())),
  66: literal((machine) => machine.take(machine.size())),
  // EMPTY_LIST, APPEND, APPENDS
  93: literal(() => []),
  97: (machine) => {
    const value = machine.pop();
    machine.list().push(value);
  },
  101: (machine) => {
    const values = machine.toMark();
    const list = machine.list();
    for (const value of values) list.push(value);
  },
  // EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3
  41: literal(() => []),
  116: literal((machine) => machine.toMark()),
  133: tuple(1),
  134: tuple(2),
  135: tuple(3),
  // EMPTY_DICT, SETITEM, SETITEMS
  125: literal(() => new Map()),
  115: (machine) => {
    const [value, key] = [machine.pop(), machine.pop()];
    machine.setItems([key, value]);
  },
  117: (machine) => machine.setItems(machine.toMark()),
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  113: (machine) => machine.remember(machine.byte()),
  114: (machine) => machine.remember(machine.size()),
  148: (machine) => machine.remember(machine.memo.size),
  104: (machine) => machine.recall(machine.byte()),
  106: (machine) => machine.recall(machine.size()),
  // GLOBAL, STACK_GLOBAL, REDUCE, BINPERSID
  99: (machine) => machine.global(machine.line(), machine.line()),
  147: (machine) => {
    const [name, module] = [machine.pop(), machine.pop()];
    machine.global(module, name);
  },
  82: (machine) => machine.reduce(),
  81: (machine) => machine.push(machine.world.persistent(machine.pop())),
  // BUILD: attributes of a dictionary, such as the versions of its layers, say nothing of the weights.
  98: (machine) => void machine.pop(),
};
