/** The constants of a log-mel spectrogram at 16 kHz, as matrices. Next: `log-mel-graph.ts` puts them into a graph. */

export const RATE = 16_000;
/** 25 ms and 10 ms. */
export const FRAME = 400;
export const HOP = 160;
export const BANDS = 40;
/** Frames are transformed as if filled up to this length: bins 31 Hz apart. */
const TRANSFORM = 512;
const BINS = TRANSFORM / 2 + 1;
const LOWEST_HZ = 40;
const HIGHEST_HZ = 7_600;

/** The discrete Fourier transform of a Hann-windowed frame as two sets of filters, each row-major [bins, FRAME]. */
export function fourierKernels(): { bins: number; cosines: Float32Array; sines: Float32Array } {
  const cosines = new Float32Array(BINS * FRAME);
  const sines = new Float32Array(BINS * FRAME);
  for (let bin = 0; bin < BINS; bin++)
    for (let i = 0; i < FRAME; i++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME);
      const angle = (2 * Math.PI * bin * i) / TRANSFORM;
      cosines[bin * FRAME + i] = hann * Math.cos(angle);
      sines[bin * FRAME + i] = hann * Math.sin(angle);
    }
  return { bins: BINS, cosines, sines };
}

/** Triangles evenly spaced in mel = 2595 · log10(1 + Hz / 700) (O'Shaughnessy 1987): row-major [BANDS, bins]. */
export function melMatrix(): Float32Array {
  const toMel = (hertz: number) => 2_595 * Math.log10(1 + hertz / 700);
  const lowest = toMel(LOWEST_HZ);
  const step = (toMel(HIGHEST_HZ) - lowest) / (BANDS + 1);
  const matrix = new Float32Array(BANDS * BINS);
  for (let band = 0; band < BANDS; band++)
    for (let bin = 0; bin < BINS; bin++) {
      const position = (toMel((bin * RATE) / TRANSFORM) - lowest) / step - band;
      matrix[band * BINS + bin] = Math.max(0, 1 - Math.abs(position - 1));
    }
  return matrix;
}
