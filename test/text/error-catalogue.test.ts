import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorCatalogue } from '../../scripts/error-catalogue.ts';

it('docs/errors.md is what scripts/error-catalogue.ts writes of the present texts', () => {
  const written = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  expect(written, 'stale: node --import tsx scripts/error-catalogue.ts').toBe(errorCatalogue());
});
