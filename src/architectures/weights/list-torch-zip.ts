/**
 * A zip of `torch.save` → where its parts lie. In: a reader of the file. Out: places of the pickle, of every storage and of
 * the byte order. Entries are stored as they are, so that their bytes are used in place; a zip that compresses is none of
 * PyTorch's. Form: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, §4.3. Next: `torch-file.ts`.
 */
import { PickleError } from './unpickle.ts';

export interface Place {
  start: number;
  length: number;
}

/** Of a file: fewer bytes than asked for where it ends. */
export interface FileParts {
  size: number;
  read: (from: number, length: number) => Promise<Buffer>;
}

interface TorchZip {
  list: Place;
  /** By key. */
  storages: Map<string, Place>;
  byteOrder: Place | null;
}

/** @throws PickleError */
export async function listTorchZip(file: FileParts): Promise<TorchZip> {
  const places = await listPlaces(file);
  const lists = [...places.keys()].filter((name) => /^(?:[^/]*\/)?data\.pkl$/.test(name));
  if (lists.length !== 1) throw new PickleError(`the zip has ${lists.length} lists of tensors (data.pkl)`);
  const root = lists[0]!.slice(0, -'data.pkl'.length);
  const folder = `${root}data/`;
  const storages = [...places]
    .filter(([name]) => name.startsWith(folder))
    .map(([name, place]) => [name.slice(folder.length), place] as const);
  return {
    list: places.get(lists[0]!)!,
    storages: new Map(storages),
    byteOrder: places.get(`${root}byteorder`) ?? null,
  };
}

/** Signatures, and bytes of the parts before what is of any length. */
const END = { mark: 0x06054b50, bytes: 22 };
const WIDE_END_PLACE = { mark: 0x07064b50, bytes: 20 };
const WIDE_END = { mark: 0x06064b50, bytes: 56 };
const ENTRY = { mark: 0x02014b50, bytes: 46 };
const LOCAL = { mark: 0x04034b50, bytes: 30 };
const LONGEST_COMMENT = 0xffff;
/** The largest published models have a few thousand entries of about a hundred bytes. */
const DIRECTORY_BYTES = 2 ** 24;
/** In a field of 32 bits: the number is in the wide field. */
const ELSEWHERE = 0xffffffff;
const WIDE_FIELD = 1;

const broken = (reason: string) => new PickleError(`its zip cannot be read (${reason})`);

async function listPlaces(file: FileParts): Promise<Map<string, Place>> {
  const directory = await readDirectory(file);
  const places = new Map<string, Place>();
  for (let at = 0; at < directory.length; ) {
    const entry = readEntry(directory, at);
    at = entry.end;
    const local = await file.read(entry.local, LOCAL.bytes);
    if (local.length < LOCAL.bytes || local.readUInt32LE(0) !== LOCAL.mark)
      throw broken(`"${entry.name}" is not where it should be`);
    const start = entry.local + LOCAL.bytes + local.readUInt16LE(26) + local.readUInt16LE(28);
    if (start + entry.length > file.size) throw broken(`"${entry.name}" reaches beyond its end`);
    places.set(entry.name, { start, length: entry.length });
  }
  return places;
}

/** The central directory. */
async function readDirectory(file: FileParts): Promise<Buffer> {
  const from = Math.max(0, file.size - END.bytes - LONGEST_COMMENT);
  const tail = await file.read(from, file.size - from);
  let at = tail.length - END.bytes;
  while (at >= 0 && tail.readUInt32LE(at) !== END.mark) at -= 1;
  if (at < 0) throw broken('it has no end');
  let [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  const pointer = at - WIDE_END_PLACE.bytes;
  if (pointer >= 0 && tail.readUInt32LE(pointer) === WIDE_END_PLACE.mark) {
    const wide = await file.read(wideNumber(tail, pointer + 8), WIDE_END.bytes);
    if (wide.length < WIDE_END.bytes || wide.readUInt32LE(0) !== WIDE_END.mark) throw broken('it has no end');
    [length, offset] = [wideNumber(wide, 40), wideNumber(wide, 48)];
  }
  if (length > DIRECTORY_BYTES || offset + length > file.size) throw broken(`its list has ${length} bytes`);
  return file.read(offset, length);
}

/** A number of 64 bits that has to be a place in a file. */
function wideNumber(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw broken('a place in it is beyond numbers');
  return value;
}

function readEntry(directory: Buffer, at: number) {
  if (directory.length - at < ENTRY.bytes || directory.readUInt32LE(at) !== ENTRY.mark)
    throw broken('its list breaks off');
  const half = (field: number) => directory.readUInt16LE(at + field);
  const [nameBytes, extraBytes, commentBytes] = [half(28), half(30), half(32)];
  const extraAt = at + ENTRY.bytes + nameBytes;
  const end = extraAt + extraBytes + commentBytes;
  if (end > directory.length) throw broken('its list breaks off');
  const name = directory.toString('utf8', at + ENTRY.bytes, extraAt);
  const isEncrypted = (half(8) & 1) !== 0;
  if (half(10) !== 0 || isEncrypted)
    throw new PickleError(`"${name.slice(0, 120)}" is compressed in it, as torch.save never does`);
  const wide = wideNumbers(directory.subarray(extraAt, extraAt + extraBytes));
  // Those that do not fit stand in the wide field, in this order.
  const number = (field: number) => {
    const value = directory.readUInt32LE(at + field);
    return value === ELSEWHERE ? (wide.shift() ?? value) : value;
  };
  const [length, packed, local] = [number(24), number(20), number(42)];
  if (packed !== length) throw broken(`"${name.slice(0, 120)}" has two sizes`);
  return { name, length, local, end };
}

function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const [kind, bytes] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const until = Math.min(at + 4 + bytes, extra.length);
    if (kind === WIDE_FIELD) {
      const count = Math.min(3, Math.floor((until - at - 4) / 8));
      return Array.from({ length: count }, (_, i) => wideNumber(extra, at + 4 + 8 * i));
    }
    at = until;
  }
  return [];
}
