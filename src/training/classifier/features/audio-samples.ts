/**
 * A sound file (wav, flac, ogg, opus, mp3) → mono samples at a model's rate. In: path and rate. Out: float32 in [−1, 1]
 * and what is odd about the clip. Next: `audio-features.ts`, and the no-transfer baseline of audio.
 */
import { readFile, stat } from 'node:fs/promises';
import { LIMITS } from '../../../datasets/limits.ts';

/** Larger files are refused before they are read: decoded audio is many times as large. */
const MAX_AUDIO_BYTES = 64 * 2 ** 20;
/** From here on the length is read from the header first: an hour of speech fits into a few MiB and decodes to a GiB. */
const LONG_BYTES = 2 ** 20;
/** Longer clips are cut. */
export const MAX_SECONDS = 60;
/** −60 dB of full scale: quieter than any recording with something on it. */
const SILENCE = 1e-3;
/** Share of samples at full scale from which a clip counts as clipped. */
const CLIPPED_SHARE = 0.001;

export interface AudioClip {
  /** Mono, [samples], at `rate` Hz. */
  samples: Float32Array;
  rate: number;
  /** Of the file, before cutting. */
  seconds: number;
  sourceRate: number;
  silent: boolean;
  clipped: boolean;
}

/** @throws Error with a short reason when the file is damaged, too large, empty or of another format */
export async function readAudio(path: string, rate: number): Promise<AudioClip> {
  const { size } = await stat(path);
  if (size > MAX_AUDIO_BYTES)
    throw new Error(`${(size / 2 ** 20).toFixed(0)} MiB; at most ${MAX_AUDIO_BYTES / 2 ** 20} MiB a clip`);
  if (size > LONG_BYTES) await refuseLong(path);
  const decoded = await decode(new Uint8Array(await readFile(path)));
  const seconds = decoded.mono.length / decoded.rate;
  const kept = decoded.mono.subarray(0, Math.round(MAX_SECONDS * decoded.rate));
  return {
    samples: resample(kept, decoded.rate, rate),
    rate,
    seconds,
    sourceRate: decoded.rate,
    ...oddities(kept),
  };
}

async function refuseLong(path: string): Promise<void> {
  const { parseFile } = await import('music-metadata');
  // What has no readable header is left to the decoder, which says what is wrong with it.
  const { format } = await parseFile(path, { skipCovers: true, duration: true }).catch(() => ({
    format: { duration: 0 },
  }));
  const { duration = 0 } = format;
  if (duration > LIMITS.clipSeconds)
    throw new Error(`${Math.round(duration)} s long (limit ${LIMITS.clipSeconds} s); cut it into clips`);
}

interface Sound {
  channels: Float32Array[];
  rate: number;
}

/** The decoders keep state between calls, so one file is decoded at a time. */
let queue: Promise<unknown> = Promise.resolve();

function decode(bytes: Uint8Array): Promise<{ mono: Float32Array; rate: number }> {
  const isFlac = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'fLaC';
  const result = queue.then(async () => {
    try {
      const { channels, rate } = await (isFlac ? decodeFlac(bytes) : decodeOther(bytes));
      if (!channels[0]?.length) throw new Error('no samples in it');
      return { mono: mixed(channels), rate };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`not a sound file we can read (wav, flac, ogg, mp3): ${reason.slice(0, 120)}`);
    }
  });
  queue = result.catch(() => undefined);
  return result;
}

async function decodeOther(bytes: Uint8Array): Promise<Sound> {
  const { default: audioDecode } = await import('audio-decode');
  const buffer = await audioDecode(new Uint8Array(bytes).buffer);
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
  return { channels, rate: buffer.sampleRate };
}

/** By the decoder audio-decode uses too, which calls it as for a stream and so loses the last block of a file. */
async function decodeFlac(bytes: Uint8Array): Promise<Sound> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate } = await decoder.decodeFile(bytes);
    return { channels: channelData, rate: sampleRate };
  } finally {
    decoder.free();
  }
}

/** The mean of the channels; NaN and infinities, which a float wav may hold, become 0. */
function mixed(channels: readonly Float32Array[]): Float32Array {
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i] ?? 0;
    const value = sum / channels.length;
    mono[i] = Number.isFinite(value) ? value : 0;
  }
  return mono;
}

function oddities(mono: Float32Array): { silent: boolean; clipped: boolean } {
  let peak = 0;
  let atPeak = 0;
  for (const value of mono) {
    const size = Math.abs(value);
    if (size > peak) peak = size;
    if (size >= 0.999) atPeak++;
  }
  return { silent: peak < SILENCE, clipped: atPeak > mono.length * CLIPPED_SHARE };
}

/** Zero crossings of the windowed sinc on each side, at the lower of the two rates. */
const TAPS = 16;

/**
 * Band-limited resampling with a Hann-windowed sinc (Smith, "Digital Audio Resampling Home Page", CCRMA): the cutoff is
 * half of the lower rate. Output samples whose place between input samples is the same share their weights, of which
 * there are `to` / gcd(from, to) sets.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return Float32Array.from(samples);
  const common = greatestCommonDivisor(Math.round(from), Math.round(to));
  const step = Math.round(from) / common;
  const phases = Math.round(to) / common;
  const half = TAPS / Math.min(1, to / from);
  const width = 2 * Math.ceil(half) + 1;
  const weights: (Float64Array | undefined)[] = [];
  const output = new Float32Array(Math.max(1, Math.round((samples.length * to) / from)));
  for (let i = 0; i < output.length; i++) {
    const phase = (i * step) % phases;
    const first = (i * step - phase) / phases - Math.ceil(half);
    weights[phase] ??= sincWeights(phase / phases, half, width);
    const kernel = weights[phase];
    const begin = Math.max(0, -first);
    const end = Math.min(width, samples.length - first);
    let sum = 0;
    for (let k = begin; k < end; k++) sum += samples[first + k]! * kernel[k]!;
    output[i] = sum;
  }
  return output;
}

/** Weights of `width` input samples around a point that lies `fraction` after the middle one. */
function sincWeights(fraction: number, half: number, width: number): Float64Array {
  const ratio = TAPS / half;
  return Float64Array.from({ length: width }, (_, k) => {
    const x = k - (width - 1) / 2 - fraction;
    if (Math.abs(x) > half) return 0;
    const angle = Math.PI * ratio * x;
    const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
    return ratio * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
