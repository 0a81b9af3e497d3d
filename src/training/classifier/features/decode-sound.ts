/**
 * The bytes of a sound file (wav, flac, ogg, opus, mp3) → mono samples at the file's own rate. The decoders are
 * WebAssembly: the page of a Run decodes by this very code. Next: `resample.ts`.
 */
import { resample } from './resample.ts';

/** Longer clips are cut. */
export const MAX_SECONDS = 60;

export interface MonoSound {
  /** [samples] in [−1, 1]. */
  mono: Float32Array;
  rate: number;
}

/** The beginning of a sound, at the rate a model hears. */
export const heardSamples = ({ mono, rate }: MonoSound, wanted: number): Float32Array =>
  resample(mono.subarray(0, Math.round(MAX_SECONDS * rate)), rate, wanted);

interface Sound {
  channels: Float32Array[];
  rate: number;
}

/** The decoders keep state between calls, so one file is decoded at a time. */
let queue: Promise<unknown> = Promise.resolve();

/** @throws Error with a short reason when the bytes are damaged, empty or of another format */
export function decodeSound(bytes: Uint8Array): Promise<MonoSound> {
  const isFlac = String.fromCharCode(...bytes.subarray(0, 4)) === 'fLaC';
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
export function mixed(channels: readonly Float32Array[]): Float32Array {
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i] ?? 0;
    const value = sum / channels.length;
    mono[i] = Number.isFinite(value) ? value : 0;
  }
  return mono;
}
