/** Labelled picture files → ImageDataset. Called by `open-archive.ts`; next: `split.ts`. */

import type sharp from 'sharp';
import { term } from '../../text/term.ts';
import type { FileSample, ImageDataset, Problem } from '../dataset.ts';
import { fact } from '../fact.ts';
import { type CollectedMedia, judgeDamage, type LabelledFile } from '../media/collect-media.ts';
import { groupFiles } from '../media/group-files.ts';
import { labelItems, type MediaOptions } from '../media/label-items.ts';
import { problem } from '../problem.ts';
import { classCounts, describeGroups, judgeCounts } from '../profile.ts';
import { firstItems } from '../tables/table.ts';
import { isConverted, readablePicture } from './convert-picture.ts';
import { type ImageLook, lookAtImage } from './look-at-image.ts';
import { findNearImages } from './near-images.ts';

/** Pictures opened at once: libvips uses libuv's four threads. */
const PARALLEL = 4;
/** The longer side in pixels under which a picture holds little for a network of 224. */
const SMALL_SIDE = 64;

type Looked = LabelledFile & { look: ImageLook };

/** A HEIC or BMP picture is converted first, and its path changed to that of the PNG. */
async function lookAtFile(open: typeof sharp, file: LabelledFile): Promise<ImageLook | { reason: string }> {
  if (!isConverted(file.ext)) return lookAtImage(open, file.path);
  try {
    file.path = await readablePicture(file.path, file.ext);
  } catch (error) {
    return { reason: (error instanceof Error ? error.message : String(error)).slice(0, 120) };
  }
  const look = await lookAtImage(open, file.path);
  return 'reason' in look ? look : { ...look, format: file.ext };
}

async function lookAtAll(files: readonly LabelledFile[]): Promise<(ImageLook | { reason: string })[]> {
  const { default: open } = await import('sharp');
  open.concurrency(1);
  open.cache(false);
  const looks = new Array<ImageLook | { reason: string }>(files.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const at = next++;
      looks[at] = await lookAtFile(open, files[at]!);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return looks;
}

function sizeFacts(looks: readonly ImageLook[]): ImageDataset['profile']['facts'] {
  const widths = looks.map(({ width }) => width).toSorted((a, b) => a - b);
  const heights = looks.map(({ height }) => height).toSorted((a, b) => a - b);
  const middle = Math.floor(looks.length / 2);
  const formats = new Map<string, number>();
  for (const { format } of looks) formats.set(format, (formats.get(format) ?? 0) + 1);
  const [narrow, wide, low, high] = [widths[0]!, widths.at(-1)!, heights[0]!, heights.at(-1)!];
  const [width, height] = [widths[middle]!, heights[middle]!];
  const size =
    narrow === wide && low === high
      ? term('detail.pixels', { width, height })
      : term('detail.pixels-between', { width, height, narrow, wide, low, high });
  const counted = [...formats].toSorted((a, b) => b[1] - a[1]).map(([format, count]) => `${format} ${count}`);
  return [fact('picture-size', size), fact('formats', counted)];
}

function smallProblems(kept: readonly { name: string; look: ImageLook }[]): Problem[] {
  const small = kept.filter(({ look }) => Math.max(look.width, look.height) < SMALL_SIDE);
  if (small.length === 0) return [];
  return [
    problem({
      severity: 'note',
      code: 'small-pictures',
      values: { count: small.length, pixels: SMALL_SIDE },
      items: firstItems(small.map(({ name }) => name)),
    }),
  ];
}

/**
 * @param collected what `collect-media.ts` made of an archive or of Parquet files.
 * @param damaged entries that could not be unpacked.
 * @throws UserError `too-many-damaged`, and those of `makeLabels`.
 */
export async function openImages(
  collected: CollectedMedia,
  damaged: readonly { name: string; reason: string }[],
  options: MediaOptions,
): Promise<ImageDataset> {
  const looks = await lookAtAll(collected.files);
  const good: Looked[] = [];
  const bad = [...damaged];
  collected.files.forEach((labelled, i) => {
    const look = looks[i]!;
    if ('reason' in look) bad.push({ name: labelled.name, reason: look.reason });
    else good.push({ ...labelled, look });
  });
  const damageProblems = judgeDamage(bad, good.length + bad.length, 'image');
  const { kept, classes, problems } = labelItems(good, {
    like: options.like,
    what: 'The set of pictures',
    fromFolders: collected.fromFolders,
    mergeSpellings: options.mergeSpellings ?? false,
  });
  const near = findNearImages(kept.map(({ look }) => look));
  const grouping = groupFiles(kept, near, classes);
  const samples = kept.map(({ name, label, path, hash, part }, i): FileSample => {
    return { id: name, label, group: grouping.group[i]!, path, hash, ...(part ? { part } : {}) };
  });
  const counts = classCounts(samples, classes);
  const groups = describeGroups(kept.map(({ group }) => group));
  return {
    kind: 'image',
    classes,
    samples,
    ...groups.named,
    profile: {
      kind: 'image',
      ...options.file,
      sampleCount: samples.length,
      classes: counts,
      facts: [
        fact('labels-from', collected.note),
        ...groups.facts,
        ...sizeFacts(kept.map(({ look }) => look)),
      ],
      problems: [
        ...collected.problems,
        ...damageProblems,
        ...problems,
        ...grouping.problems,
        ...groups.problems,
        ...smallProblems(kept),
        ...judgeCounts(counts),
      ],
      language: null,
    },
  };
}
