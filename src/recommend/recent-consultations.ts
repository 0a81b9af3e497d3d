/**
 * The latest Consultations, in memory. Discord gives a form 3 s and lets it not be deferred, so what a form shows cannot
 * wait for storage. Storage stays the truth: everything else reads there, and so does a form whose Consultation is not
 * here, such as one that was asked before a restart.
 */
import type { Consultation, Recent } from './consultation.ts';

/** Some kilobytes each. */
const KEPT = 500;

export class RecentConsultations implements Recent {
  /** The least recently used first. */
  readonly #kept = new Map<string, Consultation>();
  readonly #limit: number;

  constructor(limit = KEPT) {
    this.#limit = limit;
  }

  /** In place of its older state. */
  remember(consultation: Consultation): void {
    this.#kept.delete(consultation.id);
    this.#kept.set(consultation.id, consultation);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#limit && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Those of a person, and those of their messages. */
  forget(userId: string): void {
    for (const [id, kept] of this.#kept)
      if (kept.userId === userId || kept.consent?.userId === userId) this.#kept.delete(id);
  }

  find(id: string): Consultation | null {
    const found = this.#kept.get(id);
    if (!found) return null;
    this.remember(found);
    return found;
  }
}
