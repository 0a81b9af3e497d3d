/**
 * What `/finetune model:` says → which repository of the Hub is meant, if any. In: a Hub id with an optional revision, or
 * a catalogue id whose weights are on the Hub. Out: a HubRef. Next: `fetch-model.ts` brings its files here.
 */
import { findModel } from '../catalogue/knowledge.ts';

export interface HubRef {
  /** `owner/name` */
  name: string;
  /** Branch, tag or commit. */
  revision: string;
}

const HUB_ID = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?:@([\w][\w./-]*))?$/;

/** null when the id names no repository of the Hub. */
export function findHubRef(id: string): HubRef | null {
  const typed = parseHubId(id);
  if (typed) return typed;
  const entry = findModel(id);
  return entry?.runsHere === 'hub' && entry.hubId ? parseHubId(entry.hubId.value) : null;
}

/** `owner/name[@revision]`; null for anything else. */
export function parseHubId(id: string): HubRef | null {
  const [, name, revision = 'main'] = HUB_ID.exec(id) ?? [];
  return name === undefined ? null : { name, revision };
}
