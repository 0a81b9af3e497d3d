import { expect, it } from 'vitest';
import { say } from '../../src/cli/conversation.ts';
import { createLogger } from '../../src/log.ts';
import { Person } from '../../src/playground/person/person.ts';
import { startPlayground } from '../../src/playground/server.ts';

it('an answer is not waited for when nothing more can be heard', async () => {
  const playground = await startPlayground({ port: 0, log: createLogger('silent') });
  const person = await Person.connect(playground.url);
  try {
    const said = say(person, async () => ({ kind: 'deferred', interactionId: '1', messageId: '2' }), {
      onMessage: () => {},
    });
    person.close();
    await expect(said).rejects.toMatchObject({ code: 'playground-closed' });
  } finally {
    await playground.close();
  }
});
