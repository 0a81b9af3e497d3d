/** What the features say about silence and clipping goes in, warnings for the report come out. */

import { type Note, note } from '../../../text/notes.ts';
import { listed } from '../../../text/terms.ts';
import { MAX_SECONDS } from '../features/decode-sound.ts';
import type { FeatureTable } from '../head/feature-space.ts';
import type { Samples } from '../samples.ts';
import { FACTS, GRID, LOG_MEL } from './log-mel-graph.ts';

/** −60 dB of full scale: quieter than any recording with something on it. */
const SILENT_PEAK = 1e-3;
/** Share of samples at full scale from which a clip counts as clipped. */
const CLIPPED_SHARE = 0.001;
const NAMED = 5;
/** Reading stops after a minute (`audio-samples.ts`); a hundredth less is a frame's rounding. */
const CUT_SECONDS = MAX_SECONDS - 0.01;

/** @param features of the simple sound Backbone, a row a sample; damaged samples are in no part any more */
export function clipWarnings(samples: Samples, { values, d }: FeatureTable): Note[] {
  const used = [...samples.pool, ...samples.test];
  const fact = (row: number, index: number) => values[row * d + LOG_MEL.dim + GRID.dim + index]!;
  const silent = used.filter((row) => fact(row, 0) < SILENT_PEAK);
  const clipped = used.filter((row) => fact(row, FACTS.dim - 1) > CLIPPED_SHARE);
  const cut = used.filter((row) => Math.exp(values[row * d + LOG_MEL.dim - 1]!) > CUT_SECONDS);
  const warnings: Note[] = [];
  const said = (rows: number[]) => ({
    count: rows.length,
    total: used.length,
    names: listed(
      rows.map((row) => samples.ids[row]!),
      NAMED,
    ),
  });
  if (silent.length > 0) warnings.push(note('clips-silent', said(silent)));
  if (clipped.length > 0) warnings.push(note('clips-clipped', said(clipped)));
  if (cut.length > 0) warnings.push(note('clips-cut', { ...said(cut), seconds: MAX_SECONDS }));
  return warnings;
}
