import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushModel } from '../../src/hub/push-model.ts';
import type { ClassifierEvaluation } from '../../src/report/evaluation.ts';
import { renderModelCard, usageOf } from '../../src/report/model-card.ts';
import { filesToPublish, publicReport } from '../../src/report/publish.ts';
import { type Report, reportSchema } from '../../src/report/report.ts';
import { type Note, note } from '../../src/text/notes.ts';
import { term } from '../../src/text/term.ts';
import { type Mirror, startMirror } from '../hub/mirror.ts';
import { sampleReport } from './sample-report.ts';

/** What only somebody who saw the samples can know. */
const SECRETS = [
  'meet me at the harbour',
  'letters/anna-1987.txt',
  'Speaker Bertram',
  'Tower clinic',
  '4711.25',
];

const evaluation: ClassifierEvaluation = {
  uncalibrated: null,
  calibrated: [],
  brier: 0.3,
  averagePrecision: 0.8,
  curves: [],
  thresholds: null,
  groups: [
    { name: 'Speaker Bertram', n: 3, accuracy: 0.5, interval: [0.2, 0.8] },
    { name: 'Tower clinic', n: 3, accuracy: 0.6, interval: [0.2, 0.8] },
  ],
  mistakes: [
    {
      id: 'letters/anna-1987.txt',
      truth: 'cat',
      predicted: 'dog',
      confidence: 0.9,
      excerpt: 'meet me at the harbour',
    },
  ],
  mistakeCount: 1,
  testPart: 'ab',
};

function telling(): Report {
  const report = sampleReport(['cat', 'dog'], {
    evaluation,
    insight: {
      suspects: {
        checked: 32,
        found: 1,
        items: [{ id: 'letters/anna-1987.txt', given: 'cat', suggested: 'dog', confidence: 0.9 }],
      },
      dataCurve: null,
    },
    forecasts: [
      {
        id: 'Tower clinic',
        history: [4711.25],
        actual: [1],
        point: [1],
        low: [0],
        high: [2],
        times: ['2026-01-01', '2026-01-02'],
      },
    ],
    warnings: [
      note('clips-silent', {
        count: 1,
        total: 8,
        names: 'letters/anna-1987.txt',
      }),
      note('regime-change', { steps: 5, names: [term('note.level-jumped', { name: 'Tower clinic' })] }),
    ],
  });
  report.dataset.problems.push({
    severity: 'warning',
    code: 'duplicates',
    message: '2 files are copies.',
    values: { count: 2 },
    items: ['letters/anna-1987.txt'],
  });
  return report;
}

let mirror: Mirror;
let folder: string;
beforeAll(async () => {
  mirror = await startMirror();
  folder = mkdtempSync(join(tmpdir(), 'tunesmith-publish-'));
});
afterAll(async () => {
  await mirror.close();
  rmSync(folder, { recursive: true });
});

function writeArtifact(card: string): string {
  const artifact = join(folder, 'artifact');
  for (const name of ['model/onnx', 'charts']) mkdirSync(join(artifact, name), { recursive: true });
  writeFileSync(join(artifact, 'report.json'), JSON.stringify(telling()));
  writeFileSync(join(artifact, 'README.md'), card);
  writeFileSync(join(artifact, 'model/onnx/model.onnx'), 'weights');
  for (const name of ['roc', 'mistakes', 'suspects', 'forecast'])
    writeFileSync(join(artifact, `charts/${name}.png`), name === 'roc' ? 'curve' : SECRETS.join());
  for (const name of ['mistakes.csv', 'suspects.csv', 'test-predictions.csv', 'forecast.csv', 'model.zip'])
    writeFileSync(join(artifact, name), SECRETS.join());
  return artifact;
}

