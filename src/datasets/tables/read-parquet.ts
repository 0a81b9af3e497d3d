/** Parquet (as the Hub stores data sets) → Table. */
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { flattenChat } from './chat-layout.ts';
import { tableOfRows } from './read-json.ts';
import type { Table } from './table.ts';

/** @throws UserError `bad-parquet`, `empty-file`, `too-many-rows`. */
export async function readParquet(bytes: Buffer, name: string): Promise<Table> {
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const file = {
    byteLength: copy.byteLength,
    slice: (start: number, end?: number) => copy.slice(start, end),
  };
  try {
    const metadata = await parquetMetadataAsync(file as Parameters<typeof parquetMetadataAsync>[0]);
    if (metadata.num_rows > BigInt(LIMITS.tableRows)) {
      throw new UserError(
        'too-many-rows',
        `${JSON.stringify(name)} has ${metadata.num_rows.toLocaleString('en')} rows; at most ${LIMITS.tableRows.toLocaleString('en')} are accepted. Send a sample.`,
      );
    }
    const rows = await parquetReadObjects({
      file: file as Parameters<typeof parquetReadObjects>[0]['file'],
      metadata,
      compressors,
    });
    if (rows.length === 0) throw new UserError('empty-file', `${JSON.stringify(name)} has no rows.`);
    const ids = rows.map((_, index) => String(index + 1));
    return tableOfRows(rows.map(flattenChat), ids, [], 'Parquet');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      'bad-parquet',
      `${JSON.stringify(name)} cannot be read as Parquet: ${cause instanceof Error ? cause.message : String(cause)}. Save it again, or send CSV.`,
      { cause },
    );
  }
}
