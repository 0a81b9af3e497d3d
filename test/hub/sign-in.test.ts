import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSignIn } from '../../src/hub/sign-in.ts';
import { answerSignIn, type SignInPage } from './sign-in-page.ts';

const page: SignInPage = { before: [], token: null, forms: [], interval: 0.01 };
const { signal } = new AbortController();
let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer((request, response) => void answerSignIn(request, response, page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => Object.assign(page, { before: [], token: 'hf_oauth_x.y-z', forms: [] }));

const start = () => startSignIn({ endpoint, clientId: 'app' });

it('shows a code, waits for consent and gives the token', async () => {
  page.before = ['authorization_pending', 'authorization_pending'];
  const signIn = await start();
  expect(signIn).toMatchObject({
    userCode: '52AT-FLYZ',
    url: 'https://hf.co/oauth/device',
    expiresInSeconds: 300,
  });
  await expect(signIn.token(signal)).resolves.toBe('hf_oauth_x.y-z');
  const [asked, ...polled] = page.forms;
  // The least that pushing needs: repositories of the bot's own making.
  expect(asked).toEqual({ client_id: 'app', scope: 'openid contribute-repos' });
  expect(polled).toHaveLength(3);
  expect(polled[0]).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'device',
    client_id: 'app',
  });
});

it('says that consent was refused, or came too late', async () => {
  page.token = null;
  await expect((await start()).token(signal)).rejects.toMatchObject({ code: 'hub-sign-in-refused' });
  page.before = ['expired_token'];
  await expect((await start()).token(signal)).rejects.toMatchObject({ code: 'hub-sign-in-expired' });
});

it('says that signing in cannot start', async () => {
  await expect(startSignIn({ endpoint: 'http://127.0.0.1:1', clientId: 'app' })).rejects.toMatchObject({
    code: 'hub-sign-in-failed',
  });
});
