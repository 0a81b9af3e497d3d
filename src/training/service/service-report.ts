/** What a service's model answered, and the model without transfer on the same samples → the Report. Pure but for the clock. */
import type { ChildTaskOf } from '../../child/messages.ts';
import type { TextDataset } from '../../datasets/dataset.ts';
import { type Contender, type Report, reportSchema } from '../../report/report.ts';
import { verdict } from '../../report/verdict.ts';
import { wilsonInterval } from '../../statistics/intervals.ts';
import { comparePaired } from '../../statistics/significance.ts';
import { type Note, note } from '../../text/notes.ts';
import { reportWords } from '../../text/words.ts';
import type { Samples } from '../classifier/samples.ts';
import type { FittedBaseline } from './baseline.ts';

/** A sample, and what the tuned model said of it. */
export interface Asked {
  row: number;
  part: 'validation' | 'test';
  answer: string | null;
  /** −1 where the answer names no class. */
  predicted: number;
}

interface Found {
  dataset: TextDataset;
  samples: Samples;
  asked: readonly Asked[];
  baseline: FittedBaseline;
}

/** Of the samples of a part that were answered: 1 where right. */
function rightOf({ asked, samples, baseline }: Found, part: Asked['part']) {
  const places = [...asked.keys()].filter((at) => asked[at]!.part === part && asked[at]!.answer !== null);
  const labelAt = (at: number) => samples.labels[asked[at]!.row];
  return {
    tuned: places.map((at) => Number(asked[at]!.predicted === labelAt(at))),
    baseline: places.map((at) => Number(baseline.predicted[at] === labelAt(at))),
    unclear: places.filter((at) => asked[at]!.predicted < 0).length,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

export function serviceReport(task: ChildTaskOf<'service-report'>, found: Found): Report {
  const { dataset, samples, baseline } = found;
  const { service } = task;
  const [validation, test] = [rightOf(found, 'validation'), rightOf(found, 'test')];
  const isAsked = validation.tuned.length > 0 && test.tuned.length > 0;
  const difference = isAsked ? comparePaired(test.tuned, test.baseline, task.seed) : null;
  const contenders: Contender[] = [
    ...(isAsked
      ? [
          {
            id: 'service',
            name: service.model,
            role: 'transfer' as const,
            validationScore: meanOf(validation.tuned),
            testScore: meanOf(test.tuned),
            hyperparameters: {},
            seconds: 0,
          },
        ]
      : []),
    {
      id: 'no-transfer',
      name: baseline.name,
      role: 'baseline',
      validationScore: baseline.validationScore,
      testScore: isAsked ? meanOf(test.baseline) : null,
      hyperparameters: baseline.hyperparameters,
      seconds: baseline.seconds,
    },
  ];
  const judged = { ...service, asked: test.tuned.length, unclear: test.unclear };
  const outcome = { contenders, chosen: isAsked ? 'service' : 'no-transfer', service: judged };
  return reportSchema.parse({
    version: 1,
    runId: task.runId,
    kind: 'text',
    createdAt: new Date().toISOString(),
    dataset: dataset.profile,
    split: {
      train: samples.train.length,
      validation: samples.validation.length,
      test: samples.test.length,
      seed: task.seed,
      note: samples.splitNotes,
    },
    backbone: null,
    engines: {},
    scoreName: 'accuracy',
    ...outcome,
    transferWon: difference !== null && difference.interval[0] > 0,
    verdict: verdict(outcome, reportWords('en')),
    classification: null,
    measures: measuresOf(found, task, difference),
    history: [],
    temperature: null,
    warnings: warningsOf(task, test),
    seconds: { baseline: baseline.seconds },
    files: [],
  });
}

function measuresOf(
  found: Found,
  { service }: ChildTaskOf<'service-report'>,
  difference: ReturnType<typeof comparePaired> | null,
): Report['measures'] {
  const { tuned, baseline } = rightOf(found, 'test');
  const hits = tuned.filter((right) => right === 1).length;
  const loss = (name: string, value: number | null): Report['measures'] =>
    value === null ? [] : [{ name, value, interval: null, baseline: null, note: note('loss-of-service') }];
  return [
    ...(difference
      ? [
          {
            name: 'accuracy',
            value: meanOf(tuned),
            interval: wilsonInterval(hits, tuned.length),
            baseline: meanOf(baseline),
            note: note('asked-samples', { count: tuned.length }),
          },
          {
            name: `accuracy beyond ${found.baseline.name}`,
            value: difference.mean,
            interval: difference.interval,
            baseline: null,
            note: note('paired-mcnemar', { p: difference.pValue.toPrecision(2) }),
          },
        ]
      : []),
    ...loss('validation loss', service.validationLoss),
    ...loss('training loss', service.trainLoss),
  ];
}

function warningsOf({ service }: ChildTaskOf<'service-report'>, { unclear }: { unclear: number }): Note[] {
  return [
    note('stays-with-service', { name: service.name, model: service.model }),
    ...(service.notAsked === null
      ? []
      : [note('service-not-asked', { name: service.name, reason: service.notAsked })]),
    ...(service.validationLoss === null ? [note('service-tells-no-loss', { name: service.name })] : []),
    ...(unclear > 0 ? [note('answers-without-class', { count: unclear })] : []),
  ];
}
