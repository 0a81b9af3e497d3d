/**
 * Labelled sound files → AudioDataset, from their headers alone; the trainer decodes them. Called by
 * `open-archive.ts`; next: `split.ts`.
 */

import type { IFormat } from 'music-metadata';
import { term, type Value } from '../../text/term.ts';
import type { AudioDataset, DatasetProfile, FileSample, Problem } from '../dataset.ts';
import { fact } from '../fact.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { classCounts, describeGroups, judgeCounts } from '../profile.ts';
import { firstItems } from '../tables/table.ts';
import { type CollectedMedia, judgeDamage, type LabelledFile } from './collect-media.ts';
import { groupFiles } from './group-files.ts';
import { labelItems, type MediaOptions } from './label-items.ts';
import { guessGroups } from './name-groups.ts';
import type { SortedFile } from './sort-files.ts';

/** Formats that the trainer's decoders read. */
const READABLE = new Set(['wav', 'flac', 'ogg', 'oga', 'opus', 'mp3']);
/** Codings inside a WAV that they do not. */
const UNREADABLE_CODECS = /adpcm|mulaw|alaw|gsm/i;
/** Seconds under which a clip holds hardly a syllable. */
const SHORT_SECONDS = 0.1;
const WAV_HEADER_BYTES = 44;

interface AudioLook {
  seconds: number;
  rate: number;
  channels: number;
  format: string;
}

/** Recorders that write to a pipe leave the length in a WAV's header empty; the file's size tells it. */
function wavSeconds(file: SortedFile, format: IFormat): number {
  const { sampleRate = 0, numberOfChannels = 0, bitsPerSample = 0 } = format;
  const bytesPerSecond = (sampleRate * numberOfChannels * bitsPerSample) / 8;
  return file.ext === 'wav' && bytesPerSecond > 0 ? (file.bytes - WAV_HEADER_BYTES) / bytesPerSecond : 0;
}

async function lookAtAudio(file: SortedFile): Promise<AudioLook | { reason: string }> {
  if (!READABLE.has(file.ext)) return { reason: `${file.ext} is not supported; use wav, flac, ogg or mp3` };
  const { parseFile } = await import('music-metadata');
  try {
    const { format } = await parseFile(file.path, { skipCovers: true, duration: true });
    const { sampleRate, numberOfChannels } = format;
    if (!sampleRate || !numberOfChannels) return { reason: 'its header is damaged' };
    if (UNREADABLE_CODECS.test(format.codec ?? ''))
      return { reason: `its coding (${format.codec}) is not supported; save it as PCM` };
    const duration = format.duration || wavSeconds(file, format);
    if (duration <= 0) return { reason: 'it holds no sound' };
    if (duration > LIMITS.clipSeconds) {
      return { reason: `${Math.round(duration)} s long (limit ${LIMITS.clipSeconds} s); cut it into clips` };
    }
    return { seconds: duration, rate: sampleRate, channels: numberOfChannels, format: file.ext };
  } catch (error) {
    return { reason: (error instanceof Error ? error.message : String(error)).slice(0, 120) };
  }
}

/** The commonest, each with how many there are; one alone needs no count. @param say one as it is shown */
function countOf<T extends string | number>(values: readonly T[], say: (value: T) => Value): Value {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (ordered.length === 1) return say(ordered[0]![0]);
  return ordered.slice(0, 4).map(([value, count]) => term('detail.counted', { value: say(value), count }));
}

const channelsWord = (channels: number): Value =>
  channels === 1 ? term('detail.mono') : channels === 2 ? term('detail.stereo') : channels;

