/** The Hub's OAuth device flow, as far as the bot uses it (RFC 8628), for the tests. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SignInPage {
  /** Answers of the token's address, one a question, before consent. */
  before: string[];
  /** The token after consent; null: the person refuses. */
  token: string | null;
  /** Forms that came in. */
  forms: Record<string, string>[];
  /** Seconds between two questions, as the server asks for. */
  interval: number;
}

/** @returns false where the request is no part of signing in */
export async function answerSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  page: SignInPage,
): Promise<boolean> {
  const path = new URL(request.url ?? '/', 'http://hub').pathname;
  if (path !== '/oauth/device' && path !== '/oauth/token') return false;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  page.forms.push(Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())));
  const say = (status: number, value: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/oauth/device')
    say(200, {
      device_code: 'device',
      user_code: '52AT-FLYZ',
      verification_uri: 'https://hf.co/oauth/device',
      expires_in: 300,
      interval: page.interval,
    });
  else {
    const error = page.before.shift();
    if (error !== undefined) say(400, { error });
    else if (page.token === null) say(400, { error: 'access_denied' });
    else say(200, { access_token: page.token, token_type: 'bearer', expires_in: 3_600 });
  }
  return true;
}
