import type { RunEvent } from '../../src/runs/events.ts';
import type { Run, RunState } from '../../src/runs/run.ts';
import type { Runs } from '../../src/runs/runs.ts';
import { exampleRun } from './example-run.ts';

/** A store in memory with the calls the announcer makes. */
export class FakeRuns {
  run: Run = exampleRun({ state: 'queued' });
  stored: { id: number; at: Date; event: RunEvent }[] = [];
  #listener: (notice: { runId: string; eventId: number }) => void = () => {};

  happen(event: RunEvent, state?: RunState): void {
    if (state) this.run = { ...this.run, ...state } as Run;
    this.stored.push({ id: this.stored.length + 1, at: new Date(), event });
    this.#listener({ runId: this.run.id, eventId: this.stored.length });
  }
  as(): Runs {
    const isFinal = () => this.run.state !== 'queued' && this.run.state !== 'running';
    return {
      get: async () => this.run,
      active: async () => (isFinal() ? [] : [this.run]),
      unannounced: async () => (isFinal() && !this.run.announced ? [this.run] : []),
      events: async (_runId: string, afterId = 0) => this.stored.filter(({ id }) => id > afterId),
      subscribe: (listener: (notice: { runId: string; eventId: number }) => void) => {
        this.#listener = listener;
        return () => {
          this.#listener = () => {};
        };
      },
      setProgressMessage: async (_id: string, messageId: string) => {
        this.run = { ...this.run, progressMessageId: messageId };
      },
      markAnnounced: async () => {
        this.run = { ...this.run, announced: true };
      },
    } as unknown as Runs;
  }
}
