import { describe, expect, it } from 'vitest';
import { isUserError } from '../../src/errors.ts';
import { formatBytes, formatSeconds, parseBudget } from '../../src/text/duration.ts';

const limits = { minimum: 10, maximum: 3_600 };

describe('parseBudget', () => {
  it.each([
    ['90s', 90],
    ['10m', 600],
    ['1h', 3_600],
    ['45', 45],
    [' 2 min ', 120],
    ['10minutes', 600],
    ['1m30s', 90],
    ['1.5m', 90],
    ['90 SEC', 90],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseBudget(text, limits)).toBe(seconds);
  });

  it.each(['', 'soon', '10x', '-5m', '5s', '2h', '1e9', 'm', '10m!', 'NaN', '0'])(
    'refuses %j and names the limits',
    (text) => {
      try {
        parseBudget(text, limits);
        expect.unreachable();
      } catch (error) {
        if (!isUserError(error)) throw error;
        expect(error.code).toBe('bad-budget');
        expect(error.message).toContain(JSON.stringify(text));
        expect(error.message).toContain('10 s to 1 h');
      }
    },
  );
});

it('writes durations and sizes for people', () => {
  expect([0, 59, 60, 75, 3_600, 3_700].map(formatSeconds)).toEqual([
    '0 s',
    '59 s',
    '1 m',
    '1 m 15 s',
    '1 h',
    '1 h 2 m',
  ]);
  expect([10, 2_048, 3 * 2 ** 20].map(formatBytes)).toEqual(['10 B', '2.0 KiB', '3.0 MiB']);
});
