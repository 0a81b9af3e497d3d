/**
 * RunEvents → messages in the channel. For each Run that is not over: one progress message, edited at most every
 * 5 s and replaced before it is an hour old; at its end one report (or failure), never twice. In: `runs.subscribe`;
 * at start and every minute, every end that is not posted yet: Discord may have been away. Only Runs of this bot's own
 * chat. `final-message.ts` writes the report.
 */
import type { Logger } from '../../log.ts';
import { findOutage } from '../../outage/outage.ts';
import type { Run } from '../../runs/run.ts';
import type { Runs } from '../../runs/runs.ts';
import type { Links } from '../../storage/links.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import type { Observer, Reply } from '../reply.ts';
import {
  type Channel,
  isChannelGone,
  isForbidden,
  isInvalid,
  isTooLarge,
  needsNewMessage,
} from './channel.ts';
import { finalFooter, finalReply } from './final-message.ts';
import { foldEvent, isFinal, type LiveRun, newLiveRun, progressReply } from './live-run.ts';
import { plainReport } from './plain-report.ts';

export interface AnnouncerOptions {
  runs: Runs;
  objects: ObjectStore;
  channel: Channel;
  observe: Observer;
  log: Logger;
  /** Whether this process tells of it: taken by its chat, in a server of its shard. */
  isOurs: (run: Run) => boolean;
  links: Links;
  /** Largest file the channel's server takes. */
  uploadLimitBytes: (guildId: string) => number;
  editIntervalMs?: number;
  renewAfterMs?: number;
  sweepIntervalMs?: number;
}

/** Discord: at most every 5 s, or edits are held back. */
const EDIT_INTERVAL_MS = 5_000;
/** Discord limits edits of messages older than an hour (error 30046). */
const RENEW_AFTER_MS = 50 * 60_000;
/** Reports that could not be posted are tried again this often, for a day. */
const SWEEP_INTERVAL_MS = 60_000;
const SWEPT_FOR_MS = 86_400_000;
/** Clocks differ: an earlier report is looked for from so long before the Run's end. */
const CLOCK_SKEW_MS = 10 * 60_000;

interface Tracked {
  runId: string;
  lastEventId: number;
  live: LiveRun;
  messageId: string | null;
  /** Milliseconds since the epoch; 0: before this process. */
  postedAt: number;
  shownAt: number;
  timer: NodeJS.Timeout | null;
  /** Taken up late, or tried before without an answer: its report may have been posted already. */
  lookBack: boolean;
  /** Work on one Run is done one piece at a time. */
  queue: Promise<void>;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #tracked = new Map<string, Tracked>();
  #unsubscribe: () => void = () => {};
  #sweeping: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Follows new events, and takes up Runs that an earlier process left unannounced. */
  async start(): Promise<void> {
    const { runs, isOurs, sweepIntervalMs = SWEEP_INTERVAL_MS } = this.#options;
    this.#unsubscribe = runs.subscribe(({ runId }) => this.#refresh(this.#track(runId, false)));
    this.#sweeping = setInterval(() => void this.#sweep(), sweepIntervalMs).unref();
    for (const run of [...(await runs.unannounced()), ...(await runs.active())]) {
      if (isOurs(run)) this.#refresh(this.#track(run.id, isFinal(run.state)));
    }
  }

