/**
 * Is storage as it must be? In: the opened store. Out: nothing, or the reason why it cannot be used: an object is written,
 * read and removed. A store that does not answer yet is waited for; one that refuses is refused. Called at every start.
 */
import { randomUUID } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { findOutage, isNetworkError } from '../outage/outage.ts';
import { waitOut } from '../outage/wait-out.ts';
import type { ObjectStore } from './objects.ts';

/** @throws UserErrors `storage-unusable`, with the reason, and `disk-full` */
export async function probeStorage(objects: ObjectStore, log: Logger, waitMs: number): Promise<void> {
  const prefix = `probe/${randomUUID()}`;
  const write = async () => {
    try {
      await objects.putBytes(`${prefix}/x`, Buffer.from('x'));
      await objects.getBytes(`${prefix}/x`);
      await objects.deletePrefix(prefix);
    } catch (error) {
      const outage = findOutage(error);
      if (outage === null || outage.kind === 'disk-full' || isNetworkError(error)) throw error;
      throw new UserError('storage-unusable', { reason: outage.message.slice(0, 300) }, { cause: error });
    }
  };
  try {
    await waitOut(write, { signal: new AbortController().signal, log, limitMs: waitMs });
  } catch (error) {
    const outage = findOutage(error);
    if (outage?.kind !== 'storage-unreachable') throw error;
    throw new UserError('storage-unusable', { reason: outage.message.slice(0, 300) }, { cause: error });
  }
}
