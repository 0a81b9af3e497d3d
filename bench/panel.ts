/**
 * The panel: scripted requests in English and Chinese with the models that a careful engineer would accept in
 * the top 3, written before tuning. `npx tsx bench/panel.ts [--details]` prints the hit rate of each half; with
 * `--languages` it is the panel of nine languages (`panel-languages.ts`), and what was understood of it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findModel, loadKnowledge } from '../src/catalogue/knowledge.ts';
import { recommend } from '../src/recommend/recommend.ts';
import { understand } from '../src/recommend/understand/understand.ts';
import { misreadFields, readLanguagePanel } from './panel-languages.ts';

const panelSchema = z.object({
  note: z.string(),
  requests: z.array(
    z.object({
      half: z.enum(['tuning', 'held']),
      request: z.string(),
      accept: z.array(z.string()),
      unserved: z.string().nullable(),
    }),
  ),
});
export type PanelRequest = z.infer<typeof panelSchema>['requests'][number];

export const readPanel = (): PanelRequest[] =>
  panelSchema.parse(JSON.parse(readFileSync(new URL('./panel.json', import.meta.url), 'utf8'))).requests;

export interface PanelVerdict {
  request: PanelRequest;
  top: string[];
  /** An accepted model is in the top 3 (or the refusal is the right one). */
  hit: boolean;
  /** The first is accepted. */
  first: boolean;
  /** Share of the top 3 that is accepted. */
  share: number;
}

export async function judgeRequest(request: PanelRequest): Promise<PanelVerdict> {
  const needs = understand({ description: request.request });
  const { ranking } = await recommend(needs);
  const top = ranking.map(({ id }) => id);
  if (request.unserved !== null) {
    const right = top.length === 0 && needs.unserved === request.unserved;
    return {
      request,
      top: needs.unserved ? [`(${needs.unserved})`] : top,
      hit: right,
      first: right,
      share: right ? 1 : 0,
    };
  }
  const accepted = top.filter((id) => request.accept.includes(id));
  return {
    request,
    top: needs.unserved ? [`(${needs.unserved})`] : [`[${needs.task}]`, ...top],
    hit: accepted.length > 0,
    first: top[0] !== undefined && request.accept.includes(top[0]),
    share: top.length > 0 ? accepted.length / top.length : 0,
  };
}

export function rates(verdicts: readonly PanelVerdict[]) {
  const mean = (value: (one: PanelVerdict) => number) =>
    verdicts.reduce((sum, one) => sum + value(one), 0) / verdicts.length;
  return {
    n: verdicts.length,
    hit: mean(({ hit }) => Number(hit)),
    first: mean(({ first }) => Number(first)),
    share: mean(({ share }) => share),
  };
}

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

/** Of each half: rates by language and the fields that are misread most; with details the requests of the tuning half. */
async function judgeLanguages(): Promise<void> {
  const judged = await Promise.all(
    readLanguagePanel().map(async (request) => ({
      ...(await judgeRequest(request)),
      request,
      misread: misreadFields(request, understand({ description: request.request })),
    })),
  );
  const show = (name: string, own: typeof judged) => {
    const { n, hit, first, share } = rates(own);
    const right = own.filter(({ misread, hit: isHit }) => misread.length === 0 && isHit).length;
    console.log(
      `${name}: ${n} requests, hit in top 3 ${percent(hit)}, first accepted ${percent(first)}, accepted share ${percent(share)}, all understood ${percent(right / n)}`,
    );
  };
  for (const half of ['tuning', 'held'] as const) {
    const own = judged.filter(({ request }) => request.half === half);
    show(half, own);
    for (const written of new Set(own.map(({ request }) => request.written)))
      show(
        `  ${written}`,
        own.filter(({ request }) => request.written === written),
      );
    const counts = new Map<string, number>();
    for (const { field } of own.flatMap(({ misread }) => misread))
      counts.set(field, (counts.get(field) ?? 0) + 1);
    const most = [...counts].toSorted((a, b) => b[1] - a[1]);
    console.log(`  misread: ${most.map(([field, count]) => `${field} ${count}`).join(', ')}`);
  }
  if (!process.argv.includes('--details')) return;
  for (const { request, hit, top, misread } of judged)
    if ((request.half === 'tuning' || process.argv.includes('--held')) && (!hit || misread.length > 0)) {
      console.log(`  ${hit ? '~' : '✗'} ${request.request}\n      ${top.join(', ')}`);
      for (const { field, expected, understood } of misread)
        console.log(`      ${field}: ${understood}, not ${expected}`);
    }
}

const TRAINS_HERE = ['embedded', 'hub'];

/** How much of the catalogue, and of the first places, trains here: without a network, and after a download. */
function showTrainable(verdicts: readonly PanelVerdict[]): void {
  const { models } = loadKnowledge();
  const share = (what: string, ids: readonly string[]) => {
    const here = ids.map((id) => findModel(id)?.runsHere ?? 'not-here');
    const count = (wanted: string) => here.filter((one) => one === wanted).length;
    const trains = here.filter((one) => TRAINS_HERE.includes(one)).length;
    console.log(
      `${what}: ${trains} of ${ids.length} train here (${percent(trains / ids.length)}), ${count('embedded')} without a network`,
    );
  };
  share(
    'catalogue',
    models.map(({ id }) => id),
  );
  share(
    'first places',
    verdicts.flatMap(({ top }) => top.slice(1, 2)),
  );
}

async function main(): Promise<void> {
  const verdicts = await Promise.all(readPanel().map(judgeRequest));
  showTrainable(verdicts);
  for (const half of ['tuning', 'held'] as const) {
    const own = verdicts.filter(({ request }) => request.half === half);
    const { n, hit, first, share } = rates(own);
    console.log(
      `${half}: ${n} requests, hit in top 3 ${percent(hit)}, first accepted ${percent(first)}, accepted share of the top 3 ${percent(share)}`,
    );
    // Details of the held half are for reading after all tuning is done.
    if (process.argv.includes('--details') && (half === 'tuning' || process.argv.includes('--held')))
      for (const { request, top, first: isFirst, share: part } of own)
        if (!isFirst || part < 1)
          console.log(`  ${isFirst ? '~' : '✗'} ${request.request}\n      ${top.join(', ')}`);
  }
}

if (process.argv[1]?.endsWith('panel.ts'))
  await (process.argv.includes('--languages') ? judgeLanguages() : main());
