import { expect, it } from 'vitest';
import { findEncoderFor } from '../../src/catalogue/knowledge.ts';

it.each(['zh', 'de', 'sw'])('names a model of the Hub that knows %s and can be tuned here', (language) => {
  const model = findEncoderFor(language)!;
  expect(model.runsHere).toBe('hub');
  expect(model.languages.includes(language) || model.languages.includes('*')).toBe(true);
});
