/** A small valid Report for the tests of this folder. */
import { type Report, reportSchema } from '../../src/report/report.ts';

/** @param names class names, as a person may have written them. */
export function sampleReport(
  names: readonly string[] = ['cat', 'dog'],
  change: Partial<Report> = {},
): Report {
  const perClass = names.map((name) => ({ name, precision: 0.8, recall: 0.75, f1: 0.774, support: 4 }));
  const confusion = names.map((_, row) =>
    names.map((__, column) => (row === column ? 3 : row + 1 === column ? 1 : 0)),
  );
  return reportSchema.parse({
    version: 1,
    runId: '7K3M9QXA',
    kind: 'image',
    createdAt: '2026-11-24T10:00:00.000Z',
    dataset: {
      kind: 'image',
      name: 'pets.zip',
      hash: 'ab'.repeat(32),
      sampleCount: 40,
      classes: names.map((name) => ({ name, count: 20 })),
      facts: [{ label: 'Size', value: '640 × 480' }],
      problems: [{ severity: 'warning', code: 'sparse', message: 'Only 40 samples.', items: [] }],
    },
    split: { train: 24, validation: 8, test: 8, seed: 1, note: 'Stratified.' },
    backbone: {
      id: 'mobilenet',
      name: 'MobileNetV2',
      licence: 'Apache-2.0',
      source: 'npm nsfwjs',
      frozen: 'all layers frozen',
    },
    engines: { head: 'tfjs-wasm 4.22.0', trunk: 'onnxruntime-node 1.30.0' },
    scoreName: 'accuracy',
    transfer: {
      outcome: 'won',
      transfer: 'probe',
      baseline: 'no-transfer',
      validation: { mean: 0.25, interval: [0.1, 0.4] },
      test: { mean: 0.25, interval: [-0.1, 0.5] },
    },
    guessing: { outcome: 'better', accuracy: 0.5, logLoss: 0.7 },
    contenders: [
      {
        id: 'majority',
        name: 'Majority class',
        role: 'baseline',
        validationScore: 0.5,
        testScore: 0.5,
        hyperparameters: {},
        seconds: 0,
      },
      {
        id: 'no-transfer',
        name: 'HOG + ridge',
        role: 'baseline',
        validationScore: 0.625,
        testScore: 0.5,
        hyperparameters: { lambda: 1 },
        seconds: 0.4,
      },
      {
        id: 'probe',
        name: 'MobileNetV2 probe',
        role: 'transfer',
        validationScore: 0.875,
        testScore: 0.75,
        hyperparameters: { l2: 0.01 },
        seconds: 2.1,
      },
    ],
    chosen: 'probe',
    transferWon: true,
    verdict: '',
    classification: {
      n: 4 * names.length,
      accuracy: 0.75,
      accuracyInterval: [0.41, 0.93],
      macroPrecision: 0.8,
      macroRecall: 0.75,
      macroF1: 0.774,
      perClass,
      confusion,
      logLoss: 0.51,
      ece: 0.08,
      rocAuc: 0.9,
    },
    measures: [],
    history: [1, 2, 3].map((epoch) => ({
      epoch,
      trainLoss: 1 / epoch,
      validationLoss: 1.1 / epoch,
      trainScore: 0.5 + 0.1 * epoch,
      validationScore: 0.5 + 0.08 * epoch,
    })),
    temperature: 1.2,
    warnings: [],
    seconds: { total: 12.4, features: 6, training: 3 },
    files: [],
    ...change,
  });
}
