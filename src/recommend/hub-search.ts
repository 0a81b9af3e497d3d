/**
 * Requirements → further candidates from the Hugging Face Hub's live search: models of the task that carry an ONNX
 * file, most downloaded first. They are marked as found, not curated: nothing is known of their quality, and their
 * facts are what the Hub's own tags say. No answer in time means no candidates; the curated Ranking stands.
 */
import type { ModelEntry, TaskId } from '../../knowledge/schema.ts';
import { loadKnowledge } from '../catalogue/knowledge.ts';
import type { Requirements } from './requirements.ts';

interface HubSearchOptions {
  endpoint: string;
  token?: string | undefined;
  /** The token is sent only where it may open everything (`*`): a search with it would name private repositories. */
  privateRepos?: readonly string[] | undefined;
  /** At most this many new candidates; default 10. */
  limit?: number;
  /** Of the whole search; default 1,500: a person waits for it. */
  timeoutMs?: number;
}

interface HubCandidates {
  models: ModelEntry[];
  facts: Map<string, { downloads: number; likes: number }>;
  /** Why there are none, where the Hub could not be asked; for the log. */
  failure: string | null;
}

/** The Hub's name of each task; tasks that it has no name for are not searched. */
const PIPELINES = {
  'image-classification': 'image-classification',
  'image-embedding': 'image-feature-extraction',
  'zero-shot-image-classification': 'zero-shot-image-classification',
  'text-classification': 'text-classification',
  'sentence-embedding': 'sentence-similarity',
  'text-generation': 'text-generation',
  'token-classification': 'token-classification',
  'question-answering': 'question-answering',
  'audio-classification': 'audio-classification',
  'keyword-spotting': 'audio-classification',
  'speech-classification': 'audio-classification',
  'speech-recognition': 'automatic-speech-recognition',
  'zero-shot-audio-classification': 'zero-shot-audio-classification',
  'series-forecasting': 'time-series-forecasting',
} as const satisfies Partial<Record<TaskId, string>>;

const COMMERCIAL = /^(apache-2\.0|mit|bsd(-\d-clause)?|isc|cc0-1\.0|cc-by(-sa)?-4\.0|openrail|unlicense)$/;
const NON_COMMERCIAL = /(^|-)nc(-|$)|non-?commercial|research-only/;

interface Found {
  name: string;
  gated: false | 'auto' | 'manual';
  downloads: number;
  likes: number;
  tags?: string[] | undefined;
  safetensors?: { total?: number } | undefined;
}

function licenceOf(tags: readonly string[], source: string): ModelEntry['licence'] {
  const tag = tags.find((one) => one.startsWith('license:'))?.slice('license:'.length) ?? null;
  if (tag === null || tag === 'other' || tag === 'unknown')
    return { weights: tag, commercial: 'unclear', source: tag && source };
  const commercial = NON_COMMERCIAL.test(tag) ? 'no' : COMMERCIAL.test(tag) ? 'yes' : 'unclear';
  return { weights: tag, commercial, source, note: 'as tagged on the Hub' };
}

/** Codes of two letters among the tags; a model tagged with many languages counts as multilingual. */
function languagesOf(tags: readonly string[]): string[] {
  if (tags.includes('multilingual')) return ['*'];
  const known = loadKnowledge().lexicon.languages.map(({ value }) => value);
  const found = tags.filter((tag) => known.includes(tag));
  return found.length > 8 ? ['*'] : found;
}

function toEntry(found: Found, task: TaskId, endpoint: string): ModelEntry {
  const source = `${endpoint.replace(/\/$/, '')}/${found.name}`;
  const tags = found.tags ?? [];
  const total = found.safetensors?.total;
  return {
    id: found.name,
    name: found.name,
    family: 'Hub',
    aliases: [],
    kind: loadKnowledge().tasks.find(({ id }) => id === task)!.kind,
    fits: { [task]: 'adapts' },
    params: total ? { value: total, source } : null,
    year: null,
    paper: null,
    hubId: { value: found.name, source },
    architecture: null,
    hubHoldsOnnx: true,
    licence: licenceOf(tags, source),
    access: found.gated === false ? 'open' : 'gated',
    offer: { state: 'available', source: null },
    metrics: [],
    embeddingDim: null,
    input: null,
    latency: null,
    transformer: null,
    weightsMiB: null,
    languages: languagesOf(tags),
    withoutDownload: null,
    untrainable: null,
    runsHere: 'hub',
    runsHereReason: 'Found by the live search of the Hub, which lists an ONNX file; not checked by us.',
    traits: [],
    notes: 'Found by live search; not curated.',
    sources: [source],
    checked: new Date().toISOString().slice(0, 10),
  };
}

const TIMEOUT_MS = 1_500;
/** A Hub that did not answer is left alone this long, so that a bot without a network stays fast. */
const REST_MS = 5 * 60_000;
const KEPT_MS = 10 * 60_000;
const KEPT_SEARCHES = 100;

export interface HubFinder {
  /** As `searchHub`, but a repeated search is answered from memory and a Hub that is away is not asked each time. */
  find(needs: Requirements): Promise<HubCandidates>;
}

/** @param now milliseconds since the epoch; for tests */
export function createHubFinder(options: HubSearchOptions, now: () => number = Date.now): HubFinder {
  const kept = new Map<string, { at: number; found: HubCandidates }>();
  let restUntil = 0;
  return {
    async find(needs) {
      const key = `${needs.task} ${needs.languages.join(' ')}`;
      const known = kept.get(key);
      if (known && now() - known.at < KEPT_MS) return known.found;
      if (now() < restUntil)
        return { models: [], facts: new Map(), failure: 'it did not answer a moment ago' };
      const found = await searchHub(needs, options);
      if (found.failure !== null) restUntil = now() + REST_MS;
      else {
        if (kept.size >= KEPT_SEARCHES) kept.clear();
        kept.set(key, { at: now(), found });
      }
      return found;
    },
  };
}

/** Never throws: no answer, no candidates. */
export async function searchHub(needs: Requirements, options: HubSearchOptions): Promise<HubCandidates> {
  const none = (failure: string | null): HubCandidates => ({ models: [], facts: new Map(), failure });
  const { task } = needs;
  if (task === null || !(task in PIPELINES)) return none(null);
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  try {
    const { listModels } = await import('@huggingface/hub');
    const curated = new Set(loadKnowledge().models.map(({ hubId }) => hubId?.value));
    const language = needs.languages.length === 1 && needs.languages[0] !== '*' ? needs.languages : [];
    const limit = options.limit ?? 10;
    const result = none(null);
    const found = listModels({
      // The endpoint knows more names than the client's type of the time.
      search: {
        task: PIPELINES[task as keyof typeof PIPELINES] as 'image-classification',
        tags: ['onnx', ...language],
      },
      sort: 'downloads',
      limit: limit * 2,
      additionalFields: ['tags', 'safetensors'],
      hubUrl: options.endpoint.replace(/\/$/, ''),
      ...(options.token && options.privateRepos?.includes('*') ? { accessToken: options.token } : {}),
      fetch: (input, init) => fetch(input, { ...init, signal }),
    });
    for await (const one of found) {
      if (curated.has(one.name) || result.models.length >= limit) continue;
      result.models.push(toEntry(one, task, options.endpoint));
      result.facts.set(one.name, { downloads: one.downloads, likes: one.likes });
    }
    return result;
  } catch (error) {
    return none(error instanceof Error ? error.message.slice(0, 300) : 'unknown error');
  }
}
