/**
 * A Backbone: a catalogue entry (or Hub id, or the person's file) made real as a verified ONNX file on disk, with
 * what is needed to feed it and the values worth reading from it. `load-backbone.ts` produces it;
 * `training/features` runs its trunk; `onnx/` cuts and unfreezes it.
 */
import type { Note } from '../text/notes.ts';

/** How a picture of any shape becomes a square: its middle, all of it squashed, or all of it on white. */
export const PICTURE_FITS = ['crop', 'squash', 'pad'] as const;

/** What the pixels' levels of 0 to 255 become: (level · scale − mean) / deviation, one mean and deviation a colour. */
export interface Normalisation {
  scale: number;
  mean: [number, number, number];
  deviation: [number, number, number];
}

/** Pixels: RGB, fitted into a square of `size`. */
export interface ImagePreprocessing extends Normalisation {
  kind: 'image';
  size: number;
  /** Share of the shorter side kept by the centre crop, 0–1. */
  cropShare: number;
  /** Where it is not said: `crop`. */
  fit?: (typeof PICTURE_FITS)[number];
  layout: 'nchw' | 'nhwc';
  interpolation: 'bilinear' | 'bicubic';
}

/** Text: token ids by the model's own tokenizer.json; inputs named as the ONNX graph names them. */
export interface TextPreprocessing {
  kind: 'text';
  tokenizerPath: string;
  tokenizerConfigPath: string | null;
  maxTokens: number;
  /** Graph inputs in addition to the ids: attention mask, token types, positions. */
  inputs: { ids: string; mask: string | null; types: string | null; positions: string | null };
}

/** Audio: mono samples in [−1, 1] at `rate` Hz, or log-mel frames made by `frontend`. */
export interface AudioPreprocessing {
  kind: 'audio';
  rate: number;
  frontend: 'waveform' | 'speech-embedding' | 'log-mel' | 'whisper';
  /** Parameters of the frontend as its configuration file names them. */
  parameters: Record<string, number | string | boolean>;
}

/** The input of graphs that read a waveform; the Hub's convention. */
export const WAVEFORM_INPUT = 'input_values';

/** A value of the graph that is worth pooling as features. */
export interface Tap {
  output: string;
  dim: number;
  /** `none`: already [n, dim]; spatial/temporal axes are pooled otherwise. */
  pooling: 'none' | 'mean' | 'mean-max-deviation' | 'cls' | 'last-token';
}

export interface Backbone {
  id: string;
  name: string;
  /** Licence of the weights. */
  licence: string;
  /** Where the weights came from: "npm nsfwjs 4.3.0", a Hub id with its revision, or the attached file's name. */
  source: string;
  onnxPath: string;
  /** SHA-256 (hex) of the ONNX file: part of the key of cached features. */
  sha256: string;
  preprocessing: ImagePreprocessing | TextPreprocessing | AudioPreprocessing;
  /** Concatenated in order into the feature vector. */
  taps: Tap[];
  /** ISO 639-1 codes the text model knows; empty for all or not applicable. */
  languages: string[];
  /** Of pictures: the model's files do not say it, so that another may be right. */
  normalisationAssumed?: boolean;
  /** What had to be assumed because the model's files do not say it; for the person. */
  notes?: Note[];
}
