/**
 * A person's consent → a token to push with, without the bot ever asking for one: OAuth's device flow (RFC 8628), as the
 * Hub offers it. The person opens a page of the Hub and types a short code; the token is used once and kept nowhere.
 * Needs an OAuth app of the operator (https://huggingface.co/docs/hub/oauth), public, without a secret.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { timeLimit } from '../time-limit.ts';

/** It may make repositories and write to those it made; it sees no others. https://huggingface.co/docs/hub/oauth */
const SCOPE = 'openid contribute-repos';
const TIMEOUT_MS = 30_000;
/** RFC 8628, section 3.5: added to the pause when the server asks to slow down. */
const SLOWER_SECONDS = 5;

interface OAuthApp {
  endpoint: string;
  clientId: string;
}

const deviceSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  expires_in: z.number().positive().default(900),
  interval: z.number().positive().default(5),
});

interface SignIn {
  /** What the person types. */
  userCode: string;
  /** Where. */
  url: string;
  expiresInSeconds: number;
  /** Resolves when the person has agreed. @throws UserError `hub-sign-in-expired`, `hub-sign-in-refused` */
  token(signal: AbortSignal): Promise<string>;
}

const form = (values: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(values),
  headers: { accept: 'application/json' },
  signal: timeLimit(TIMEOUT_MS),
});

const failed = (endpoint: string, reason: string, cause?: unknown) =>
  new UserError('hub-sign-in-failed', { endpoint, reason }, { cause });

/** @throws UserError `hub-sign-in-failed` */
export async function startSignIn(app: OAuthApp): Promise<SignIn> {
  const { endpoint, clientId } = app;
  const response = await fetch(`${endpoint}/oauth/device`, form({ client_id: clientId, scope: SCOPE })).catch(
    (cause: unknown) => {
      throw failed(endpoint, 'it cannot be reached', cause);
    },
  );
  if (!response.ok) throw failed(endpoint, `HTTP ${response.status}`);
  const device = deviceSchema.parse(await response.json());
  return {
    userCode: device.user_code,
    url: device.verification_uri,
    expiresInSeconds: device.expires_in,
    token: (signal) => pollToken(app, device, signal),
  };
}

const tokenSchema = z.union([z.object({ access_token: z.string() }), z.object({ error: z.string() })]);

async function pollToken(
  { endpoint, clientId }: OAuthApp,
  device: z.infer<typeof deviceSchema>,
  signal: AbortSignal,
): Promise<string> {
  const deadline = performance.now() + device.expires_in * 1_000;
  let pause = device.interval;
  while (performance.now() < deadline) {
    await wait(pause * 1_000, undefined, { signal });
    const answer = await askToken(`${endpoint}/oauth/token`, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
      client_id: clientId,
    });
    if (answer && 'access_token' in answer) return answer.access_token;
    if (answer?.error === 'slow_down') pause += SLOWER_SECONDS;
    else if (answer?.error === 'expired_token') break;
    else if (answer && answer.error !== 'authorization_pending')
      throw new UserError('hub-sign-in-refused', { reason: answer.error });
  }
  throw new UserError('hub-sign-in-expired', {
    url: device.verification_uri,
    minutes: Math.round(device.expires_in / 60),
  });
}

/** Null where there was no answer that means anything: asked again later (RFC 8628, section 3.5). */
async function askToken(url: string, values: Record<string, string>) {
  try {
    const response = await fetch(url, form(values));
    const parsed = tokenSchema.safeParse(await response.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
