import { describe, expect, it } from 'vitest';
import { readForm } from '../../commands/recommend/change.ts';

const now = { description: 'classify leaves', samples: '400', classes: '', maxLatency: '50ms', maxSize: '' };

describe('the form that corrects what was understood', () => {
  it('says nothing where it was left as it stood', () => {
    expect(readForm(now, { ...now })).toEqual({});
    expect(readForm(now, { ...now, samples: ' 400 ', description: 'classify leaves\n' })).toEqual({});
  });

  it('says nothing of a field that Discord did not send', () => {
    expect(readForm(now, {})).toEqual({});
    expect(readForm(now, { classes: '12' })).toEqual({ classes: '12' });
  });

  it('tells a changed field from one that was emptied', () => {
    expect(readForm(now, { ...now, samples: '500', maxLatency: ' ', description: 'classify bark' })).toEqual({
      samples: '500',
      maxLatency: '',
      description: 'classify bark',
    });
  });

  it('takes no field that the form does not have', () => {
    expect(readForm(now, { ...now, licence: 'any' })).toEqual({});
  });
});
