/** What a Run is asked for with, however it is started: the options of `/finetune`, and the files that came with them. */
import type { RunSpec, ServiceJob } from '../../src/child/run-spec.ts';
import type { Consent } from '../../src/consent.ts';
import type { DataRequest } from '../../src/discord/data-source.ts';
import type { AttachmentRef } from '../../src/fetch/attachment.ts';
import type { Downloaded } from '../../src/fetch/downloads.ts';
import type { StoredFile } from '../../src/files.ts';

/** What every way to start a Run asks for, in its definition. */
export const RUN_DEMANDS = { where: 'guild', needs: ['training', 'announcing'] } as const;

export interface FinetuneRequest extends DataRequest {
  test?: AttachmentRef | StoredFile | undefined;
  task?: string | undefined;
  model?: string | undefined;
  /** The person's own ONNX file, instead of `model`. */
  modelFile?: AttachmentRef | StoredFile | undefined;
  target?: string | undefined;
  /** What the person wrote beside the data; names a column where `target` does not. */
  description?: string | undefined;
  /** Rare near spellings of classes are taken as the common one. */
  merge?: boolean | undefined;
  unfreeze?: RunSpec['unfreeze'] | undefined;
  budget?: string | undefined;
  seed?: number | undefined;
  /** Steps to forecast; for time series only. */
  horizon?: number | undefined;
  /** A job at a service that the person said yes to. */
  agreed?: ServiceJob | undefined;
  /** Of the person whose message the data come from, where that is somebody else. */
  consent?: Consent | null | undefined;
}

/** What the request brought, on disk. */
export interface FetchedFiles {
  dataset: Downloaded;
  test: Downloaded | null;
  modelFile: Downloaded | null;
}
