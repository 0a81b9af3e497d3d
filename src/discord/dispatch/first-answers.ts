/**
 * Who waits for a first answer, which Discord wants within 3 s. Work that occupies the process (ranking) begins one
 * piece at a time and while nobody waits: otherwise those who ask at the same moment are told that the bot did not
 * respond. In: each interaction as it comes and as it is answered. Used by `dispatcher.ts`; commands ask for `quiet`.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** After that long the one who waits has been given up by Discord, and holds up nobody else. */
const FIRST_ANSWER_MS = 3_000;
const POLL_MS = 10;

export class FirstAnswers {
  readonly #since = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();

  arrived(interactionId: string): void {
    this.#since.set(interactionId, performance.now());
  }

  answered(interactionId: string): void {
    this.#since.delete(interactionId);
  }

  /** Resolves when nobody waits, for one caller at a time; at once for a caller that has not answered itself. */
  quiet(interactionId: string): Promise<void> {
    if (this.#since.has(interactionId)) return Promise.resolve();
    this.#last = this.#last.then(() => this.#quiet());
    return this.#last;
  }

  async #quiet(): Promise<void> {
    // The piece before begins in this turn; what arrived meanwhile is heard before the next one.
    await nextTurn();
    await nextTurn();
    while (this.#isWaited()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  #isWaited(): boolean {
    const now = performance.now();
    return [...this.#since.values()].some((since) => now - since < FIRST_ANSWER_MS);
  }
}
