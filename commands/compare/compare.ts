/** `/compare`: up to four finished Runs side by side, and whether their figures can tell which is better. */

import { readReport } from '../../src/discord/announce/final-message.ts';
import { type Context, chatCommand, componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { Embed, Reply } from '../../src/discord/reply.ts';
import { isUserError, UserError } from '../../src/errors.ts';
import {
  type Comparability,
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
import { code, plain } from '../../src/text/escape.ts';
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
    const typed = [a, b, c, d].filter((one) => one !== undefined);
    const found = await readAll(context, typed);
    await context.respond.send(compareReply(context, found));
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

/** All of it, for anybody who sees the answer: read anew, as Reports do not change. */
export const compareFigures = componentCommand({
  name: 'compare-figures',
  where: 'guild',
  async run(context, argument) {
    await context.respond.defer({ ephemeral: true });
    const compared = await readAll(context, argument.split(':'));
    await context.respond.send({ embeds: [compareEmbed(context, compared)], result: { compared: argument } });
  },
});

export async function readAll(context: GuildContext, typed: readonly string[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const one of typed) {
    const run = await findDelivered(context, one);
    if (compared.some((other) => other.run.id === run.id)) throw givenTwice(run.id);
    compared.push(await read(context, run));
  }
  return compared;
}

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
  if (!paired)
    return { text: intervalSentence([first.report, second.report], words), short: null, pValue: null };
  const found = comparePaired(paired[0], paired[1], SEED);
  const turn = found.mean < 0 ? -1 : 1;
  const ends = found.interval.map((end) => end * turn).toSorted((x, y) => x - y);
  const clear = found.pValue < SIGNIFICANT;
  const values = {
    best: (turn < 0 ? second : first).run.id,
    other: (turn < 0 ? first : second).run.id,
    difference: points(found.mean * turn),
  };
  return {
    short: words(clear ? 'compare.better' : 'compare.tie', values),
    text: words('compare.paired', {
      ...values,
      low: points(ends[0]!),
      high: points(ends[1]!),
      p: found.pValue.toPrecision(2),
      verdict: words(clear ? 'compare.pairedClear' : 'compare.pairedTie'),
    }),
    pValue: found.pValue,
  };
}

/** Every pair that may be held against each other. */
function pairsOf(compared: readonly Compared[], kind: Comparability, words: ReportWords) {
  if (kind !== 'same' && kind !== 'otherTest') return [];
  return compared.flatMap((first, i) =>
    compared.slice(i + 1).map((second) => ({
      runs: [first.run.id, second.run.id],
      ...pairOf(first, kind === 'same' ? second : { ...second, correct: null }, words),
    })),
  );
}

const kindOf = (compared: readonly Compared[]): Comparability =>
  comparability(compared.map(({ report }) => report));

function compareEmbed({ locale }: Context, compared: readonly Compared[]): Embed {
  const words = reportWords(locale);
  const kind = kindOf(compared);
  const sentences = pairsOf(compared, kind, words).flatMap(({ text }) =>
    text === null ? [] : [`• ${text}`],
  );
  return {
    title: words('compare.title', { count: compared.length }),
    description: fitLines([words(`compare.${kind}`), ...sentences], 3_000),
    color: 0x5865f2,
    fields: compared.map((one) => runField(one, words)),
  };
}

/** Which is better, or that none is shown to be; then a line a Run. */
export function compareReply({ locale, t }: Context, compared: readonly Compared[]): Reply {
  const words = reportWords(locale);
  const kind = kindOf(compared);
  const pairs = pairsOf(compared, kind, words);
  const leads = pairs.flatMap(({ short, text }) => short ?? text ?? []);
  const button = `compare-figures:${compared.map(({ run }) => run.id).join(':')}`;
  return {
    content: [
      ...(kind === 'same' && leads.length > 0 ? [] : [words(`compare.${kind}`)]),
      ...leads,
      ...compared.map(({ run, report }) => {
        const [figure = '–'] = figureTexts(report, words);
        return `${code(run.id)} ${figure} · ${plain(words.phrase(report.backbone?.name ?? '—'), 40)}`;
      }),
    ].join('\n'),
    buttons: [{ id: button, label: t('button.figures'), style: 'secondary' }],
    result: {
      comparability: kind,
      pairs: pairs.map(({ runs, text, pValue }) => ({ runs, text, pValue })),
      more: [button],
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
