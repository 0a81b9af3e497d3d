/** `/compare`: up to four finished Runs side by side, and whether their figures can tell which is better. */

import { readReport } from '../../src/discord/announce/final-message.ts';
import { type Context, chatCommand } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { isUserError, UserError } from '../../src/errors.ts';
import {
  type ComparedRun,
  comparability,
  figureTexts,
  headlineOf,
  intervalSentence,
  pairedRows,
  points,
  readCorrectness,
} from '../../src/report/compare.ts';
import { chosenContender } from '../../src/report/verdict.ts';
import { comparePaired } from '../../src/statistics/significance.ts';
import { formatBytes } from '../../src/text/duration.ts';
import { plain } from '../../src/text/escape.ts';
import { cut, fitLines } from '../../src/text/fit-embed.ts';
import { duration, type ReportWords, reportWords } from '../../src/text/words.ts';
import { type DeliveredRun, findDelivered } from '../runs/find-run.ts';
import { suggestRuns } from '../runs/run-choice.ts';

type Compared = ComparedRun & { run: DeliveredRun; bytes: number | null };

const SEED = 42;
const SIGNIFICANT = 0.05;
const choice = { type: 'string', maxLength: 40, autocomplete: true } as const;

export const compare = chatCommand({
  definition: {
    kind: 'chat',
    name: 'compare',
    where: 'guild',
    options: [
      { name: 'run-a', required: true, ...choice },
      { name: 'run-b', required: true, ...choice },
      { name: 'run-c', ...choice },
      { name: 'run-d', ...choice },
    ],
  },
  async run(context, { 'run-a': a, 'run-b': b, 'run-c': c, 'run-d': d }) {
    await context.respond.defer();
    const compared: Compared[] = [];
    for (const typed of [a, b, c, d]) {
      if (typed === undefined) continue;
      const run = await findDelivered(context, typed);
      if (compared.some((other) => other.run.id === run.id)) throw givenTwice(run.id);
      compared.push(await read(context, run));
    }
    await context.respond.send(compareReply(context, compared));
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

const givenTwice = (id: string): UserError => new UserError('compare-same', { id });

async function read({ services: { objects } }: Context, run: DeliveredRun): Promise<Compared> {
  const report = await readReport(run, objects);
  // Runs of earlier versions kept no predictions.
  const table = report.evaluation
    ? await orNull(objects.getBytes(`${run.artifactKey}test-predictions.csv`))
    : null;
  const size = await orNull(objects.size(`${run.artifactKey}model.zip`));
  return { run, report, bytes: size, correct: table && readCorrectness(Buffer.from(table).toString('utf8')) };
}

/** Null when the object is not there. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (isUserError(error) && error.code === 'object-missing') return null;
    throw error;
  }
}

function runField({ run, report, bytes }: Compared, words: ReportWords) {
  const { dataset, seconds } = report;
  return {
    name: `${run.id} · ${cut(plain(dataset.name), 60)}`,
    value: [
      words('compare.model', { name: plain(words.phrase(report.backbone?.name ?? '—')) }),
      words('compare.chosen', { name: cut(plain(words.phrase(chosenContender(report).name)), 160) }),
      words('compare.score', { figures: figureTexts(report, words).join(words('list.between')) }),
      words('compare.size', {
        time: duration(seconds.total ?? 0),
        size: bytes === null ? '—' : formatBytes(bytes),
      }),
    ].join('\n'),
  };
}

/** Every pair: sample by sample where both were tested on the same ones, else by their intervals. */
function pairOf(first: Compared, second: Compared, words: ReportWords) {
  const paired = pairedRows(first, second);
  if (!paired) return { text: intervalSentence([first.report, second.report], words), pValue: null };
  const found = comparePaired(paired[0], paired[1], SEED);
  const turn = found.mean < 0 ? -1 : 1;
  const ends = found.interval.map((end) => end * turn).toSorted((x, y) => x - y);
  const clear = found.pValue < SIGNIFICANT;
  return {
    text: words('compare.paired', {
      best: (turn < 0 ? second : first).run.id,
      other: (turn < 0 ? first : second).run.id,
      difference: points(found.mean * turn),
      low: points(ends[0]!),
      high: points(ends[1]!),
      p: found.pValue.toPrecision(2),
      verdict: words(clear ? 'compare.pairedClear' : 'compare.pairedTie'),
    }),
    pValue: found.pValue,
  };
}

function compareReply(context: Context, compared: readonly Compared[]): Reply {
  const words = reportWords(context.locale);
  const kind = comparability(compared.map(({ report }) => report));
  const pairs =
    kind === 'same' || kind === 'otherTest'
      ? compared.flatMap((first, i) =>
          compared.slice(i + 1).map((second) => ({
            runs: [first.run.id, second.run.id],
            ...pairOf(first, kind === 'same' ? second : { ...second, correct: null }, words),
          })),
        )
      : [];
  const sentences = pairs.flatMap(({ text }) => (text === null ? [] : [`• ${text}`]));
  return {
    embeds: [
      {
        title: words('compare.title', { count: compared.length }),
        description: fitLines([words(`compare.${kind}`), ...sentences], 3_000),
        color: 0x5865f2,
        fields: compared.map((one) => runField(one, words)),
      },
    ],
    result: {
      comparability: kind,
      pairs,
      runs: compared.map(({ run, report, bytes }) => ({
        runId: run.id,
        dataset: report.dataset.name,
        model: report.backbone?.id ?? null,
        chosen: report.chosen,
        headline: headlineOf(report),
        macroF1: report.classification?.macroF1 ?? null,
        seconds: report.seconds.total ?? null,
        bytes,
      })),
    },
  };
}
