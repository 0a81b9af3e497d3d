/** Small decision problems with a true return, for judging policies learnt from their logs. All seeded by the caller. */

export interface Simulator {
  name: string;
  actions: number;
  stateNames: string[];
  maxSteps: number;
  /** First state. */
  reset(random: () => number): number[];
  step(
    state: number[],
    action: number,
    random: () => number,
  ): { state: number[]; reward: number; done: boolean };
  /** A decent policy that an expert might write; logs mix a little of it with much noise. */
  expert(state: number[]): number;
}

/** Barto, Sutton & Anderson 1983, constants of Gym's CartPole-v1; 200 steps at most. */
export const cartPole: Simulator = {
  name: 'cart-pole',
  actions: 2,
  stateNames: ['x', 'v', 'angle', 'spin'],
  maxSteps: 200,
  reset: (random) => Array.from({ length: 4 }, () => 0.1 * random() - 0.05),
  step: ([x, v, angle, spin], action) => {
    const force = action === 1 ? 10 : -10;
    const [cos, sin] = [Math.cos(angle!), Math.sin(angle!)];
    const temp = (force + 0.05 * spin! ** 2 * sin) / 1.1;
    const turn = (9.8 * sin - cos * temp) / (0.5 * (4 / 3 - (0.1 * cos ** 2) / 1.1));
    const push = temp - (0.05 * turn * cos) / 1.1;
    const state = [x! + 0.02 * v!, v! + 0.02 * push, angle! + 0.02 * spin!, spin! + 0.02 * turn];
    return { state, reward: 1, done: Math.abs(state[0]!) > 2.4 || Math.abs(state[2]!) > 0.2095 };
  },
  expert: ([, , angle, spin]) => (angle! + 0.5 * spin! > 0 ? 1 : 0),
};

const SIZE = 6;
/** 6 × 6 grid, goal in a corner, pits on the diagonal way; a move slips aside in a tenth. */
export const grid: Simulator = {
  name: 'slippery grid',
  actions: 4,
  stateNames: ['column', 'row'],
  maxSteps: 40,
  reset: (random) => [Math.floor(random() * 2), Math.floor(random() * 2)],
  step: ([column, row], action, random) => {
    const slip = random() < 0.1 ? (random() < 0.5 ? 1 : 3) : 0;
    const [dx, dy] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][(action + slip) % 4]!;
    const state = [column! + dx!, row! + dy!].map((value) => Math.max(0, Math.min(SIZE - 1, value)));
    const pit = (state[0] === 3 && state[1] === 3) || (state[0] === 2 && state[1] === 4);
    const goal = state[0] === SIZE - 1 && state[1] === SIZE - 1;
    return { state, reward: goal ? 10 : pit ? -10 : -0.2, done: goal || pit };
  },
  expert: ([column, row]) =>
    column! < SIZE - 1 && !(row === 3 && column === 2) && !(row === 4 && column === 1) ? 0 : 1,
};

/** Orders for a shop: stock in, demand of the season, order 0–4 boxes; lost sales and storage cost. 50 days. */
export const inventory: Simulator = {
  name: 'inventory',
  actions: 5,
  stateNames: ['stock', 'day_sin', 'day_cos', 'underway'],
  maxSteps: 50,
  reset: (random) => [Math.floor(random() * 8), 0, 1, 0],
  step: ([stock, sin, cos, underway], action, random) => {
    const day = Math.atan2(sin!, cos!);
    const mean = 4 + 2.5 * Math.sin(day);
    const demand = Math.max(0, Math.round(mean + 1.5 * (random() + random() + random() - 1.5)));
    const available = Math.min(20, stock! + underway!);
    const sold = Math.min(available, demand);
    const next = day + (2 * Math.PI) / 7;
    const reward = 3 * sold - 0.3 * (available - sold) - 2 * (demand - sold) - 1.2 * action * 2;
    return { state: [available - sold, Math.sin(next), Math.cos(next), action * 2], reward, done: false };
  },
  expert: ([stock, sin, , underway]) =>
    Math.max(0, Math.min(4, Math.round((9 + 3 * sin! - stock! - underway!) / 2))),
};

/** Moore 1990, constants of Gym's MountainCar-v0: reward −1 a step until the flag; 200 steps at most. */
export const mountainCar: Simulator = {
  name: 'mountain car',
  actions: 3,
  stateNames: ['position', 'velocity'],
  maxSteps: 200,
  reset: (random) => [-0.6 + 0.2 * random(), 0],
  step: ([position, velocity], action) => {
    let v = velocity! + (action - 1) * 0.001 - 0.0025 * Math.cos(3 * position!);
    v = Math.max(-0.07, Math.min(0.07, v));
    const p = Math.max(-1.2, Math.min(0.6, position! + v));
    return { state: [p, p <= -1.2 && v < 0 ? 0 : v], reward: -1, done: p >= 0.5 };
  },
  expert: ([, velocity]) => (velocity! < 0 ? 0 : 2),
};

export const SIMULATORS = [cartPole, grid, inventory, mountainCar];

/** One episode under a policy; returns the transitions. */
export async function rollOut(
  simulator: Simulator,
  act: (state: number[]) => number | Promise<number>,
  random: () => number,
): Promise<{ state: number[]; action: number; reward: number; next: number[]; done: boolean }[]> {
  const rows = [];
  let state = simulator.reset(random);
  for (let step = 0; step < simulator.maxSteps; step += 1) {
    const action = await act(state);
    const result = simulator.step(state, action, random);
    const done = result.done || step === simulator.maxSteps - 1;
    rows.push({ state, action, reward: result.reward, next: result.state, done });
    state = result.state;
    if (result.done) break;
  }
  return rows;
}