  async #sweep(): Promise<void> {
    const { runs, log, isOurs } = this.#options;
    try {
      const unposted = await runs.unannounced(new Date(Date.now() - SWEPT_FOR_MS));
      for (const run of unposted.filter(isOurs)) this.#refresh(this.#track(run.id, true));
    } catch (error) {
      log.warn({ err: error }, 'unposted reports could not be looked up');
    }
  }

  /** Waits for messages under way; later events are left to the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    clearInterval(this.#sweeping);
    const tracked = [...this.#tracked.values()];
    for (const { timer } of tracked) if (timer) clearTimeout(timer);
    await Promise.all(tracked.map(({ queue }) => queue));
  }

  #track(runId: string, lookBack: boolean): Tracked {
    const known = this.#tracked.get(runId);
    if (known) return known;
    const tracked: Tracked = {
      runId,
      lastEventId: 0,
      live: newLiveRun(),
      messageId: null,
      postedAt: 0,
      shownAt: 0,
      timer: null,
      lookBack,
      queue: Promise.resolve(),
    };
    this.#tracked.set(runId, tracked);
    return tracked;
  }

  #refresh(tracked: Tracked): void {
    tracked.queue = tracked.queue
      .then(() => (this.#closed ? undefined : this.#readEvents(tracked)))
      .catch((error: unknown) =>
        this.#options.log.error({ err: error, runId: tracked.runId }, 'announcing failed'),
      );
  }

  async #readEvents(tracked: Tracked): Promise<void> {
    const events = await this.#options.runs.events(tracked.runId, tracked.lastEventId);
    for (const { id, event } of events) {
      tracked.lastEventId = Math.max(tracked.lastEventId, id);
      tracked.live = foldEvent(tracked.live, event);
    }
    if (isFinal(tracked.live.state)) return this.#finish(tracked);
    if (events.length === 0 || tracked.timer) return;
    const wait = tracked.shownAt + (this.#options.editIntervalMs ?? EDIT_INTERVAL_MS) - Date.now();
    if (wait <= 0) return this.#show(tracked);
    tracked.timer = setTimeout(() => {
      tracked.timer = null;
      tracked.queue = tracked.queue
        .then(() => (this.#closed || isFinal(tracked.live.state) ? undefined : this.#show(tracked)))
        .catch((error: unknown) =>
          this.#options.log.error({ err: error, runId: tracked.runId }, 'announcing failed'),
        );
    }, wait);
  }

  /** Edits the progress message, or posts a new one where there is none or it is too old. */
  async #show(tracked: Tracked): Promise<void> {
    const { runs, channel, observe, isOurs } = this.#options;
    const run = await runs.get(tracked.runId);
    if (!run || !isOurs(run)) this.#tracked.delete(tracked.runId);
    if (!run || !isOurs(run)) return;
    tracked.shownAt = Date.now();
    const reply = progressReply(run, tracked.live);
    const messageId = tracked.messageId ?? run.progressMessageId;
    const old =
      tracked.postedAt > 0 && Date.now() - tracked.postedAt > (this.#options.renewAfterMs ?? RENEW_AFTER_MS);
    if (messageId && !old && (await this.#edit(run, messageId, reply))) {
      tracked.messageId = messageId;
      tracked.postedAt ||= Date.now();
    } else if (!isFinal(tracked.live.state)) {
      const renewal = messageId ? `-${Date.now() % 100_000}` : '';
      tracked.messageId = await channel.post(run.place.channelId, reply, `p-${run.id}${renewal}`);
      tracked.postedAt = Date.now();
      await runs.setProgressMessage(run.id, tracked.messageId);
      if (messageId && old) await this.#edit(run, messageId, { ...reply, buttons: [] });
    }
    if (tracked.messageId) observe(tracked.messageId, reply.result ?? {});
  }

  /** @returns false when the message cannot be edited any more. */
  async #edit(run: Run, messageId: string, reply: ReturnType<typeof progressReply>): Promise<boolean> {
    try {
      await this.#options.channel.edit(run.place.channelId, messageId, reply);
      return true;
    } catch (error) {
      if (needsNewMessage(error)) return false;
      throw error;
    }
  }

  async #finish(tracked: Tracked): Promise<void> {
    const { runs, log, isOurs } = this.#options;
    if (tracked.timer) clearTimeout(tracked.timer);
    tracked.timer = null;
    const run = await runs.get(tracked.runId);
    const isDue = run !== null && !run.announced && isOurs(run);
    if (!isDue) this.#tracked.delete(tracked.runId);
    if (!isDue || !isOver(run)) return;
    try {
      await this.#show(tracked).catch((error: unknown) => {
        if (isChannelGone(error)) throw error;
        log.warn({ err: error, runId: run.id }, 'the progress message could not be closed');
      });
      if (!tracked.lookBack || !(await this.#alreadyPosted(run))) await this.#postFinal(run);
    } catch (error) {
      tracked.lookBack = true;
      if (isForbidden(error)) {
        log.warn({ runId: run.id, channelId: run.place.channelId }, 'may not post here; tried again');
        return;
      }
      if (!isChannelGone(error)) throw error;
      log.warn({ runId: run.id, channelId: run.place.channelId }, 'the channel of this run is gone');
    }
    await runs.markAnnounced(run.id);
    log.info({ runId: run.id, state: run.state }, 'run announced');
    this.#tracked.delete(run.id);
  }

  /** After a crash between posting and marking, or a post without an answer: the report is recognised by its last line. */
  async #alreadyPosted(run: OverRun): Promise<boolean> {
    const since = new Date(run.finishedAt.getTime() - CLOCK_SKEW_MS);
    const messages = await this.#options.channel.ownMessagesSince(run.place.channelId, since);
    return messages.some(({ footers }) => footers.some((footer) => footer.endsWith(finalFooter(run))));
  }

  async #postFinal(run: Run): Promise<void> {
    const { objects, links, channel, observe, uploadLimitBytes } = this.#options;
    const reply = await finalReply(run, { objects, links }, uploadLimitBytes(run.place.guildId)).catch(
      (error: unknown) => this.#replyInstead(run, error),
    );
    const post = async (wanted: typeof reply, nonce: string) => {
      const messageId = await channel.post(run.place.channelId, wanted, nonce);
      observe(messageId, wanted.result ?? {});
    };
    try {
      await post(reply, `f-${run.id}`);
    } catch (error) {
      if (isTooLarge(error)) await post({ ...reply, files: [] }, `g-${run.id}`);
      else if (isInvalid(error)) await post(await this.#replyInstead(run, error), `g-${run.id}`);
      else throw error;
    }
  }

  /** What cannot be shown today cannot be tomorrow: the person is told in plain text. Rethrows what passes by itself. */
  async #replyInstead(run: Run, error: unknown): Promise<Reply> {
    if (run.state !== 'succeeded' || findOutage(error)) throw error;
    this.#options.log.error({ err: error, runId: run.id }, 'a report could not be shown');
    return plainReport(run, this.#options.objects);
  }
}

type OverRun = Extract<Run, { finishedAt: Date }>;
const isOver = (run: Run): run is OverRun => isFinal(run.state);
