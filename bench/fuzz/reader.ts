/**
 * Reads many files one after the other, as a trainer's child reads one: an `inspect` or a `check-model` task comes in, how it
 * ended goes out. Started by `run.ts`, which starts another when this one dies or takes too long.
 */
import { childTaskSchema } from '../../src/child/messages.ts';
import { isUserError } from '../../src/errors.ts';
import { perform } from '../../src/training/perform.ts';

process.on('message', async (raw) => {
  const startedAt = performance.now();
  const answer = await read(raw);
  process.send?.({ ...answer, ms: performance.now() - startedAt });
});
process.send?.({ end: 'ready', detail: '', ms: 0 });

async function read(raw: unknown): Promise<{ end: string; detail: string }> {
  try {
    await perform(childTaskSchema.parse(raw), { emit: () => {}, signal: new AbortController().signal });
    return { end: 'read', detail: '' };
  } catch (error) {
    if (isUserError(error)) return { end: 'refused', detail: error.code };
    return {
      end: 'crashed',
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
