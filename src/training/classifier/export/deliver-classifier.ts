/**
 * A classifier's written files → the Delivery of its Report: smaller variants scored on the test part by the code of
 * `/predict`. In: the trained classifier, its artifact folder. Out: Delivery. Called by `write-model.ts`.
 */
import { artifactHost } from '../../../delivered/artifact-host.ts';
import type { Feeds } from '../../../engines/graph-session.ts';
import type { Delivery } from '../../../report/delivery.ts';
import type { Judged, Measure } from '../../delivery/as-good.ts';
import { offerCompact } from '../../delivery/offer-compact.ts';
import { variantHost } from '../../delivery/variant-host.ts';
import { predictedClasses } from '../evaluate/predictions.ts';
import type { Samples } from '../samples.ts';
import type { TrainedClassifier } from '../train-classifier.ts';
import { openPipeline, type PipelineInput } from './run-pipeline.ts';

/** Half a point of accuracy. */
const MEASURE: Measure = { name: 'accuracy', better: 'higher', tolerance: { by: 0.005, relative: false } };
/** Test samples that variants are scored on: pictures and sounds take up to a tenth of a second each. */
const MOST_JUDGED = { image: 400, audio: 400, text: 2_000 } as const;

export const inputOf = (samples: Samples, row: number): PipelineInput =>
  samples.kind === 'text' ? { text: samples.texts[row]! } : { path: samples.files[row]!.path };

interface DeliverOptions {
  artifactDir: string;
  workDir: string;
  trained: TrainedClassifier;
  secondsLeft: () => number;
  signal: AbortSignal;
}

/** With more seconds left than this all is judged; with less, as many samples as a share of them allows, but so many. */
const AMPLE_SECONDS = 60;
const JUDGING_SHARE = 0.2;
const LEAST_JUDGED = 50;

export async function deliverClassifier(options: DeliverOptions, modelPath: string): Promise<Delivery> {
  const { artifactDir, workDir, trained, signal } = options;
  const { samples, tested, winner } = trained;
  const { test } = samples;
  const first = await firstRun(options, modelPath);
  const affordable = Math.floor((JUDGING_SHARE * options.secondsLeft()) / Math.max(1e-6, first.seconds));
  const most = options.secondsLeft() > AMPLE_SECONDS ? test.length : Math.max(LEAST_JUDGED, affordable);
  const count = Math.min(test.length, most, MOST_JUDGED[samples.kind]);
  // Evenly from all of it, which may be in the order of its classes.
  const places = Array.from({ length: count }, (_, i) => Math.floor((i * test.length) / count));
  const rows = places.map((place) => test[place]!);
  const predicted = predictedClasses(tested.get(winner.id)!);
  const judge = async (path: string): Promise<Judged> => {
    const opened = await openPipeline(
      artifactDir,
      variantHost(artifactHost(artifactDir), () => path),
    );
    try {
      const watch = { signal, onProgress: () => {} };
      const answers = await opened.predict(
        rows.map((row) => inputOf(samples, row)),
        watch,
      );
      return judged(answers.map((answer) => ('reason' in answer ? -1 : answer.indexOf(Math.max(...answer)))));
    } finally {
      await opened.close();
    }
  };
  const judged = (classes: readonly number[]): Judged => {
    const right = classes.map((value, i) => Number(value === samples.labels[rows[i]!]));
    return {
      figure: right.reduce((sum, value) => sum + value, 0) / Math.max(1, right.length),
      samples: right,
    };
  };
  return offerCompact({
    artifactDir,
    workDir,
    graphs: [{ path: modelPath, feeds: first.feeds }],
    measure: MEASURE,
    full: judged(places.map((place) => predicted[place]!)),
    judge,
    secondsLeft: options.secondsLeft,
    signal,
  });
}

/** What a run of one sample is fed with, and how long it takes: of the first two test samples that can be read. */
async function firstRun(
  { artifactDir, trained, signal }: DeliverOptions,
  modelPath: string,
): Promise<{ feeds: Feeds | null; seconds: number }> {
  const host = variantHost(artifactHost(artifactDir), () => modelPath);
  const opened = await openPipeline(artifactDir, host);
  try {
    for (const row of trained.samples.test) {
      // The second run tells the time: the first one opened the file.
      const known = host.firstFeeds();
      const start = performance.now();
      await opened.predict([inputOf(trained.samples, row)], { signal, onProgress: () => {} });
      if (known) return { feeds: known, seconds: (performance.now() - start) / 1_000 };
    }
    return { feeds: host.firstFeeds(), seconds: 0 };
  } finally {
    await opened.close();
  }
}
