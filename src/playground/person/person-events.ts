/** The stream of what happens in the channel (SSE), for Person: a session in, events out until it is closed or the playground goes. */
import { UserError } from '../../errors.ts';
import { KEY_HEADER } from '../access.ts';
import type { PlaygroundEvent } from '../discord/hub.ts';
import type { Entrance } from './person-call.ts';

interface Listening {
  session: string;
  signal: AbortSignal;
  onEvent: (event: PlaygroundEvent) => void;
  onEnd: () => void;
}

/** Resolves when the stream flows, so that nothing after it is missed. */
export async function listenToEvents({ base, key }: Entrance, listening: Listening): Promise<void> {
  const response = await fetch(`${base}/person/events?session=${listening.session}`, {
    headers: { [KEY_HEADER]: key },
    signal: listening.signal,
  });
  const { body } = response;
  if (!body) throw new UserError('playground-silent', { url: base });
  await new Promise<void>((resolve, reject) => {
    // After it is closed, or when the playground goes, the stream ends; by then nobody waits for this promise.
    read(body, (data) => {
      const event = JSON.parse(data) as PlaygroundEvent | { type: 'hello' };
      if (event.type === 'hello') resolve();
      else listening.onEvent(event);
    })
      .then(() => reject(new UserError('playground-closed')), reject)
      .finally(listening.onEnd);
  });
}

async function read(body: NonNullable<Response['body']>, onData: (data: string) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data: ')) onData(block.slice(6));
  }
}
