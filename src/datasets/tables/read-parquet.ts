/** Parquet (as the Hub stores data sets) → Table. */
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { flattenChat } from './chat-layout.ts';
import { type JsonRow, tableOfRows } from './read-json.ts';
import type { Table } from './table.ts';

/** The Hub writes the names of class numbers into the file's metadata, as its `datasets` library does. */
const hubMetadataSchema = z.object({
  info: z.object({
    features: z.record(
      z.string(),
      z.object({ _type: z.string().optional(), names: z.array(z.string()).optional() }),
    ),
  }),
});

/** Names of the classes of each `ClassLabel` column; empty for files from elsewhere. */
function classNames(metadata: FileMetaData): Map<string, string[]> {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return new Map();
  try {
    const { info } = hubMetadataSchema.parse(JSON.parse(text));
    return new Map(
      Object.entries(info.features).flatMap(([column, { _type, names }]) =>
        _type === 'ClassLabel' && names ? [[column, names] as const] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function nameClasses(row: JsonRow, names: ReadonlyMap<string, string[]>): JsonRow {
  const named = { ...row };
  for (const [column, list] of names) named[column] = list[Number(row[column])] ?? row[column];
  return named;
}

/** @throws UserError `bad-parquet`, `empty-file`, `too-many-rows`. */
export async function readParquet(bytes: Buffer, name: string): Promise<Table> {
  const copy = new Uint8Array(bytes).buffer;
  const file: AsyncBuffer = { byteLength: copy.byteLength, slice: (start, end) => copy.slice(start, end) };
  try {
    const metadata = await parquetMetadataAsync(file);
    if (metadata.num_rows > BigInt(LIMITS.tableRows)) {
      throw new UserError(
        'too-many-rows',
        `${JSON.stringify(name)} has ${metadata.num_rows.toLocaleString('en')} rows; at most ${LIMITS.tableRows.toLocaleString('en')} are accepted. Send a sample.`,
      );
    }
    const rows: JsonRow[] = await parquetReadObjects({ file, metadata, compressors });
    if (rows.length === 0) throw new UserError('empty-file', `${JSON.stringify(name)} has no rows.`);
    const names = classNames(metadata);
    const flat = rows.map((row) => flattenChat(nameClasses(row, names)));
    const ids = rows.map((_, index) => String(index + 1));
    return tableOfRows(flat, ids, [], 'Parquet');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      'bad-parquet',
      `${JSON.stringify(name)} cannot be read as Parquet: ${cause instanceof Error ? cause.message : String(cause)}. Save it again, or send CSV.`,
      { cause },
    );
  }
}
