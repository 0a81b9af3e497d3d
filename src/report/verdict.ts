/** Report → the sentences that matter: does the model work, and did transfer learning win, beyond chance? */

import { inMarkdown } from '../text/escape.ts';
import { measure, percent, type ReportWords, score } from '../text/words.ts';
import type { TransferOutcome } from './outcome.ts';
import type { Contender, Report, ServiceResult } from './report.ts';

const best = (contenders: readonly Contender[], role: Contender['role']): Contender | undefined =>
  contenders
    .filter((contender) => contender.role === role)
    .reduce<Contender | undefined>(
      (top, contender) => (top && top.validationScore >= contender.validationScore ? top : contender),
      undefined,
    );

/** The delivered contender. Throws when the Report does not hold the one it names: that is a bug. */
export function chosenContender(report: Pick<Report, 'contenders' | 'chosen'>): Contender {
  const chosen = report.contenders.find((contender) => contender.id === report.chosen);
  if (!chosen) throw new Error(`The report names ${report.chosen} as chosen, but holds no such contender.`);
  return chosen;
}

type VerdictInput = Pick<Report, 'contenders' | 'chosen'> &
  Partial<Pick<Report, 'kind' | 'transfer' | 'guessing' | 'classification' | 'service'>>;

export function verdict(report: VerdictInput, words: ReportWords): string {
  if (report.service) return serviceLine(report.service, words);
  const chosen = chosenContender(report);
  if (report.kind === 'policy')
    return words(chosen.id === 'cloning' ? 'verdict.policyImitates' : 'verdict.policyLearnt', {
      chosen: inMarkdown(words.phrase(chosen.name)),
      score: score(chosen.validationScore),
    });
  if (report.kind === 'prose') return generationVerdict(report, words);
  const works = guessingLine(report, words);
  const transfer = report.transfer ? transferLine(report, report.transfer, words) : plainLine(report, words);
  return [...works, transfer].join(words('sentences.between'));
}

const serviceLine = ({ name, model, baseModel, jobId, dollars }: ServiceResult, words: ReportWords): string =>
  words('verdict.service', {
    name: inMarkdown(name),
    model: inMarkdown(model),
    base: inMarkdown(baseModel),
    job: inMarkdown(jobId),
    dollars: `$${dollars.toFixed(2)}`,
  });

const points = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;

/** Said first where the model is no better than guessing, or not shown to be: then nothing else matters yet. */
function guessingLine({ guessing, classification }: VerdictInput, words: ReportWords): string[] {
  if (!guessing || !classification || guessing.outcome === 'better') return [];
  return [
    words(guessing.outcome === 'no-better' ? 'verdict.noBetter' : 'verdict.notShown', {
      accuracy: percent(classification.accuracy),
      guessing: percent(guessing.accuracy),
      count: classification.n,
    }),
  ];
}

/** The first figure of a sentence says what it measures; those of other kinds stand beside their names in the report. */
const namedScore = ({ kind }: VerdictInput, value: number, words: ReportWords): string =>
  kind === 'image' || kind === 'text' || kind === 'audio'
    ? words('verdict.accuracy', { value: score(value) })
    : score(value);

const LINES = { won: 'verdict.transfer', 'no-difference': 'verdict.tie', lost: 'verdict.baseline' } as const;

function transferLine(report: VerdictInput, judged: TransferOutcome, words: ReportWords): string {
  const named = (id: string) => report.contenders.find((one) => one.id === id);
  const [transfer, baseline] = [named(judged.transfer), named(judged.baseline)];
  const [low, high] = judged.validation.interval;
  const range = report.kind === 'series' ? [low, high].map(measure) : [low, high].map(points);
  const values = {
    transfer: inMarkdown(words.phrase(transfer?.name ?? judged.transfer)),
    transferScore: namedScore(report, transfer?.validationScore ?? 0, words),
    baseline: inMarkdown(words.phrase(baseline?.name ?? judged.baseline)),
    baselineScore: score(baseline?.validationScore ?? 0),
    chosen: inMarkdown(words.phrase(chosenContender(report).name)),
    low: range[0]!,
    high: range[1]!,
  };
  const isBeyond = low > 0 || high < 0;
  const agrees = judged.test !== null && judged.test.mean * judged.validation.mean > 0;
  // Withheld from a model that is no better than guessing: the scores, and no claim.
  if (judged.outcome === 'no-difference' && isBeyond && agrees) return plainLine(report, words);
  const takenBack = judged.outcome === 'no-difference' && isBeyond;
  return words(takenBack ? 'verdict.takenBack' : LINES[judged.outcome], values);
}

/** Without a comparison: one side is empty, or an earlier version made the Report. Scores alone, no claim. */
function plainLine(report: VerdictInput, words: ReportWords): string {
  const chosen = chosenContender(report);
  const rival = best(report.contenders, chosen.role === 'transfer' ? 'baseline' : 'transfer');
  const values = {
    chosen: inMarkdown(words.phrase(chosen.name)),
    score: namedScore(report, chosen.validationScore, words),
  };
  return rival
    ? words('verdict.beside', {
        ...values,
        rival: inMarkdown(words.phrase(rival.name)),
        rivalScore: score(rival.validationScore),
      })
    : words('verdict.only', values);
}

/** Perplexities on validation: exp of the loss, which is the score's negative. */
function generationVerdict(
  { contenders, chosen }: Pick<Report, 'contenders' | 'chosen'>,
  words: ReportWords,
) {
  const shown = (id: string) => {
    const found = contenders.find((contender) => contender.id === id);
    return found ? measure(Math.exp(-found.validationScore)) : '–';
  };
  const { name } = chosenContender({ contenders, chosen });
  const values = {
    chosen: inMarkdown(words.phrase(name)),
    untouched: shown('untouched'),
    tuned: shown('tuned'),
    ngram: shown('ngram'),
  };
  return words(chosen === 'tuned' ? 'verdict.generationTuned' : 'verdict.generationUntouched', values);
}
