/** The constants of a log-mel spectrogram at 16 kHz, as matrices. Next: `log-mel-graph.ts` puts them into a graph. */
import {
  evenTriangles,
  hannWindow,
  fourierKernels as kernelsOf,
} from '../../../architectures/blocks/mel-tables.ts';

export const RATE = 16_000;
/** 25 ms and 10 ms. */
export const FRAME = 400;
export const HOP = 160;
export const BANDS = 40;
/** Frames are transformed as if filled up to this length: bins 31 Hz apart. */
const TRANSFORM = 512;
const LOWEST_HZ = 40;
const HIGHEST_HZ = 7_600;

/** The discrete Fourier transform of a Hann-windowed frame as two sets of filters, each row-major [bins, FRAME]. */
export function fourierKernels(): { bins: number; cosines: Float32Array; sines: Float32Array } {
  const { bins, cosines, sines } = kernelsOf({ window: hannWindow(FRAME, true), transform: TRANSFORM });
  return { bins, cosines: Float32Array.from(cosines), sines: Float32Array.from(sines) };
}

/** Row-major [BANDS, bins]. */
export const melMatrix = (): Float32Array =>
  Float32Array.from(
    evenTriangles({
      bands: BANDS,
      bins: TRANSFORM / 2 + 1,
      rate: RATE,
      lowestHz: LOWEST_HZ,
      highestHz: HIGHEST_HZ,
    }),
  );
