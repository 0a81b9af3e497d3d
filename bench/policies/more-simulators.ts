/** Problems of another nature than those of `simulators.ts`: a swing-up, a queue, offers to customers who may leave. */
import type { Simulator } from './simulators.ts';

const GRAVITY = 9.8;
const SUBSTEP = 0.05;

/** Angular accelerations of the two links of mass and length 1, centre ½, inertia 1 (Sutton 1996, "book" form). */
function acceleration([one, two, spin1, spin2]: readonly number[], torque: number): [number, number] {
  const cos = Math.cos(two!);
  const d1 = 3.5 + cos;
  const d2 = 1.25 + 0.5 * cos;
  const pull2 = 0.5 * GRAVITY * Math.cos(one! + two! - Math.PI / 2);
  const pull1 =
    -0.5 * spin2! ** 2 * Math.sin(two!) -
    spin2! * spin1! * Math.sin(two!) +
    1.5 * GRAVITY * Math.cos(one! - Math.PI / 2) +
    pull2;
  const second =
    (torque + (d2 / d1) * pull1 - 0.5 * spin1! ** 2 * Math.sin(two!) - pull2) / (1.25 - d2 ** 2 / d1);
  return [-(d2 * second + pull1) / d1, second];
}

const limited = (value: number, most: number) => Math.max(-most, Math.min(most, value));

/** Sutton 1996: −1 a step until the tip is above the line; 200 steps at most. Midpoint steps of 0.05 s, four an action. */
export const acrobot: Simulator = {
  name: 'acrobot',
  actions: 3,
  stateNames: ['cos1', 'sin1', 'cos2', 'sin2', 'spin1', 'spin2'],
  maxSteps: 200,
  reset: (random) => {
    const [one, two] = [0.2 * random() - 0.1, 0.2 * random() - 0.1];
    const spins = [0.2 * random() - 0.1, 0.2 * random() - 0.1];
    return [Math.cos(one), Math.sin(one), Math.cos(two), Math.sin(two), ...spins];
  },
  step: ([cos1, sin1, cos2, sin2, spin1, spin2], action) => {
    let at = [Math.atan2(sin1!, cos1!), Math.atan2(sin2!, cos2!), spin1!, spin2!];
    const move = (from: number[], [a1, a2]: [number, number], speeds: number[], by: number) => [
      from[0]! + by * speeds[2]!,
      from[1]! + by * speeds[3]!,
      from[2]! + by * a1,
      from[3]! + by * a2,
    ];
    for (let sub = 0; sub < 4; sub += 1) {
      const middle = move(at, acceleration(at, action - 1), at, SUBSTEP / 2);
      at = move(at, acceleration(middle, action - 1), middle, SUBSTEP);
    }
    const [one, two] = [at[0]!, at[1]!];
    const spins = [limited(at[2]!, 4 * Math.PI), limited(at[3]!, 9 * Math.PI)];
    const done = -Math.cos(one) - Math.cos(one + two) > 1;
    const state = [Math.cos(one), Math.sin(one), Math.cos(two), Math.sin(two), ...spins];
    return { state, reward: done ? 0 : -1, done };
  },
  expert: ([, , , , spin1]) => (spin1! > 0 ? 0 : 2),
};

/** Two waiting lines and one server, in calm and busy hours: serve the first, the second, or both at a price. */
export const queue: Simulator = {
  name: 'two queues',
  actions: 3,
  stateNames: ['first', 'second', 'busy'],
  maxSteps: 60,
  reset: (random) => [Math.floor(random() * 4), Math.floor(random() * 4), 0],
  step: ([first, second, busy], action, random) => {
    const rate = busy! > 0 ? 0.6 : 0.25;
    const served = [action !== 1 && random() < 0.9 ? 1 : 0, action !== 0 && random() < 0.7 ? 1 : 0];
    const lines = [first!, second!].map((length, line) =>
      Math.max(0, Math.min(15, length - served[line]! + (random() < rate ? 1 : 0))),
    );
    const next = random() < 0.1 ? 1 - busy! : busy!;
    const reward = -0.1 * lines[0]! - 0.3 * lines[1]! - (action === 2 ? 0.8 : 0);
    return { state: [...lines, next], reward, done: false };
  },
  expert: ([first, second]) => (first! + second! > 7 ? 2 : second! > 0 ? 1 : 0),
};

/** Eight contacts with a customer: nothing, a reminder, a discount or a call; too many tire, and the tired leave. */
export const offers: Simulator = {
  name: 'offers',
  actions: 4,
  stateNames: ['interest', 'thrift', 'tired'],
  maxSteps: 8,
  reset: (random) => [random(), random(), 0],
  step: ([interest, thrift, tired], action, random) => {
    const [none, reminder, discount, call] = [0, 1, 2, 3].map((one) => one === action);
    const lift = (reminder ? 0.25 : 0) + (discount ? 0.5 * thrift! : 0) + (call ? 0.5 * (1 - thrift!) : 0);
    const buys = random() < Math.max(0.02, interest! * (0.1 + lift) * (1 - tired!));
    const price = discount ? 14 : 20;
    const reward = (buys ? price : 0) - (reminder ? 0.2 : 0) - (call ? 2 : 0);
    const strain = none ? -0.15 : reminder ? 0.08 : discount ? 0.15 : 0.3;
    const weary = Math.max(0, Math.min(1, tired! + strain));
    const left = random() < 0.3 * weary ** 2;
    const drift = Math.max(0, Math.min(1, interest! + 0.2 * (random() - 0.5) - (buys ? 0.2 : 0)));
    return { state: [drift, thrift!, weary], reward, done: left };
  },
  expert: ([interest, thrift, tired]) => (tired! > 0.3 || interest! < 0.2 ? 0 : thrift! > 0.5 ? 2 : 3),
};
