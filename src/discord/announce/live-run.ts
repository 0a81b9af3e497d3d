/** A Run as its progress message shows it: folded from its RunEvents, rendered as a Reply. Pure. */

import type { RunEvent } from '../../runs/events.ts';
import type { Run } from '../../runs/run.ts';
import { plain } from '../../text/escape.ts';
import { cut } from '../../text/fit-embed.ts';
import { pickLocale, translator } from '../../text/localise.ts';
import { phrase } from '../../text/phrases.ts';
import { measure, percent } from '../../text/words.ts';
import type { Reply } from '../reply.ts';
import { followEstimate, sayTimeLeft, type TimeLeft } from './time-left.ts';

export interface LiveRun {
  state: Run['state'];
  step: string | null;
  /** Of the whole Run, 0–1. */
  fraction: number;
  timeLeft: TimeLeft | null;
  /** Latest line of the learning curve. */
  epoch: { model: string; epoch: number; validationScore: number; validationLoss: number } | null;
  /** Times it was taken up again after a worker died. */
  retries: number;
}

export const newLiveRun = (): LiveRun => ({
  state: 'queued',
  step: null,
  fraction: 0,
  timeLeft: null,
  epoch: null,
  retries: 0,
});

/** Takes one event in; order as stored. */
export function foldEvent(live: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case 'queued':
      return { ...live, state: 'queued' };
    case 'started':
      return { ...live, state: 'running' };
    case 'dataset':
      return live;
    case 'progress':
      return {
        ...live,
        step: event.step,
        fraction: event.fraction,
        timeLeft: followEstimate(live.timeLeft, event.etaSeconds),
      };
    case 'epoch':
      return { ...live, epoch: { ...event } };
    case 'retried':
      return { ...live, state: 'queued', retries: live.retries + 1, timeLeft: null };
    case 'succeeded':
      return { ...live, state: 'succeeded', fraction: 1, timeLeft: null };
    case 'failed':
      return { ...live, state: 'failed', timeLeft: null };
    case 'cancelled':
      return { ...live, state: 'cancelled', timeLeft: null };
  }
}

export const isFinal = (state: Run['state']): boolean => state !== 'queued' && state !== 'running';

const WIDTH = 20;
/** 0.42 → "████████░░░░░░░░░░░░ 42 %". */
export const progressBar = (fraction: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.floor(fraction * 100)} %`;
};

const COLOURS = {
  queued: 0x95a5a6,
  running: 0x3498db,
  succeeded: 0x2ecc71,
  failed: 0xe74c3c,
  cancelled: 0x7f8c8d,
} as const;
export const colourOf = (state: Run['state']): number => COLOURS[state];

/** By the measure that the report shows: perplexity of a generator, accuracy of a classifier. */
function epochScore(
  kind: Run['spec']['kind'],
  { validationScore, validationLoss }: NonNullable<LiveRun['epoch']>,
  name: (english: string) => string,
): string {
  if (kind === 'prose') return `${name('perplexity')} ${measure(Math.exp(validationLoss))}`;
  return `${name('accuracy')} ${percent(validationScore)}`;
}

/** The progress message: state, bar, step, time left; a cancel button while it can be cancelled. */
export function progressReply(run: Run, live: LiveRun): Reply {
  const locale = pickLocale(run.place.locale);
  const t = translator(locale);
  const lines = [
    `\`${progressBar(live.fraction)}\``,
    ...(live.step && !isFinal(live.state) ? [plain(phrase(locale, live.step), 200)] : []),
    ...(live.timeLeft === null || isFinal(live.state) ? [] : [sayTimeLeft(live.timeLeft, t)]),
    ...(live.epoch
      ? [
          t('run.epoch', {
            model: plain(phrase(locale, live.epoch.model), 120),
            epoch: live.epoch.epoch,
            score: epochScore(run.spec.kind, live.epoch, (name) => phrase(locale, name)),
          }),
        ]
      : []),
    ...(live.retries > 0 ? [t('run.retried', { times: live.retries })] : []),
  ];
  return {
    embeds: [
      {
        title: t(`run.title.${live.state}`, { id: run.id }),
        description: lines.join('\n'),
        color: colourOf(live.state),
        footer: {
          text: t('run.footer', { name: cut(run.spec.dataset.name, 80), model: run.spec.model }),
        },
      },
    ],
    buttons: isFinal(live.state)
      ? []
      : [{ id: `cancel:${run.id}`, label: t('button.cancel'), style: 'danger' }],
    result: {
      runId: run.id,
      state: live.state,
      step: live.step,
      fraction: live.fraction,
      etaSeconds: live.timeLeft?.seconds ?? null,
    },
  };
}
