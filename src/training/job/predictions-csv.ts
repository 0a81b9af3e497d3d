/**
 * Predictions go in, a CSV file comes out, one line a sample: `row` or `file`, `prediction`, `confidence`, then one
 * column a class. A cell that a spreadsheet would take for a formula is made text.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Prediction } from '../../child/messages.ts';

/** First characters that start a formula in Excel, LibreOffice and Google Sheets (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
/** A label such as −1 stays a number: no formula can hide in it. */
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const NEEDS_QUOTES = /[",\n\r]/;

/** One CSV cell of a name that somebody else chose. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export async function writePredictionsCsv(
  path: string,
  column: 'row' | 'file',
  classes: readonly string[],
  predictions: Iterable<Prediction>,
): Promise<void> {
  const stream = createWriteStream(path, 'utf8');
  stream.write(`${[column, 'prediction', 'confidence', ...classes].map(csvCell).join(',')}\n`);
  for (const { id, prediction, confidence, probabilities } of predictions) {
    const numbers = [confidence ?? '', ...probabilities].map((value) =>
      typeof value === 'number' ? value.toFixed(6) : value,
    );
    const line = `${[csvCell(id), csvCell(prediction), ...numbers].join(',')}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}
