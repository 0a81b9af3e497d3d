/** Config → the services that are configured, and `together:…` → one of them with its model. Used by commands, worker and runs. */
import type { ServiceId } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { openCompatible } from './openai-compatible.ts';
import type { TuningService } from './service.ts';
import { openTogether } from './together.ts';

type Configured = Config['tuning'];

export interface ServiceModel {
  id: ServiceId;
  /** As the service names it. */
  model: string;
}

/** `openai:` means the operator's service too, whoever runs it. */
const PREFIXES: Record<string, ServiceId> = { together: 'together', remote: 'remote', openai: 'remote' };

/** Null for a model that names no service. */
export function parseServiceModel(typed: string | undefined): ServiceModel | null {
  const text = typed?.trim() ?? '';
  const at = text.indexOf(':');
  const id = at < 0 ? undefined : PREFIXES[text.slice(0, at).toLowerCase()];
  const model = text.slice(at + 1).trim();
  return id && model !== '' ? { id, model } : null;
}

/** @throws UserErrors `service-off`, `service-closed` */
export function openService({ services }: Configured, id: ServiceId, now = new Date()): TuningService {
  const configured = services[id];
  if (!configured)
    throw new UserError('service-off', {
      variable: id === 'together' ? 'TOGETHER_API_KEY' : 'REMOTE_TUNING_URL, REMOTE_TUNING_KEY',
    });
  const closed = closingOf(configured.url);
  if (closed && now >= new Date(closed.noJobsFrom))
    throw new UserError('service-closed', {
      name: configured.name,
      day: closed.noJobsFrom,
      source: closed.source,
    });
  return id === 'together' ? openTogether(configured) : openCompatible(configured);
}

/** Still asked for files and jobs that were made before it closed. */
export function reopenService({ services }: Configured, id: ServiceId): TuningService | null {
  const configured = services[id];
  if (!configured) return null;
  return id === 'together' ? openTogether(configured) : openCompatible(configured);
}

const CLOSING = [
  {
    host: 'api.openai.com',
    noCustomersSince: '2026-05-07',
    noJobsFrom: '2027-01-06',
    source: 'https://aihola.com/article/openai-ends-fine-tuning-2027',
  },
];

/** When a service that is known to close takes whom. */
export const closingOf = (url: string) => CLOSING.find(({ host }) => host === new URL(url).host) ?? null;
