/**
 * Raw names of zip entries → text. UTF-8 where the entry says so or the bytes are; older packers on East Asian
 * Windows write the system's encoding without saying so, which is told from all names together.
 */
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { type Entry, getFileNameLowLevel } from 'yauzl';

const UTF8_FLAG = 0x800;
/** Info-ZIP Unicode Path extra field. */
const UNICODE_PATH = 0x7075;
/** Encodings that a detection on a few short names may be trusted for. */
const TRUSTED = new Set(['GB18030', 'Big5', 'Shift_JIS', 'EUC-KR', 'EUC-JP']);

const isAscii = (bytes: Buffer): boolean => bytes.every((byte) => byte < 128);

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const saysUnicode = (entry: Entry): boolean =>
  (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 || entry.extraFields.some(({ id }) => id === UNICODE_PATH);

/** @returns a decoder for the names of these entries. */
export function entryNameDecoder(entries: readonly Entry[]): (entry: Entry) => string {
  const unclear = entries.filter((entry) => !saysUnicode(entry) && !isAscii(entry.fileNameRaw));
  const joined = Buffer.concat(unclear.slice(0, 1_000).map((entry) => entry.fileNameRaw));
  const detected = joined.length === 0 || isUtf8(joined) ? 'utf-8' : chardet.detect(joined);
  const encoding = detected !== null && (detected === 'utf-8' || TRUSTED.has(detected)) ? detected : null;
  return (entry) => {
    if (saysUnicode(entry) || encoding === null || isAscii(entry.fileNameRaw)) {
      return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    }
    return iconv.decode(entry.fileNameRaw, encoding);
  };
}
