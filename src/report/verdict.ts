/** Report → the one sentence that matters: did transfer learning win, and by how much on validation? */

import { measure, plain, type ReportWords, score } from '../text/words.ts';
import type { Contender, Report } from './report.ts';

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

export function verdict(
  report: Pick<Report, 'contenders' | 'chosen'> & Partial<Pick<Report, 'kind'>>,
  words: ReportWords,
): string {
  const chosen = chosenContender(report);
  if (report.kind === 'policy')
    return words(chosen.id === 'cloning' ? 'verdict.policyImitates' : 'verdict.policyLearnt', {
      chosen: plain(words.phrase(chosen.name)),
      score: score(chosen.validationScore),
    });
  if (report.kind === 'prose') return generationVerdict(report, words);
  const rival = best(report.contenders, chosen.role === 'transfer' ? 'baseline' : 'transfer');
  const values = { chosen: plain(words.phrase(chosen.name)), score: score(chosen.validationScore) };
  if (!rival) return words('verdict.only', values);
  const lead = chosen.validationScore - rival.validationScore;
  if (lead < 0 || (lead === 0 && chosen.role === 'transfer'))
    return words('verdict.tie', {
      ...values,
      rival: plain(words.phrase(rival.name)),
      rivalScore: score(rival.validationScore),
    });
  return chosen.role === 'transfer'
    ? words('verdict.transfer', {
        ...values,
        baseline: plain(words.phrase(rival.name)),
        baselineScore: score(rival.validationScore),
      })
    : words('verdict.baseline', {
        ...values,
        transfer: plain(words.phrase(rival.name)),
        transferScore: score(rival.validationScore),
      });
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
    chosen: plain(words.phrase(name)),
    untouched: shown('untouched'),
    tuned: shown('tuned'),
    ngram: shown('ngram'),
  };
  return words(chosen === 'tuned' ? 'verdict.generationTuned' : 'verdict.generationUntouched', values);
}

/** Did a transfer model beat every model without transfer on validation? A tie is no win. */
export function didTransferWin(report: Pick<Report, 'contenders' | 'chosen'>): boolean {
  const chosen = chosenContender(report);
  const baseline = best(report.contenders, 'baseline');
  return (
    chosen.role === 'transfer' &&
    chosen.validationScore > (baseline?.validationScore ?? Number.NEGATIVE_INFINITY)
  );
}
