/**
 * The port of a fine-tuning service: all that a Run needs of it, whatever its API looks like. A job is made once; everything
 * else may be asked again. Written by: `together.ts`, `openai-compatible.ts`. Used by: `worker/remote`.
 */

import type { ServiceId } from '../child/run-spec.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface JobRequest {
  /** As the service names it. */
  model: string;
  trainingFile: string;
  validationFile: string;
  epochs: number;
  seed: number;
  /** Ends the tuned model's name. */
  suffix: string;
}

export interface RemoteJob {
  id: string;
  status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** As the service said it. */
  statusText: string;
  /** The tuned model, once there is one. */
  model: string | null;
  /** Why it failed, in the service's words. */
  error: string | null;
  /** As the service counted; null before. */
  tokens: number | null;
}

export interface JobEvent {
  id: string;
  text: string;
}

/** Of the last step that was measured; null where the service tells none. */
export interface JobLosses {
  train: number | null;
  validation: number | null;
}

export interface TuningService {
  id: ServiceId;
  /** For a person. */
  name: string;
  /** host, or host:port: the only place that is spoken to. */
  host: string;
  /** @returns the file's id */
  upload(name: string, jsonl: Uint8Array, signal: AbortSignal): Promise<string>;
  /** What the service itself would charge, in dollars; null where it does not say. */
  estimate(job: JobRequest, signal: AbortSignal): Promise<number | null>;
  create(job: JobRequest, signal: AbortSignal): Promise<string>;
  /** The job that was made of a training file, after a create whose answer was lost. */
  findJob(trainingFile: string, signal: AbortSignal): Promise<string | null>;
  job(id: string, signal: AbortSignal): Promise<RemoteJob>;
  /** Oldest first. */
  events(id: string, signal: AbortSignal): Promise<JobEvent[]>;
  losses(id: string, signal: AbortSignal): Promise<JobLosses>;
  cancel(id: string, signal: AbortSignal): Promise<void>;
  /** At temperature 0. */
  answer(model: string, messages: readonly Message[], signal: AbortSignal): Promise<string>;
  /** One that is gone already is no error. */
  deleteFile(id: string, signal: AbortSignal): Promise<void>;
}
