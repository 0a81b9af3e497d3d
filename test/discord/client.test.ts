import { expect, it } from 'vitest';
import { connectClient } from '../../src/discord/client.ts';
import { createLogger } from '../../src/log.ts';
import { startPlayground } from '../../src/playground/server.ts';

const log = createLogger('silent');

it('connects with the Guilds intent alone, and says so when the token is refused', async () => {
  const playground = await startPlayground({ port: 0, log });
  try {
    const client = await connectClient({ token: playground.token, apiUrl: playground.apiUrl, log });
    expect(client.options.intents.toArray()).toEqual(['Guilds']);
    expect(client.guilds.cache.size).toBe(1);
    await client.destroy();
    await expect(
      connectClient({ token: 'a.wrong.token', apiUrl: playground.apiUrl, log }),
    ).rejects.toMatchObject({ code: 'bad-token' });
  } finally {
    await playground.close();
  }
});
