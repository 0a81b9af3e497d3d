/** Sounds made for tests: 16-bit WAV files of tones, sweeps and noise. */
import { strToU8, zipSync } from 'fflate';
import { seededRandom } from '../../../../src/statistics/random.ts';

export type Shape = 'low' | 'rising' | 'falling' | 'hiss';
export const SHAPES: readonly Shape[] = ['falling', 'hiss', 'low', 'rising'];

export interface SoundOptions {
  shape: Shape;
  seconds: number;
  rate: number;
  channels?: 1 | 2;
  seed: number;
  /** Above 1 the peaks are cut off. */
  gain?: number;
}

/** A shape with a pitch of its own, between silences of random length. */
export function makeSound({
  shape,
  seconds,
  rate,
  channels = 1,
  seed,
  gain = 0.5,
}: SoundOptions): Uint8Array {
  const random = seededRandom(seed);
  const pitch = 300 + 300 * random.next();
  const before = Math.round(0.3 * random.next() * rate);
  const length = Math.round(seconds * rate);
  const samples = new Float64Array(before + length + Math.round(0.3 * random.next() * rate));
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const share = i / length;
    const sweep = shape === 'rising' ? 1 + 3 * share : shape === 'falling' ? 4 - 3 * share : 0.5;
    phase += (2 * Math.PI * pitch * sweep) / rate;
    const value = shape === 'hiss' ? 2 * random.next() - 1 : Math.sin(phase) + 0.3 * Math.sin(2 * phase);
    samples[before + i] = gain * value * Math.min(1, 20 * share, 20 * (1 - share));
  }
  for (let i = 0; i < samples.length; i++) samples[i]! += 0.002 * (random.next() - 0.5);
  return encodeWav(samples, rate, channels);
}

export function encodeWav(samples: Float64Array, rate: number, channels = 1): Uint8Array {
  const bytes = Buffer.alloc(44 + samples.length * channels * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  samples.forEach((value, i) => {
    const whole = Math.round(32_767 * Math.max(-1, Math.min(1, value)));
    for (let channel = 0; channel < channels; channel++)
      bytes.writeInt16LE(whole, 44 + 2 * (i * channels + channel));
  });
  return bytes;
}

export const packSounds = (files: Record<string, Uint8Array | string>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, data]) => [name, typeof data === 'string' ? strToU8(data) : data]),
    ),
    { level: 0 },
  );