function audioFacts(looks: readonly AudioLook[]): DatasetProfile['facts'] {
  const seconds = looks.map((look) => look.seconds).toSorted((a, b) => a - b);
  const total = seconds.reduce((sum, value) => sum + value, 0);
  const duration = term('detail.seconds', {
    median: seconds[Math.floor(seconds.length / 2)]!.toFixed(2),
    least: seconds[0]!.toFixed(2),
    most: seconds.at(-1)!.toFixed(2),
    minutes: (total / 60).toFixed(1),
  });
  return [
    fact('duration', duration),
    fact(
      'sampling-rate',
      countOf(
        looks.map(({ rate }) => rate),
        (rate) => term('detail.hertz', { rate }),
      ),
    ),
    fact(
      'channels',
      countOf(
        looks.map(({ channels }) => channels),
        channelsWord,
      ),
    ),
    fact(
      'formats',
      countOf(
        looks.map(({ format }) => format),
        (format) => format,
      ),
    ),
  ];
}

function audioProblems(items: readonly { name: string; look: AudioLook }[]): Problem[] {
  const problems: Problem[] = [];
  const short = items.filter(({ look }) => look.seconds < SHORT_SECONDS);
  if (short.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'short-clips',
        values: { count: short.length, seconds: SHORT_SECONDS },
        items: firstItems(short.map(({ name }) => name)),
      }),
    );
  }
  const low = items.filter(({ look }) => look.rate < 8_000);
  if (low.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'low-sampling-rate',
        values: { count: low.length },
        items: firstItems(low.map(({ name }) => name)),
      }),
    );
  }
  return problems;
}

/** As folders or a table name them; where they do not, as file names tell. */
function namesOfGroups(
  kept: readonly { name: string; group: string | null; label: number }[],
  classes: readonly string[],
  few: boolean,
): (string | null)[] {
  const given = kept.map(({ group }) => group);
  if (given.some((group) => group !== null)) return given;
  const files = kept.map(({ name, label }) => ({ name, label: classes[label]! }));
  return guessGroups(files, { few }) ?? given;
}

/**
 * @param collected what `collect-media.ts` made of an archive or of Parquet files.
 * @param damaged entries that could not be unpacked.
 * @throws UserError `too-many-damaged`, and those of the labels.
 */
export async function openAudio(
  collected: CollectedMedia,
  damaged: readonly { name: string; reason: string }[],
  options: MediaOptions,
): Promise<AudioDataset> {
  const good: (LabelledFile & { look: AudioLook })[] = [];
  const bad = [...damaged];
  for (const labelled of collected.files) {
    const look = await lookAtAudio(labelled);
    if ('reason' in look) bad.push({ name: labelled.name, reason: look.reason });
    else good.push({ ...labelled, look });
  }
  const damageProblems = judgeDamage(bad, good.length + bad.length, 'audio');
  const { kept, classes, problems } = labelItems(good, {
    like: options.like,
    what: 'The set of sounds',
    fromFolders: collected.fromFolders,
    mergeSpellings: options.mergeSpellings ?? false,
  });
  const groupNames = namesOfGroups(kept, classes, options.like !== null);
  // Parts that the data give are not emptied for a guess: a report warns of groups on both sides instead.
  const isGiven = kept.some(({ part }) => part !== undefined);
  const together = isGiven ? kept : kept.map((item, i) => ({ ...item, group: groupNames[i]! }));
  const grouping = groupFiles(together, [], classes);
  const samples = kept.map(({ name, label, path, hash, part }, i): FileSample => {
    return { id: name, label, group: grouping.group[i]!, path, hash, ...(part ? { part } : {}) };
  });
  const counts = classCounts(samples, classes);
  const groups = describeGroups(groupNames);
  return {
    kind: 'audio',
    classes,
    samples,
    ...groups.named,
    profile: {
      kind: 'audio',
      ...options.file,
      sampleCount: samples.length,
      classes: counts,
      facts: [
        fact('labels-from', collected.note),
        ...groups.facts,
        ...audioFacts(kept.map(({ look }) => look)),
      ],
      problems: [
        ...collected.problems,
        ...damageProblems,
        ...problems,
        ...grouping.problems,
        ...groups.problems,
        ...audioProblems(kept),
        ...judgeCounts(counts),
      ],
      language: null,
    },
  };
}
