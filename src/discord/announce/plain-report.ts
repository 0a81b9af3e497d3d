/**
 * A succeeded Run whose report cannot be shown → the same news in plain text, with the figures: from the report as far as it
 * can be read, else the one that the row keeps. In: the Run and the storage. Out: a Reply that needs neither charts nor a whole
 * report. Used by `announcer.ts` when `final-message.ts` fails, or when Discord refuses what it made.
 */
import { reportSchema } from '../../report/report.ts';
import { headlineText } from '../../report/short/headline.ts';
import type { Run } from '../../runs/run.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import { plain } from '../../text/escape.ts';
import { pickLocale, translator } from '../../text/localise.ts';
import { measure, percent, type ReportWords, reportWords } from '../../text/words.ts';
import type { Reply } from '../reply.ts';
import { finalFooter } from './final-message.ts';

type Succeeded = Extract<Run, { state: 'succeeded' }>;

/** So many measures of a series or a policy are named. */
const MOST_MEASURES = 6;
const figuresSchema = reportSchema.pick({ classification: true, measures: true });

export async function plainReport(run: Succeeded, objects: ObjectStore): Promise<Reply> {
  const locale = pickLocale(run.place.locale);
  const t = translator(locale);
  const figures = await readFigures(run, objects, reportWords(locale));
  const button = t('button.download');
  const told = t('run.unshown', {
    user: `<@${run.place.userId}>`,
    name: plain(run.spec.dataset.name, 80),
  });
  const lines = [
    told,
    ...(figures.length > 0 ? [t('run.unshown-figures', { figures: figures.join(', ') })] : []),
    t('run.unshown-next', { button }),
    `-# ${finalFooter(run, locale)}`,
  ];
  return {
    content: lines.join('\n'),
    buttons: [{ id: `download:${run.id}`, label: button, style: 'primary' }],
    result: { runId: run.id, state: run.state, final: true, unshown: true, figures },
  };
}

async function readFigures(run: Succeeded, objects: ObjectStore, words: ReportWords): Promise<string[]> {
  const kept = run.headline ? [headlineText(run.headline, words)] : [];
  try {
    const bytes = await objects.getBytes(`${run.artifactKey}report.json`);
    const { classification, measures } = figuresSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const figures = [
      ...(classification ? [headlineText({ name: 'accuracy', value: classification.accuracy }, words)] : []),
      ...(classification ? [`${words.phrase('macro F1')} ${percent(classification.macroF1)}`] : []),
      ...measures.slice(0, MOST_MEASURES).map(({ name, value }) => `${words.phrase(name)} ${measure(value)}`),
    ];
    return figures.length > 0 ? figures : kept;
  } catch {
    // Damaged, or not there.
    return kept;
  }
}
