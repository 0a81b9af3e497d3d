/**
 * At most so many children of the bot at once (inspect, measure, predict …), however many people ask. One slot is always left
 * for somebody else, and one for something quick: a person holds all but one, and so do measurements, evaluations and
 * exports together, which take minutes. Of those who wait and may have a free slot, one of the chat that holds the fewest
 * gets it, then of the chat that was served longest ago, then who came first: nobody waits behind another chat's backlog.
 */
import type { ChildTask } from './messages.ts';
import type { RunChildOptions, runChild } from './run-child.ts';

/** What answers a person in seconds, and what takes minutes. */
const IS_LONG = {
  inspect: false,
  'check-model': false,
  predict: false,
  export: true,
  evaluate: true,
  measure: true,
  'service-prepare': false,
  'service-report': true,
  train: true,
} as const satisfies Record<ChildTask['kind'], boolean>;

interface Place {
  owner: string;
  chat: string;
  isLong: boolean;
}

interface Waiting extends Place {
  start: () => void;
}

/** How many children run for each of something. */
function createTally() {
  const counts = new Map<string, number>();
  const get = (name: string): number => counts.get(name) ?? 0;
  return {
    get,
    add: (name: string, change: 1 | -1): void => {
      const left = get(name) + change;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    },
  };
}

export function limitChildren(run: typeof runChild, slots: number): typeof runChild {
  const ofOwner = createTally();
  const ofChat = createTally();
  /** Chat → the number of the last start for it; only of chats that wait or run. */
  const servedAt = new Map<string, number>();
  const waiting: Waiting[] = [];
  const most = Math.max(1, slots - 1);
  let free = slots;
  let long = 0;
  let starts = 0;

  const mayHave = ({ owner, isLong }: Place): boolean =>
    free > 0 && ofOwner.get(owner) < most && (!isLong || long < most);
  const hold = ({ owner, chat, isLong }: Place): void => {
    free -= 1;
    ofOwner.add(owner, 1);
    ofChat.add(chat, 1);
    if (isLong) long += 1;
    starts += 1;
    servedAt.set(chat, starts);
  };
  const isServedBefore = (a: Waiting, b: Waiting): boolean => {
    const held = ofChat.get(a.chat) - ofChat.get(b.chat);
    return held !== 0 ? held < 0 : (servedAt.get(a.chat) ?? 0) < (servedAt.get(b.chat) ?? 0);
  };
  const startNext = (): void => {
    const able = waiting.filter(mayHave);
    const [first] = able;
    if (first === undefined) return;
    const next = able.reduce((best, one) => (isServedBefore(one, best) ? one : best), first);
    waiting.splice(waiting.indexOf(next), 1);
    hold(next);
    next.start();
    startNext();
  };
  const take = async (place: Place): Promise<void> => {
    if (mayHave(place)) return hold(place);
    return new Promise((resolve) => waiting.push({ ...place, start: resolve }));
  };
  const give = ({ owner, chat, isLong }: Place): void => {
    free += 1;
    ofOwner.add(owner, -1);
    ofChat.add(chat, -1);
    if (isLong) long -= 1;
    startNext();
    if (ofChat.get(chat) === 0 && !waiting.some((one) => one.chat === chat)) servedAt.delete(chat);
  };
  return async (task, options: RunChildOptions) => {
    const { owner = '', chat = owner } = options;
    const place = { owner, chat, isLong: IS_LONG[task.kind] };
    await take(place);
    try {
      return await run(task, options);
    } finally {
      give(place);
    }
  };
}
