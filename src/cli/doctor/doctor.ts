/**
 * `npm run doctor`: is everything as a bot needs it? Prints what was found and what mends it. Exit code 0, or 1 when something
 * is in the way of a start. `--json` prints the findings as data.
 */
import { readEnvironment } from '../../environment.ts';
import { lastWords } from '../../outage/explain-outage.ts';
import { examine, printed } from './examine.ts';

async function main(): Promise<void> {
  const findings = await examine(readEnvironment());
  const failures = findings.filter(({ state }) => state === 'failure').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  const sum = failures > 0 ? `${failures} in the way` : 'Ready to start';
  const text = process.argv.includes('--json')
    ? JSON.stringify(findings, null, 2)
    : [...findings.map(printed), '', `${sum}, ${warnings} worth a look.`].join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = failures > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  process.exit(1);
});
