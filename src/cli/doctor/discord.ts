/**
 * What Discord says of the token: whom it belongs to, whether sessions and shards are left, and what time it is there. In: the
 * Config, Discord's address. Read only, over REST: no gateway session is spent.
 */
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type Finding, failure, ok, reasonOf, warning } from './finding.ts';

export const DISCORD_API = 'https://discord.com/api';
const TIMEOUT_MS = 8_000;
/** Beyond so much, signed addresses and S3 requests are refused. */
const MAX_SKEW_SECONDS = 60;

const appSchema = z.object({
  name: z.string(),
  flags: z.number().default(0),
  bot_public: z.boolean().default(true),
  privacy_policy_url: z.string().nullish(),
  terms_of_service_url: z.string().nullish(),
});
const gatewaySchema = z.object({
  shards: z.number(),
  session_start_limit: z.object({ remaining: z.number(), total: z.number(), reset_after: z.number() }),
});

export async function checkDiscord(
  config: Pick<Config, 'discordToken' | 'shard'>,
  api = DISCORD_API,
): Promise<Finding[]> {
  const ask = (path: string) =>
    fetch(`${api}/v10${path}`, {
      headers: config.discordToken ? { authorization: `Bot ${config.discordToken}` } : {},
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  try {
    const answer = await ask(config.discordToken ? '/applications/@me' : '/gateway');
    const clock = checkClock(answer.headers.get('date'), Date.now());
    if (config.discordToken === undefined) return [clock];
    if (answer.status === 401) return [clock, refusedToken()];
    const app = appSchema.parse(await answer.json());
    const gateway = gatewaySchema.parse(await (await ask('/gateway/bot')).json());
    return [
      clock,
      ok('discord', `the token is accepted: ${app.name}`),
      ...describe(app),
      checkShards(gateway, config),
    ];
  } catch (error) {
    const mend = 'Let this machine reach discord.com:443 (proxy, firewall, DNS), or try again later.';
    const text = `Discord does not answer as expected: ${reasonOf(error)}`;
    return [
      config.discordToken === undefined ? warning('discord', text, mend) : failure('discord', text, mend),
    ];
  }
}

const refusedToken = (): Finding =>
  failure(
    'discord',
    'Discord does not accept the DISCORD_TOKEN',
    'Reset it at https://discord.com/developers/applications → your app → Bot, and enter the new one.',
  );

/** Privileged intents that the app has without need. https://docs.discord.com/developers/resources/application */
const PRIVILEGED = { presence: 3 << 12, members: 3 << 14, 'message content': 3 << 18 };

function describe(app: z.infer<typeof appSchema>): Finding[] {
  const needless = Object.entries(PRIVILEGED).filter(([, bits]) => (app.flags & bits) !== 0);
  const names = needless.map(([name]) => name).join(', ');
  const pages = [app.privacy_policy_url, app.terms_of_service_url].filter(Boolean).length;
  return [
    needless.length === 0
      ? ok('intents', 'no privileged intent is on; the bot needs none')
      : warning(
          'intents',
          `on without need: ${names}`,
          'Switch them off in the portal: Bot → Privileged Gateway Intents.',
        ),
    pages === 2 || !app.bot_public
      ? ok('pages', app.bot_public ? 'privacy policy and terms are linked' : 'the app is private')
      : warning(
          'pages',
          'a public app without a link to its privacy policy or its terms',
          'Fill in docs/privacy.md and docs/terms.md and enter their addresses in the portal: General Information.',
        ),
  ];
}

function checkShards(gateway: z.infer<typeof gatewaySchema>, { shard }: Pick<Config, 'shard'>): Finding {
  const { remaining, total, reset_after } = gateway.session_start_limit;
  if (remaining === 0) {
    const hours = Math.ceil(reset_after / 3_600_000);
    return failure(
      'gateway',
      `none of ${total} sessions a day is left`,
      `Wait ${hours} h; find out what restarts the bot.`,
    );
  }
  if (shard.count > 1 && gateway.shards > shard.count)
    return warning(
      'gateway',
      `Discord recommends ${gateway.shards} shards; SHARD says ${shard.count}`,
      `Start ${gateway.shards} processes, SHARD=0/${gateway.shards} and so on (docs/operations.md).`,
    );
  return ok(
    'gateway',
    `${remaining} of ${total} sessions a day left; Discord recommends ${gateway.shards} shard(s)`,
  );
}

/** @param date of an answer's header; @param now milliseconds since the epoch */
export function checkClock(date: string | null, now: number): Finding {
  const skew = date === null ? Number.NaN : (now - Date.parse(date)) / 1_000;
  if (Number.isNaN(skew))
    return warning(
      'clock',
      'not compared: the answer names no time',
      'See that the clock is set by NTP (timedatectl).',
    );
  const seconds = Math.round(Math.abs(skew));
  if (seconds <= MAX_SKEW_SECONDS) return ok('clock', `within ${seconds} s of Discord’s`);
  const way = skew > 0 ? 'ahead of' : 'behind';
  return failure('clock', `${seconds} s ${way} Discord’s`, 'Set it by NTP: timedatectl set-ntp true.');
}
