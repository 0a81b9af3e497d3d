/** Counts what a zip in memory expands to, without keeping it: workbooks are zips and may be bombs too. */

import yauzl from 'yauzl';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { reasonOf } from '../reason-of.ts';

/** @throws UserError `workbook-expands-too-much`, `broken-workbook`. */
export async function measureZip(bytes: Buffer, name: string): Promise<void> {
  let total = 0;
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new Error('it is protected by a password');
      for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > LIMITS.workbookBytes) throw tooLarge(name);
      }
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('broken-workbook', { name, reason: reasonOf(cause) }, { cause });
  }
}

const tooLarge = (name: string): UserError =>
  new UserError('workbook-expands-too-much', { name, limitMiB: LIMITS.workbookBytes / 2 ** 20 });
