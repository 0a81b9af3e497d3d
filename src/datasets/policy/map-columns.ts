/**
 * Columns of a transition table → their roles, by the usual names of reinforcement-learning logs. The mapping is a
 * guess that the profile shows. Next: `open-policy.ts`.
 */
import { UserError } from '../../errors.ts';
import { type ColumnFacts, nameKey } from '../columns.ts';

const NAMES = {
  episode: [
    'episode',
    'episodeid',
    'ep',
    'traj',
    'trajectory',
    'trajectoryid',
    'trajid',
    'run',
    'session',
    'sessionid',
    '回合',
  ],
  step: ['step', 't', 'timestep', 'time', 'stepid', 'index', '步', '步骤'],
  action: ['action', 'actions', 'act', 'a', 'actionid', 'discreteaction', '动作'],
  reward: ['reward', 'rewards', 'r', 'rew', '奖励'],
  done: ['done', 'dones', 'terminal', 'terminals', 'terminated', 'isterminal', 'isdone', 'end', '结束'],
  truncated: ['truncated', 'timeout', 'timeouts', 'truncation'],
} as const;
type Role = keyof typeof NAMES;

/** Keys (see `nameKey`) of a next-state column, the state's own name in group 1. */
const NEXT = [/^n(s\d+)$/, /^next(.+)$/, /^(.+)next$/, /^new(.+)$/, /^(s\d+)prime$/, /^(.+)'$/];
/** By key: `s0`, `x3`, `state`, `obs 1`; or by the name's beginning: `state_angle`, `s_angle`. */
const STATE_KEY = /^((s|x|f)\d+|(state|states|obs|observation|observations|feature)\d*)$/;
const STATE_START = /^(s|state|obs|observation)[_ .-]/i;
const isStateName = (name: string): boolean => STATE_KEY.test(nameKey(name)) || STATE_START.test(name);

export interface PolicyColumns {
  /** Indices; −1 when the table has no such column. */
  roles: Record<Role, number>;
  states: number[];
  /** As long as `states`, in the same order; empty when next states must be derived. */
  nextStates: number[];
}

const find = (facts: readonly ColumnFacts[], role: Role): number => {
  const names: readonly string[] = NAMES[role];
  return (
    facts
      .filter(({ name }) => names.includes(nameKey(name)))
      .toSorted((a, b) => names.indexOf(nameKey(a.name)) - names.indexOf(nameKey(b.name)))[0]?.index ?? -1
  );
};

/** Next-state columns by the key of the state they follow. */
function findNext(facts: readonly ColumnFacts[]): Map<string, number> {
  const next = new Map<string, number>();
  for (const { name, index } of facts) {
    const key = nameKey(name);
    for (const pattern of NEXT) {
      const base = pattern.exec(key)?.[1];
      if (base === undefined) continue;
      next.set(base, index);
      break;
    }
  }
  return next;
}

/** True when the columns can only be transitions: an action, a reward and numeric states. */
export function looksLikePolicy(facts: readonly ColumnFacts[]): boolean {
  const [action, reward] = [find(facts, 'action'), find(facts, 'reward')];
  if (action < 0 || reward < 0 || facts[reward]!.numericShare < 0.9) return false;
  const rest = facts.filter(({ index }) => index !== action && index !== reward);
  return (
    rest.some(({ numericShare }) => numericShare > 0.9) && !rest.some(({ wordyShare }) => wordyShare > 0.5)
  );
}

/**
 * Named states (`s0`, `state 1`, `obs_x`) or, without such names, every numeric column that has no other role.
 * @throws UserError `no-policy-columns`, which lists what was found and what is needed.
 */
export function mapPolicyColumns(facts: readonly ColumnFacts[]): PolicyColumns {
  const roles = Object.fromEntries(
    (Object.keys(NAMES) as Role[]).map((role) => [role, find(facts, role)]),
  ) as Record<Role, number>;
  const taken = new Set(Object.values(roles));
  const open = facts.filter(
    ({ index, numericShare, filled }) => !taken.has(index) && numericShare > 0.5 && filled > 0,
  );
  const next = findNext(open);
  const nextIndices = new Set(next.values());
  const own = open.filter(({ index }) => !nextIndices.has(index));
  const named = own.filter(({ name }) => isStateName(name));
  // Where next states exist, the states are the columns that they follow.
  const followed = own.filter(({ name }) => next.has(nameKey(name)));
  const states = followed.length > 0 ? followed : named.length > 0 ? named : own;
  if (roles.action < 0 || roles.reward < 0 || states.length === 0) {
    const missing = [
      roles.action < 0 && 'action',
      roles.reward < 0 && 'reward',
      states.length === 0 && 'numeric states (s0, s1, …)',
    ].filter(Boolean);
    throw new UserError('no-policy-columns', {
      missing: missing.join(' and no '),
      columns: facts
        .slice(0, 30)
        .map(({ name }) => JSON.stringify(name))
        .join(', '),
    });
  }
  const nextStates = states.map(({ name }) => next.get(nameKey(name)));
  const complete = nextStates.every((index) => index !== undefined);
  return {
    roles,
    states: states.map(({ index }) => index),
    nextStates: complete ? nextStates.map((index) => index!) : [],
  };
}
