/**
 * A sound file (wav, flac, ogg, opus, mp3) → mono samples at a model's rate. In: path and rate. Out: float32 in [−1, 1]
 * and what is odd about the clip. Next: `audio-features.ts`, and the no-transfer baseline of audio.
 */
import { readFile, stat } from 'node:fs/promises';
import { LIMITS } from '../../../datasets/limits.ts';
import { decodeSound, heardSamples, MAX_SECONDS } from './decode-sound.ts';

/** Larger files are refused before they are read: decoded audio is many times as large. */
const MAX_AUDIO_BYTES = 64 * 2 ** 20;
/** From here on the length is read from the header first: an hour of speech fits into a few MiB and decodes to a GiB. */
const LONG_BYTES = 2 ** 20;
/** −60 dB of full scale: quieter than any recording with something on it. */
const SILENCE = 1e-3;
/** Share of samples at full scale from which a clip counts as clipped. */
const CLIPPED_SHARE = 0.001;

interface AudioClip {
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
  const decoded = await decodeSound(new Uint8Array(await readFile(path)));
  const seconds = decoded.mono.length / decoded.rate;
  const kept = decoded.mono.subarray(0, Math.round(MAX_SECONDS * decoded.rate));
  return {
    samples: heardSamples(decoded, rate),
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
