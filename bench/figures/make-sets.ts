/**
 * The folder of `fetch.sh` → for each data set `sets/NAME/8.*`, `32.*`, `all.*` (at most so many samples a class) and
 * `test.*`, a zip or CSV each. Which groups are tested on is decided by a hash of their names, once for all sizes; the
 * smaller sets are parts of the larger. Run: npx tsx bench/figures/make-sets.ts FOLDER. Next: `run.ts`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import {
  announcements,
  drums,
  emoji,
  germanSayings,
  type Item,
  icons,
  sayings,
  sections,
  stamps,
} from './collect.ts';

type Kind = 'image' | 'text' | 'audio';
const SETS: readonly { name: string; kind: Kind; collect: (root: string) => Item[] }[] = [
  { name: 'stamps', kind: 'image', collect: stamps },
  { name: 'icons', kind: 'image', collect: icons },
  { name: 'emoji', kind: 'image', collect: emoji },
  { name: 'sections', kind: 'text', collect: sections },
  { name: 'sayings', kind: 'text', collect: sayings },
  { name: 'german-sayings', kind: 'text', collect: germanSayings },
  { name: 'drums', kind: 'audio', collect: drums },
  { name: 'announcements', kind: 'audio', collect: announcements },
];
/** Of the groups, to the test part. */
const TEST_SHARE = 0.35;
/** At most, a class: `all` of media stays affordable on a small computer. */
const MOST: Record<Kind, { train: number; test: number }> = {
  image: { train: 120, test: 40 },
  audio: { train: 100, test: 40 },
  text: { train: 200, test: 60 },
};
const PICTURE_SIDE = 160;
/** Bytes; what is longer is a loop, not a hit. */
const LONGEST_CLIP = 1_500_000;

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const isTested = ({ group }: Item) => Number.parseInt(digest(group).slice(0, 8), 16) / 2 ** 32 < TEST_SHARE;

function takeOfEach(items: readonly Item[], limit: number): Item[] {
  const counts = new Map<string, number>();
  return items.filter(({ label }) => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    return count <= limit;
  });
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function pack(kind: Kind, items: readonly Item[], path: string): Promise<void> {
  if (kind === 'text') {
    const lines = items.map(({ label, content }) => `${cell(content)},${cell(label)}`);
    writeFileSync(`${path}.csv`, `text,label\n${lines.join('\n')}\n`);
    return;
  }
  const entries: Record<string, Uint8Array> = {};
  for (const { label, group, content } of items) {
    const folder = label.replaceAll(/[^A-Za-z]+/g, '-');
    const id = digest(content).slice(0, 10);
    if (kind === 'image')
      entries[`${folder}/${id}.jpg`] = await sharp(content)
        .flatten({ background: '#ffffff' })
        .resize(PICTURE_SIDE, PICTURE_SIDE, { fit: 'inside' })
        .jpeg({ quality: 85 })
        .toBuffer();
    else {
      const speaker = group.replaceAll(/[^A-Za-z0-9]+/g, '-');
      entries[`${folder}/${speaker}/${id}${extname(content)}`] = readFileSync(content);
    }
  }
  writeFileSync(`${path}.zip`, zipSync(entries, { level: 0 }));
}

const root = resolve(process.argv[2] ?? 'bench-figures');
for (const { name, kind, collect } of SETS) {
  const folder = join(root, 'sets', name);
  mkdirSync(folder, { recursive: true });
  const items = collect(root)
    .filter(
      ({ content }) => kind === 'text' || (existsSync(content) && statSync(content).size < LONGEST_CLIP),
    )
    .map((item) => ({ item, key: digest(item.content.replace(root, '')) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
  const training = items.filter((item) => !isTested(item));
  for (const limit of [8, 32]) await pack(kind, takeOfEach(training, limit), join(folder, String(limit)));
  await pack(kind, takeOfEach(training, MOST[kind].train), join(folder, 'all'));
  await pack(kind, takeOfEach(items.filter(isTested), MOST[kind].test), join(folder, 'test'));
  const labels = [...new Set(training.map(({ label }) => label))];
  const shown = labels.map((label) => `${label} ${training.filter((item) => item.label === label).length}`);
  console.log(`${name} (${kind}): ${shown.join(', ')} to learn from`);
}
