/**
 * The constants of a log-mel spectrogram as matrices: what configurations of sound models say, and what the trainer's own
 * sound features are made with. Pure. Next: `audio/log-mel.ts` and `training/classifier/audio` put them into graphs.
 */

/** Hann's window; periodic ones end a step before they would repeat. */
export function hannWindow(size: number, periodic: boolean): number[] {
  const turn = periodic ? size : size - 1;
  return Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / turn));
}

export interface Frames {
  /** Weight of each sample of a frame. */
  window: readonly number[];
  /** Frames are transformed as if filled up to this length. */
  transform: number;
  /** Kaldi's: a frame's mean is taken away, then this share of the sample before. */
  preEmphasis?: number;
}

/** The discrete Fourier transform of a windowed frame as two sets of filters, each row-major [bins, frame]. */
export function fourierKernels({ window, transform, preEmphasis }: Frames) {
  const frame = window.length;
  const bins = transform / 2 + 1;
  const cosines = new Float64Array(bins * frame);
  const sines = new Float64Array(bins * frame);
  for (let bin = 0; bin < bins; bin++)
    for (let i = 0; i < frame; i++) {
      const angle = (2 * Math.PI * bin * i) / transform;
      cosines[bin * frame + i] = window[i]! * Math.cos(angle);
      sines[bin * frame + i] = window[i]! * Math.sin(angle);
    }
  if (preEmphasis !== undefined)
    for (let row = 0; row < bins; row++)
      for (const kernels of [cosines, sines])
        emphasise(kernels.subarray(row * frame, (row + 1) * frame), preEmphasis);
  return { bins, cosines, sines };
}

/** Both steps are linear in the samples, so they are worked into the filter: it is applied to samples as they are. */
function emphasise(filter: Float64Array, share: number): void {
  // Sample i counts for itself and, less the share, for the one after it; the first stands before itself.
  const first = filter[0]! * (1 - share) - share * (filter[1] ?? 0);
  for (let i = 1; i < filter.length; i++) filter[i]! -= share * (filter[i + 1] ?? 0);
  filter[0] = first;
  const mean = filter.reduce((sum, value) => sum + value, 0) / filter.length;
  for (let i = 0; i < filter.length; i++) filter[i]! -= mean;
}

interface Triangles {
  bands: number;
  bins: number;
  rate: number;
  lowestHz: number;
  highestHz: number;
}

/** Triangles that are even in mel = 2595 · log10(1 + Hz / 700) (O'Shaughnessy 1987): row-major [bands, bins]. */
export function evenTriangles({ bands, bins, rate, lowestHz, highestHz }: Triangles): Float64Array {
  const toMel = (hertz: number) => 2_595 * Math.log10(1 + hertz / 700);
  const lowest = toMel(lowestHz);
  const step = (toMel(highestHz) - lowest) / (bands + 1);
  const matrix = new Float64Array(bands * bins);
  for (let band = 0; band < bands; band++)
    for (let bin = 0; bin < bins; bin++) {
      const position = (toMel((bin * rate) / (2 * (bins - 1))) - lowest) / step - band;
      matrix[band * bins + bin] = Math.max(0, 1 - Math.abs(position - 1));
    }
  return matrix;
}

/** Slaney's scale (1998, Auditory Toolbox): straight below 1 kHz, then logarithmic; 15 mel are 1 kHz. */
const fromSlaney = (mel: number) =>
  mel < 15 ? (mel * 200) / 3 : 1_000 * Math.exp((mel - 15) * (Math.log(6.4) / 27));
const toSlaney = (hertz: number) =>
  hertz < 1_000 ? (hertz * 3) / 200 : 15 + Math.log(hertz / 1_000) * (27 / Math.log(6.4));

/** Triangles of one area, straight in hertz, between corners that are even in Slaney's mel: row-major [bands, bins]. */
export function slaneyTriangles({ bands, bins, rate, lowestHz, highestHz }: Triangles): Float64Array {
  const [lowest, highest] = [toSlaney(lowestHz), toSlaney(highestHz)];
  const corners = Array.from({ length: bands + 2 }, (_, i) =>
    fromSlaney(lowest + ((highest - lowest) * i) / (bands + 1)),
  );
  const matrix = new Float64Array(bands * bins);
  for (let band = 0; band < bands; band++) {
    const [left = 0, top = 0, right = 0] = corners.slice(band, band + 3);
    for (let bin = 0; bin < bins; bin++) {
      const hertz = (bin * rate) / (2 * (bins - 1));
      const height = Math.min((hertz - left) / (top - left), (right - hertz) / (right - top));
      matrix[band * bins + bin] = (Math.max(0, height) * 2) / (right - left);
    }
  }
  return matrix;
}
