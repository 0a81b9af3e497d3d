/**
 * Unpacked packages (`fetch.sh`) → labelled items, one list a data set. Next: `make-sets.ts` splits and packs them.
 * An item's group never stands on both sides of the split.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

export interface Item {
  label: string;
  group: string;
  /** The text itself, or the path of a picture or clip. */
  content: string;
}

const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** One class a sub-folder; each file its own group. */
const classFolders = (folder: string, labels: readonly string[], ending: RegExp): Item[] =>
  labels.flatMap((label) =>
    filesBelow(join(folder, label), ending).map((content) => ({ label, group: basename(content), content })),
  );

export const stamps = (root: string): Item[] =>
  classFolders(
    join(root, 'deb/usr/share/tuxpaint/stamps'),
    ['animals', 'clothes', 'food', 'household', 'plants', 'seasonal', 'vehicles'],
    /\.(png|svg)$/,
  );

/** What an icon is for, not what it shows: a hard question. */
export const icons = (root: string): Item[] =>
  classFolders(
    join(root, 'deb/usr/share/icons/oxygen/base/128x128'),
    ['actions', 'apps', 'devices', 'mimetypes', 'places', 'status'],
    /\.png$/,
  );

const emojiSchema = z.array(
  z.object({ image: z.string(), category: z.string(), has_img_google: z.boolean() }),
);

export function emoji(root: string): Item[] {
  const folder = join(root, 'npm/emoji-datasource-google-16.0.0/package');
  const all = emojiSchema.parse(JSON.parse(readFileSync(join(folder, 'emoji.json'), 'utf8')));
  return all
    .filter(({ category, has_img_google }) => has_img_google && !/Component|Flags|Symbols/.test(category))
    .map(({ image, category }) => ({
      label: category,
      group: image,
      content: join(folder, 'img/google/64', image),
    }));
}

const SECTIONS = ['admin', 'games', 'graphics', 'mail', 'math', 'net', 'science', 'sound'];

/** One-line descriptions of Debian packages by their section; the same line twice counts once. */
export function sections(root: string): Item[] {
  const seen = new Set<string>();
  return readFileSync(join(root, 'packages.txt'), 'utf8')
    .split('\n\n')
    .flatMap((record) => {
      const label = /^Section: (.+)$/m.exec(record)?.[1] ?? '';
      const content = /^Description(?:-en)?: (.+)$/m.exec(record)?.[1] ?? '';
      if (!SECTIONS.includes(label) || content === '' || seen.has(content)) return [];
      seen.add(content);
      return [{ label, group: content, content }];
    });
}

/** Sayings by topic; long ones are cut. */
function fortunes(folder: string, topics: readonly string[]): Item[] {
  return topics.flatMap((label) => {
    const bytes = readFileSync(join(folder, label));
    const text = bytes.toString('utf8');
    const decoded = text.includes('\uFFFD') ? bytes.toString('latin1') : text;
    return decoded
      .split(/^%$/m)
      .map((saying) => saying.replace(/\s+/g, ' ').trim().slice(0, 400))
      .filter((saying) => saying.length > 15)
      .map((content) => ({ label, group: content, content }));
  });
}

export const sayings = (root: string): Item[] =>
  fortunes(join(root, 'deb/usr/share/games/fortunes'), [
    'computers',
    'men-women',
    'politics',
    'science',
    'songs-poems',
    'work',
  ]);

export const germanSayings = (root: string): Item[] =>
  fortunes(join(root, 'deb/usr/share/games/fortunes/de'), [
    'computer',
    'fussball',
    'letzteworte',
    'namen',
    'sprueche',
    'witze',
  ]);

const DRUMS: readonly (readonly [string, RegExp])[] = [
  ['kick', /kick|bass ?drum|^bd/i],
  ['snare', /snare|^sn/i],
  ['hihat', /hi-? ?hat|hh/i],
  ['tom', /tom/i],
  ['cymbal', /crash|ride|cymbal|splash|china/i],
];
const INSTRUMENT = /<instrument>[\s\S]*?<\/instrument>/g;

/** Drum samples by instrument, as the kit names it; a whole kit is a group. */
export function drums(root: string): Item[] {
  const kits = filesBelow(join(root, 'deb/usr/share/hydrogen/data/drumkits'), /^drumkit\.xml$/);
  return kits.flatMap((kit) => {
    const folder = dirname(kit);
    return (readFileSync(kit, 'utf8').match(INSTRUMENT) ?? []).flatMap((instrument) => {
      const name = /<name>([^<]*)/.exec(instrument)?.[1] ?? '';
      const label = DRUMS.find(([, words]) => words.test(name))?.[0];
      const files = [...instrument.matchAll(/<filename>([^<]*\.(?:wav|flac))</g)].map((match) => match[1]!);
      if (label === undefined) return [];
      return files.map((file) => ({ label, group: basename(folder), content: join(folder, file) }));
    });
  });
}

/** Announcements by language (one speaker each); a message is a group over all languages. */
export function announcements(root: string): Item[] {
  const folder = join(root, 'deb/usr/share/asterisk/sounds');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      filesBelow(join(folder, name), /\.wav$/)
        .filter((content) => !content.includes('silence'))
        .map((content) => ({
          label: name.slice(0, 2),
          group: content.slice(join(folder, name).length + 1),
          content,
        })),
    );
}
