/**
 * What goes wrong on the wire, at the wish of a test: requests that are refused or lost, a gateway that ends or begins anew,
 * channels and permissions taken away, a clock that has gone on. In: the parts of a playground. rest/api.ts asks `take`
 * before every request and `loses` before every answer.
 */
import { apiChannel, type Place, type World } from '../discord/world.ts';

/** How the requests that fit are answered. */
export interface Refusal {
  /** Absent: every method. */
  method?: string;
  /** Tested against the decoded path without `/api/v10`; absent: every path. */
  path?: RegExp;
  /** `reset`: the connection ends before the request is heard; `unanswered`: after it was carried out. */
  answer: 'reset' | 'unanswered' | { status: 500 | 502 | 503 | 504 } | RateLimited;
  /** How many requests; absent: until the returned function is called. */
  times?: number;
}
interface RateLimited {
  status: 429;
  retryAfterSeconds: number;
  /** Of the whole bot, not of one route. */
  global?: boolean;
}

export interface Faults {
  /** Answers requests so from now on; returns what ends it. The first that fits is used up first. */
  refuse(refusal: Refusal): () => void;
  /** Ends the bot's connection to the gateway; 4000 lets it resume, 4004 and 4014 do not let it in again. */
  dropGateway(code?: number): void;
  /** Asks the bot to reconnect (opcode 7): it resumes. */
  askToReconnect(): void;
  /** Ends the session (opcode 9): the bot identifies itself anew. Events of the time between are lost. */
  invalidateSession(): void;
  /** Deletes the channel of the first guild; its messages are gone. */
  deleteChannel(): void;
  /** What the bot's role grants in the first guild from now on. */
  setBotPermissions(permissions: bigint): void;
  /** Lets time pass for tokens, old messages and rate limits. */
  advanceClock(ms: number): void;
}

/** What the routes ask. */
export interface FaultSwitches {
  take(method: string, path: string): Exclude<Refusal['answer'], 'unanswered'> | null;
  /** Whether the answer to this request is to be lost; uses the refusal up. */
  loses(method: string, path: string): boolean;
  skewMs(): number;
}

interface FaultParts {
  world: World;
  dispatch: (event: string, data: unknown) => void;
  gateway: Pick<Faults, 'dropGateway' | 'askToReconnect' | 'invalidateSession'>;
}

interface Active {
  refusal: Refusal;
  left: number;
}

export function createFaultSwitches() {
  let active: Active[] = [];
  let skew = 0;
  const use = (method: string, path: string, isLoss: boolean): Refusal['answer'] | null => {
    const found = active.find(
      ({ refusal }) =>
        (refusal.answer === 'unanswered') === isLoss &&
        (refusal.method ?? method) === method &&
        (refusal.path?.test(path) ?? true),
    );
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) active = active.filter((one) => one !== found);
    return found.refusal.answer;
  };
  const switches: FaultSwitches = {
    take(method, path) {
      const answer = use(method, path, false);
      return answer === 'unanswered' ? null : answer;
    },
    loses: (method, path) => use(method, path, true) !== null,
    skewMs: () => skew,
  };
  const connect = ({ world, dispatch, gateway }: FaultParts): Faults => {
    const place = (): Place => [...world.places.values()][0]!;
    return {
      ...gateway,
      refuse(refusal) {
        const one = { refusal, left: refusal.times ?? Number.POSITIVE_INFINITY };
        active = [...active, one];
        return () => {
          active = active.filter((other) => other !== one);
        };
      },
      deleteChannel() {
        place().channelDeleted = true;
        dispatch('CHANNEL_DELETE', apiChannel(place()));
      },
      setBotPermissions(permissions) {
        const { id, roles, members } = place();
        const role = roles.find((one) => members.get(world.bot.id)?.roleIds.includes(one.id));
        if (!role) return;
        role.permissions = permissions.toString();
        dispatch('GUILD_ROLE_UPDATE', { guild_id: id, role });
      },
      advanceClock(ms) {
        skew += ms;
      },
    };
  };
  return { switches, connect };
}
