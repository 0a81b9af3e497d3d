import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { csvCell, writePredictionsCsv } from '../../../src/training/job/predictions-csv.ts';

it('a name that a spreadsheet would run becomes text', () => {
  expect(csvCell('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
  for (const start of ['+a', '-a', '@a', '\tx', '-1+2'])
    expect(csvCell(start).replaceAll('"', '').startsWith("'")).toBe(true);
  expect(csvCell('-1')).toBe('-1');
  expect(csvCell('plain')).toBe('plain');
  expect(csvCell('a,b\n"c"')).toBe('"a,b\n""c"""');
});

it('writes a line for each prediction', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'tunesmith-csv-')), 'out.csv');
  await writePredictionsCsv(
    path,
    'file',
    ['cat', '=dog'],
    [
      { id: 'a/1.jpg', prediction: 'cat', confidence: 0.75, probabilities: [0.75, 0.25] },
      { id: '-2.jpg', prediction: '=dog', confidence: null, probabilities: [] },
    ],
  );
  expect(await readFile(path, 'utf8')).toBe(
    "file,prediction,confidence,cat,'=dog\na/1.jpg,cat,0.750000,0.750000,0.250000\n'-2.jpg,'=dog,\n",
  );
});
