/**
 * Stored files of a Run → what can be attached, and a line for each that is too large: a link that gives it, or what to do.
 * In: the Report's files, the limit of the place. Out: ReplyFiles and lines. Sizes are asked of the store first; nothing is
 * read that does not fit, so a model of any size never stands in the way. Next: `final-message.ts`, the buttons, `/export`.
 */
import { isUserError } from '../../errors.ts';
import type { ReportFile } from '../../report/report.ts';
import type { Run } from '../../runs/run.ts';
import type { Links } from '../../storage/links.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import { formatBytes } from '../../text/duration.ts';
import { plain } from '../../text/escape.ts';
import { type Locale, translator } from '../../text/localise.ts';
import { phrase } from '../../text/phrases.ts';
import type { ReplyFile } from '../reply.ts';

interface Sendable {
  run: { id: Run['id']; artifactKey: string };
  files: readonly ReportFile[];
  limitBytes: number;
  locale: Locale;
}

interface SortedFiles {
  fitting: ReportFile[];
  notSent: (ReportFile & { bytes: number; url: string | null })[];
}

export interface SentFiles extends SortedFiles {
  files: ReplyFile[];
  /** One a file that is not sent. */
  lines: string[];
}

/** Where the files of Runs are, and how those are linked to that cannot be attached. */
export interface Stored {
  objects: ObjectStore;
  links: Links;
}

/** Weights that stand beside their graph: one is of no use without the other. */
const partner = (path: string): string => (path.endsWith('_data') ? path.slice(0, -5) : `${path}_data`);

/** By size alone; nothing is read. */
export async function sortFiles(
  { run, files, limitBytes }: Omit<Sendable, 'locale'>,
  { objects, links }: Stored,
): Promise<SortedFiles> {
  const sized = await sizesOf(run.artifactKey, files, objects);
  const large = new Set(sized.filter(({ bytes }) => bytes > limitBytes).map(({ path }) => path));
  const isSent = ({ path }: ReportFile) => !large.has(path) && !large.has(partner(path));
  const notSent = await Promise.all(
    sized
      .filter((file) => !isSent(file))
      .map(async (file) => ({ ...file, url: await links.linkTo(run.artifactKey + file.path) })),
  );
  return { fitting: sized.filter(isSent), notSent };
}

/** @param alt says what a picture shows, for those who do not see it */
export async function sendFiles(
  sendable: Sendable,
  stored: Stored,
  alt: (file: ReportFile) => string | null = () => null,
): Promise<SentFiles> {
  const { run, limitBytes, locale } = sendable;
  const sorted = await sortFiles(sendable, stored);
  const files: ReplyFile[] = [];
  for (const file of sorted.fitting) {
    const data = Buffer.from(await stored.objects.getBytes(run.artifactKey + file.path));
    files.push({ name: sentName(run, file.path), data, alt: alt(file) });
  }
  return { ...sorted, files, lines: sorted.notSent.map((file) => lineOf(file, limitBytes, locale)) };
}

/** Without those that are not stored any more. */
async function sizesOf(artifactKey: string, files: readonly ReportFile[], objects: ObjectStore) {
  const sized = files.map(async (file) => {
    try {
      return [{ ...file, bytes: await objects.size(artifactKey + file.path) }];
    } catch (error) {
      if (isUserError(error) && error.code === 'object-missing') return [];
      throw error;
    }
  });
  return (await Promise.all(sized)).flat();
}

function lineOf(
  { title, bytes, url }: SentFiles['notSent'][number],
  limitBytes: number,
  locale: Locale,
): string {
  const values = {
    title: plain(phrase(locale, title)),
    size: formatBytes(bytes),
    limit: formatBytes(limitBytes),
  };
  const t = translator(locale);
  // In angle brackets Discord shows no preview of it.
  return url === null ? t('run.too-large', values) : t('run.too-large-link', { ...values, url: `<${url}>` });
}

/** `charts/confusion.png` → `7K2M9QXC-confusion.png`; the model has one name, whichever form of it is sent. */
export const sentName = (run: Pick<Run, 'id'>, path: string): string => {
  const name = path
    .split('/')
    .at(-1)!
    .replace(/^model_(?:quantized|q4|fp16)\.onnx/, 'model.onnx');
  return `${run.id}-${name}`;
};
