/** The environment and `.env` → whether they are understood: values, names, the shape of the token. Nothing is sent anywhere. */
import { existsSync, readFileSync } from 'node:fs';
import { type Config, readConfig } from '../../config.ts';
import { type Finding, failure, ok, reasonOf, warning } from './finding.ts';

/** The Config is null where a value cannot be used; then nothing else can be checked. */
export function checkConfiguration(environment: NodeJS.ProcessEnv): {
  config: Config | null;
  findings: Finding[];
} {
  try {
    const config = readConfig(environment);
    return {
      config,
      findings: [ok('configuration', 'every value can be used'), ...checkNames(), checkToken(config)],
    };
  } catch (error) {
    const mend = 'Correct the variable; .env.example says what it takes.';
    return { config: null, findings: [failure('configuration', reasonOf(error), mend)] };
  }
}

const NAME = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm;
const namesIn = (path: string | URL): string[] =>
  [...readFileSync(path, 'utf8').matchAll(NAME)].map(([, name]) => name ?? '');

/** A misspelt name is silently without effect. */
function checkNames(): Finding[] {
  const example = new URL('../../../.env.example', import.meta.url);
  if (!existsSync('.env') || !existsSync(example)) return [];
  const known = new Set(namesIn(example));
  const unknown = namesIn('.env').filter((name) => !known.has(name));
  if (unknown.length === 0) return [];
  const text = `.env sets what the bot does not read: ${unknown.join(', ')}`;
  return [warning('names', text, 'Correct the spelling, or remove the line.')];
}

const PORTAL = 'https://discord.com/developers/applications → your app → Bot → Reset Token';

/** `id.time.signature`; the first part is the bot's id in base64. */
export function checkToken({ discordToken }: Pick<Config, 'discordToken'>): Finding {
  if (discordToken === undefined)
    return ok('token', 'DISCORD_TOKEN is not set, so the bot starts its playground');
  const [id = '', ...rest] = discordToken.split('.');
  const decoded = Buffer.from(id, 'base64').toString('latin1');
  if (/^(Bot|Bearer)\s/i.test(discordToken))
    return failure('token', 'DISCORD_TOKEN begins with a word', 'Leave out "Bot": only the token itself.');
  if (rest.length === 0 && discordToken.length === 32)
    return failure(
      'token',
      'DISCORD_TOKEN looks like a client secret',
      `Take the token of the bot: ${PORTAL}.`,
    );
  if (rest.length !== 2 || !/^\d{17,20}$/.test(decoded))
    return failure('token', 'DISCORD_TOKEN has not the shape of a bot token', `Copy it whole: ${PORTAL}.`);
  return ok('token', `DISCORD_TOKEN has the shape of a token, of the bot ${decoded}`);
}
