import { describe, expect, it } from 'vitest';
import { poolTap } from '../../../../src/training/classifier/features/pooling.ts';

describe('pooling a tap', () => {
  // [2, 3, 2]: two samples, three positions, two channels.
  const sequence = { data: Float32Array.from([1, 10, 3, 30, 5, 50, 2, 20, 4, 40, 9, 90]), dims: [2, 3, 2] };

  it('averages a sequence over its real positions only', () => {
    expect([...poolTap(sequence, 'mean', [3, 2])]).toEqual([3, 30, 3, 30]);
  });

  it('takes the first and the last real token', () => {
    expect([...poolTap(sequence, 'cls')]).toEqual([1, 10, 2, 20]);
    expect([...poolTap(sequence, 'last-token', [3, 2])]).toEqual([5, 50, 4, 40]);
  });

  it('averages an image with channels first over height and width', () => {
    const image = { data: Float32Array.from([1, 2, 3, 6, 10, 20, 30, 60]), dims: [1, 2, 2, 2] };
    expect([...poolTap(image, 'mean')]).toEqual([3, 30]);
  });

  it('joins mean, maximum and deviation', () => {
    const pooled = poolTap({ data: Float32Array.from([1, 3]), dims: [1, 2, 1] }, 'mean-max-deviation');
    expect([...pooled]).toEqual([2, 3, 1]);
  });

  it('gives the first position of an empty sample instead of NaN', () => {
    expect([...poolTap(sequence, 'mean', [0, 3])].slice(0, 2)).toEqual([1, 10]);
  });
});