describe('what is published of a Run', () => {
  it('is the model, its card, the report and the charts of figures, without anything of a sample', async () => {
    // As earlier versions wrote it, with an excerpt.
    const old = renderModelCard(telling(), 'Load it **so**:\n\n```js\nload();\n```').replace(
      '## Limits',
      'meet me at the harbour\n\n## Limits',
    );
    const out = mkdtempSync(join(folder, 'out-'));
    const files = await filesToPublish(writeArtifact(old), out);
    await pushModel({
      repo: 'ada/letters',
      files,
      endpoint: mirror.endpoint,
      token: 'hf_writer',
      title: 'Add the model',
    });
    const pushed = [...mirror.pushed].filter(([path]) => path.startsWith('ada/letters/'));
    expect(pushed.map(([path]) => path.slice('ada/letters/'.length)).toSorted()).toEqual([
      'README.md',
      'charts/roc.png',
      'onnx/model.onnx',
      'report.json',
    ]);
    for (const [path, bytes] of pushed)
      for (const secret of SECRETS) expect(bytes.toString(), path).not.toContain(secret);
    const card = readFileSync(join(out, 'README.md'), 'utf8');
    expect(card).toContain('Load it **so**:\n\n```js\nload();\n```\n');
    expect(card).toContain(
      '1 of 8 clips is silent \\(never above −60 dB of full scale\\): …. They were kept; unless',
    );
    expect(card).toContain('1 of 32 labels looks wrong (confident learning).');
    const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    expect(report.classification).toEqual(telling().classification);
    expect(report.evaluation!.mistakeCount).toBe(1);
  });

  it('names the series of a finding as "…", and keeps its figures', () => {
    const [, regime] = publicReport(telling()).warnings;
    expect(regime).toEqual({
      code: 'regime-change',
      message:
        'The last 5 steps do not continue what came before in …: the forecast and its intervals were learnt from another regime and may not hold.',
      values: { steps: 5, names: '…' },
    });
  });
});

it('a published forecaster has its pipeline, without the weights that name series', async () => {
  const artifact = mkdtempSync(join(tmpdir(), 'tunesmith-publish-'));
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-publish-'));
  const report: Report = { ...sampleReport(['a', 'b']), kind: 'series', classification: null };
  const pipeline = {
    kind: 'series',
    members: [{ id: 'theta', state: null, onnx: null }],
    weights: { overall: [1], series: { 'Tower clinic': [1] } },
  };
  writeFileSync(join(artifact, 'report.json'), JSON.stringify(report));
  writeFileSync(join(artifact, 'README.md'), renderModelCard(report, 'Use it.'));
  writeFileSync(join(artifact, 'pipeline.json'), JSON.stringify(pipeline));
  const files = await filesToPublish(artifact, folder);
  expect(JSON.parse(readFileSync(files.get('pipeline.json')!, 'utf8'))).toEqual({
    ...pipeline,
    weights: { overall: [1], series: {} },
  });
  for (const made of [artifact, folder]) rmSync(made, { recursive: true });
});

describe('names in the findings that are published', () => {
  const masked = (finding: Note): string =>
    publicReport(sampleReport(['a', 'b'], { warnings: [finding] })).warnings[0]!.message;

  it('are left out in every script', () => {
    const names = [term('note.level-jumped', { name: '北京医院' })];
    expect(masked(note('regime-change', { steps: 5, names }))).toMatch(/came before in …: the forecast/);
  });

  it('are left out whole, also where the finding is unknown', () => {
    const names = ['a/clip', 'a/clip-anna'];
    const said = masked(note('clips-silent', { count: 2, total: 8, names }));
    expect(said).toMatch(/full scale\): …\. They were kept/);
    expect(masked({ code: 'of-later', message: 'Silent: a/clip.', values: { names } })).toBe('…');
  });

  it('are left out of the sentences that earlier versions stored without values', () => {
    const stored = [
      '2 of 8 clips are clipped (over 0.1 % of their samples at full scale): a/anna.wav, b.wav. Record them with less gain where you can.',
      'The last 5 steps do not continue what came before in "Tower clinic" (its level jumped): the forecast may not hold.',
      'The time budget ended before the comparison without pretraining ("scratch"); it was left out.',
    ];
    const report = reportSchema.parse({ ...sampleReport(['a', 'b']), warnings: stored });
    expect(publicReport(report).warnings.map(({ message }) => message)).toEqual([
      '2 of 8 clips are clipped (over 0.1 % of their samples at full scale): …. Record them with less gain where you can.',
      'The last 5 steps do not continue what came before in …: the forecast may not hold.',
      stored[2],
    ]);
  });

  it('are left out of the findings about the data set', () => {
    const report = sampleReport(['a', 'b']);
    const names = 'letters/anna.csv';
    const message = `The archive has tables with other columns, which were not read; the largest (${names}) was.`;
    report.dataset.problems = [
      { severity: 'note', code: 'other-tables', message, values: { names }, items: [] },
    ];
    expect(JSON.stringify(publicReport(report))).not.toContain('anna');
  });
});

it('writes no text of a sample into the card that goes with the model', () => {
  const card = renderModelCard(telling());
  expect(card).toContain('| letters/anna-1987.txt | cat | dog | 90.0 % |');
  expect(card).not.toContain('meet me at the harbour');
});

it('finds the section on using the model in a card', () => {
  expect(usageOf(renderModelCard(sampleReport(), 'One.\n\n### Two\n\nThree.'))).toBe(
    'One.\n\n### Two\n\nThree.',
  );
  expect(usageOf(renderModelCard(sampleReport()))).toBe('');
});
