/**
 * At most so many children of the bot at once (inspect, measure, predict), however many people ask. One is always left for
 * somebody else: a person holds all but one, and of those who wait, the first who may have it gets a free one.
 */
import type { RunChildOptions, runChild } from './run-child.ts';

interface Waiting {
  owner: string;
  start: () => void;
}

export function limitChildren(run: typeof runChild, slots: number): typeof runChild {
  const held = new Map<string, number>();
  const waiting: Waiting[] = [];
  const most = Math.max(1, slots - 1);
  let free = slots;

  const mayHave = (owner: string): boolean => free > 0 && (held.get(owner) ?? 0) < most;
  const hold = (owner: string): void => {
    free -= 1;
    held.set(owner, (held.get(owner) ?? 0) + 1);
  };
  const take = async (owner: string): Promise<void> => {
    if (mayHave(owner)) return hold(owner);
    return new Promise((resolve) => waiting.push({ owner, start: resolve }));
  };
  const give = (owner: string): void => {
    free += 1;
    const left = (held.get(owner) ?? 1) - 1;
    if (left > 0) held.set(owner, left);
    else held.delete(owner);
    const next = waiting.findIndex((one) => mayHave(one.owner));
    if (next < 0) return;
    const [found] = waiting.splice(next, 1);
    hold(found!.owner);
    found!.start();
  };
  return async (task, options: RunChildOptions) => {
    const { owner = '' } = options;
    await take(owner);
    try {
      return await run(task, options);
    } finally {
      give(owner);
    }
  };
}
