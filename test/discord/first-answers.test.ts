import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FirstAnswers } from '../../src/discord/dispatch/first-answers.ts';

describe('work that occupies the process', () => {
  it('begins when nobody waits for a first answer', async () => {
    const first = new FirstAnswers();
    first.arrived('other');
    let began = false;
    const work = first.quiet('mine').then(() => {
      began = true;
    });
    await sleep(60);
    expect(began).toBe(false);
    first.answered('other');
    await work;
    expect(began).toBe(true);
  });

  it('begins one piece at a time, so that who arrives between is heard first', async () => {
    const first = new FirstAnswers();
    const order: string[] = [];
    const one = first.quiet('one').then(() => {
      order.push('one');
      first.arrived('late');
    });
    const two = first.quiet('two').then(() => order.push('two'));
    await one;
    for (let turn = 0; turn < 10; turn++) await nextTurn();
    order.push('late');
    first.answered('late');
    await two;
    expect(order).toEqual(['one', 'late', 'two']);
  });

  it('is not held up by its own first answer', async () => {
    const first = new FirstAnswers();
    first.arrived('mine');
    first.arrived('other');
    await first.quiet('mine');
  });
});
