/**
 * Calls of the operator's chat model: so many a person and day (UTC), on whatever server they ask. In: who asks. Out:
 * whether one more may be made; without it the bot's own rules and words answer. Counts do not outlive the process.
 */
const DAY_MS = 86_400_000;

export interface CallBudget {
  /** Counts one call, where there is one left. */
  take(personId: string): boolean;
}

export function createCallBudget(perPerson: number, now: () => number = Date.now): CallBudget {
  let day = -1;
  const used = new Map<string, number>();
  return {
    take(personId) {
      const today = Math.floor(now() / DAY_MS);
      if (today !== day) used.clear();
      day = today;
      const count = used.get(personId) ?? 0;
      if (count >= perPerson) return false;
      used.set(personId, count + 1);
      return true;
    },
  };
}
