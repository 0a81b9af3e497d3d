/**
 * Writes docs/errors.md: every error by its code, as English and Chinese say it. In: knowledge/locales. Run it after a
 * change of texts (`node --import tsx scripts/error-catalogue.ts`); a test says when the document is stale.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Code, en, LOCALES } from '../knowledge/locales/index.ts';

const PREFIX = 'error.';

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ').trim();

/** A table, a row an error in the order of its code. */
export function errorCatalogue(): string {
  const languages = Object.keys(LOCALES) as (keyof typeof LOCALES)[];
  const codes = (Object.keys(en) as Code[]).filter((code) => code.startsWith(PREFIX)).sort();
  const rows = codes.map((code) => {
    const texts = languages.map((language) => cell(LOCALES[language].texts[code]));
    return `| \`${code.slice(PREFIX.length)}\` | ${texts.join(' | ')} |`;
  });
  return [
    '# Errors',
    '',
    'What a person is told, by code. Made from `knowledge/locales` by `scripts/error-catalogue.ts`; `{name}` is a value, and',
    '`{count|one|other}` the form that fits it.',
    '',
    `| Code | ${languages.join(' | ')} |`,
    `|---|${languages.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(new URL('../docs/errors.md', import.meta.url), errorCatalogue());
