/**
 * Report → what came of it, for a person who never heard of macro-F1: one sentence that decides, and one on what would
 * have come without transfer learning. One way a kind of data. Figures as such stand in `summary.ts`.
 */
import { isLeak } from '../../datasets/dataset.ts';
import { inMarkdown } from '../../text/escape.ts';
import { measure, type ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';
import { chosenContender } from '../verdict.ts';

interface Verdict {
  /** Bold where it decides; the mark is ours. */
  lead: string;
  lines: string[];
}

export function plainVerdict(report: Report, words: ReportWords): Verdict {
  if (report.service) return serviceVerdict(report, report.service, words);
  if (report.classification) return classifierVerdict(report, report.classification, words);
  if (report.kind === 'series') return seriesVerdict(report, words);
  if (report.kind === 'policy') return policyVerdict(report, words);
  return generationVerdict(report, words);
}

type Metrics = NonNullable<Report['classification']>;
const whole = (value: number): string => `${Math.round(value * 100)}`;

/** The tuned model beside the one without transfer, on the samples that both were asked. */
function serviceVerdict(
  { measures, transferWon }: Report,
  { name, model, asked }: NonNullable<Report['service']>,
  words: ReportWords,
): Verdict {
  const found = measures.find((one) => one.name === 'accuracy');
  const values = { name: inMarkdown(name), model: inMarkdown(model) };
  if (!found) return { lead: words('short.serviceUntested', values), lines: [] };
  const [low, high] = found.interval ?? [found.value, found.value];
  const lead = words('short.service', {
    right: Math.round(found.value * asked),
    n: asked,
    percent: whole(found.value),
    low: whole(low),
    high: whole(high),
  });
  const other = words('short.times', { right: Math.round((found.baseline ?? 0) * asked), n: asked });
  return {
    lead,
    lines: [
      words(transferWon ? 'short.serviceWon' : 'short.serviceTie', { other }),
      words('short.serviceStays', values),
    ],
  };
}

const LEADS = { better: 'right', 'not-shown': 'notShown', 'no-better': 'noBetter' } as const;
/** Guessing that is right so often deserves a word beside a model that is better. */
const TELLING_GUESS = 0.6;

function classifierVerdict(report: Report, metrics: Metrics, words: ReportWords): Verdict {
  const { n, accuracy, accuracyInterval } = metrics;
  const { guessing } = report;
  const outcome = guessing?.outcome ?? 'better';
  const guessed = guessing ? Math.round(guessing.accuracy * n) : 0;
  const lead = words(`short.${LEADS[outcome]}`, {
    right: Math.round(accuracy * n),
    n,
    things: words(`short.things.${thingsOf(report.kind)}`),
    percent: whole(accuracy),
    low: whole(accuracyInterval[0]),
    high: whole(accuracyInterval[1]),
    guessed,
  });
  // Where the model is no better than guessing, nothing else matters yet.
  if (outcome === 'no-better') return { lead, lines: [] };
  const tellsGuess = outcome === 'better' && guessing !== null && guessing.accuracy >= TELLING_GUESS;
  return {
    lead,
    lines: [
      ...transferLine(
        report,
        (testScore) => words('short.times', { right: Math.round(testScore * n), n }),
        words,
      ),
      ...(tellsGuess ? [words('short.guessing', { guessed, n })] : []),
    ],
  };
}

/** What was judged, as the texts call it. */
export const thingsOf = (kind: string | null): 'image' | 'text' | 'audio' | 'other' =>
  kind === 'image' || kind === 'text' || kind === 'audio' ? kind : 'other';

const OUTCOMES = { won: 'without', 'no-difference': 'withoutTie', lost: 'withLost' } as const;

/** The other side of the comparison, tested on the same samples; none where an earlier version made the Report. */
function transferLine(report: Report, show: (testScore: number) => string, words: ReportWords): string[] {
  const { transfer, contenders } = report;
  if (!transfer) return [];
  const otherId = chosenContender(report).role === 'transfer' ? transfer.baseline : transfer.transfer;
  const testScore = contenders.find(({ id }) => id === otherId)?.testScore ?? null;
  if (testScore === null) return [words(`short.${OUTCOMES[transfer.outcome]}Untested`)];
  const isBaseline = otherId === transfer.baseline;
  const key = transfer.outcome === 'no-difference' && !isBaseline ? 'withTie' : OUTCOMES[transfer.outcome];
  return [words(`short.${key}`, { other: show(testScore) })];
}

/** Scores of series are skills: the share of the error of repeating the last season that is saved. */
function seriesVerdict(report: Report, words: ReportWords): Verdict {
  const skill = chosenContender(report).testScore ?? 0;
  const windows = report.measures.find(({ name }) => name === 'MASE')?.note?.values.count;
  const values = { percent: whole(Math.abs(skill)), count: windows ?? report.split.test };
  if (skill <= 0) return { lead: words('short.seriesNoBetter', values), lines: [] };
  const saved = (testScore: number) =>
    testScore > 0
      ? words('short.seriesSaved', { percent: whole(testScore) })
      : words('short.seriesSavedNothing');
  return { lead: words('short.series', values), lines: transferLine(report, saved, words) };
}

function policyVerdict(report: Report, words: ReportWords): Verdict {
  const [estimate] = report.measures;
  if (!estimate || estimate.baseline === null) return named(report, words);
  const { value, interval, baseline } = estimate;
  const values = {
    value: measure(value),
    baseline: measure(baseline),
    range: interval ? words('short.likely', { low: measure(interval[0]), high: measure(interval[1]) }) : '',
  };
  const isShown = interval !== null && interval[0] > baseline;
  const imitates = report.chosen === 'cloning';
  return {
    lead: words(isShown ? 'short.policyBetter' : 'short.policyNotShown', values),
    lines: [words(imitates ? 'short.policyImitates' : 'short.policyEstimate')],
  };
}

/** Scores of generators are mean log-probabilities, so that exp of the negative is how many pieces they waver between. */
function generationVerdict(report: Report, words: ReportWords): Verdict {
  const choices = (id: string): number | null => {
    const testScore = report.contenders.find((one) => one.id === id)?.testScore ?? null;
    return testScore === null ? null : Math.exp(-testScore);
  };
  const [own, untouched, ngram] = [choices(report.chosen), choices('untouched'), choices('ngram')];
  if (own === null || untouched === null) return named(report, words);
  const values = { own: measure(own), untouched: measure(untouched) };
  const counted =
    ngram !== null && ngram <= own ? [words('short.proseCounted', { ngram: measure(ngram) })] : [];
  return {
    lead: words(report.chosen === 'tuned' ? 'short.prose' : 'short.proseNoBetter', values),
    lines: counted,
  };
}

/** For what has no test figure to say. */
const named = (report: Report, words: ReportWords): Verdict => ({
  lead: words('short.delivered', { name: inMarkdown(words.phrase(chosenContender(report).name)) }),
  lines: [],
});

/**
 * Whether it may be shown in green: better than guessing, than repeating the last season, than the log, than before, on data
 * that give no class away.
 */
export function works(report: Report): boolean {
  if (report.dataset.problems.some(isLeak)) return false;
  if (report.guessing) return report.guessing.outcome === 'better';
  const [estimate] = report.measures;
  if (report.kind === 'policy')
    return Boolean(
      estimate?.interval && estimate.baseline !== null && estimate.interval[0] > estimate.baseline,
    );
  if (report.kind === 'series') return (chosenContender(report).testScore ?? 0) > 0;
  return report.kind === 'prose' ? report.chosen === 'tuned' : report.transferWon;
}
