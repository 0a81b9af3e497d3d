/** Estimates of the time left, one after another → what is shown of them. Pure. */
import { formatSeconds } from '../../text/duration.ts';
import type { Translate } from '../../text/localise.ts';

export interface TimeLeft {
  seconds: number;
  /** More than was shown before: the reader is told so. */
  isLonger: boolean;
}

/** An estimate may come out this much above what is shown before the reader hears of it. */
const TOLERANCE = { share: 0.25, seconds: 10 };
/** Less than this is no time that anybody plans by. */
const SOON_SECONDS = 3;

/**
 * Estimates waver; what is shown falls or stays. One that is clearly longer is shown as longer than was thought.
 * @param estimate null where there is none, such as before the first steps are done
 */
export function followEstimate(shown: TimeLeft | null, estimate: number | null): TimeLeft | null {
  if (estimate === null) return null;
  if (shown === null) return { seconds: estimate, isLonger: false };
  if (estimate <= shown.seconds) return { seconds: estimate, isLonger: shown.isLonger };
  const allowed = Math.max(shown.seconds * (1 + TOLERANCE.share), shown.seconds + TOLERANCE.seconds);
  return estimate <= allowed ? shown : { seconds: estimate, isLonger: true };
}

export function sayTimeLeft({ seconds, isLonger }: TimeLeft, t: Translate): string {
  if (seconds < SOON_SECONDS) return t('run.etaSoon');
  return t(isLonger ? 'run.etaLonger' : 'run.eta', { time: formatSeconds(seconds) });
}
