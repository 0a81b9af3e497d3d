/** At most so many children of the bot at once (inspect, measure, predict), however many people ask; first come, first served. */
import type { runChild } from './run-child.ts';

export function limitChildren(run: typeof runChild, slots: number): typeof runChild {
  let free = slots;
  const waiting: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (free === 0) return new Promise((resolve) => waiting.push(resolve));
    free -= 1;
  };
  const give = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (task, options) => {
    await take();
    try {
      return await run(task, options);
    } finally {
      give();
    }
  };
}
