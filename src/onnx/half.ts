/**
 * float32 ↔ fp16 (IEEE 754 binary16), half the room: for cached activations and for weights in fewer bits.
 * Used by: `activation-store.ts`, `compact/`.
 * Rounds to the nearest, ties to even; what is larger than fp16 can hold becomes its largest value, not infinity.
 */
const bits = new Float32Array(1);
const word = new Uint32Array(bits.buffer);
const LARGEST = 0x7bff;

/** One float32 → the bits of its fp16. */
export function toHalf(value: number): number {
  bits[0] = value;
  const x = word[0]!;
  const sign = (x >>> 16) & 0x8000;
  const exponent = ((x >>> 23) & 0xff) - 127;
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (exponent > 15) return sign | LARGEST;
  if (exponent >= -14) {
    const half = rounded(((exponent + 15) << 23) | (x & 0x7fffff), 13);
    return sign | Math.min(half, LARGEST);
  }
  return exponent < -25 ? sign : sign | rounded((x & 0x7fffff) | 0x800000, -1 - exponent);
}

/** `value` without its lowest `shift` bits. */
function rounded(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value - kept * 2 ** shift;
  const middle = 2 ** (shift - 1);
  return rest > middle || (rest === middle && kept % 2 === 1) ? kept + 1 : kept;
}

let table: Float32Array | undefined;

/** All 65,536 values of fp16, made when first needed. */
export function halfValues(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 31;
    const mantissa = half & 1_023;
    if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + mantissa / 1_024) : (2 ** -14 * mantissa) / 1_024);
  });
  return table;
}
