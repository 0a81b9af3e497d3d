/**
 * A multipart request → its `payload_json` and its files, streamed to the file store; never a whole file in memory.
 * Throws error 40005 when a file is over the limit, 50035 when the body is no multipart, and removes what the request had stored.
 */
import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import type { FileStore, StoredFile } from '../discord/file-store.ts';
import type { NewFile } from '../discord/message-store.ts';
import { entityTooLarge, invalidForm } from '../wire/discord-error.ts';

export interface RequestBody {
  json: unknown;
  files: NewFile[];
}

export async function readMultipart(
  request: IncomingMessage,
  store: FileStore,
  limitBytes: number,
): Promise<RequestBody> {
  const parser = openParser(request, limitBytes);
  const uploads: Promise<{ index: string; file: StoredFile }>[] = [];
  let json: unknown = {};
  let problem: Error | null = null;

  parser.on('file', (field, stream, filename, _encoding, type) => {
    const index = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (index === undefined) {
      problem ??= invalidForm([field], 'FILE_FIELD_UNKNOWN', 'Files are sent as files[n]');
      stream.resume();
      return;
    }
    stream.on('limit', () => {
      problem ??= entityTooLarge();
    });
    const upload = store.put(stream, filename ?? 'file', type).then((file) => ({ index, file }));
    upload.catch(() => stream.resume());
    uploads.push(upload);
  });
  parser.on('field', (field, value) => {
    if (field !== 'payload_json') return;
    try {
      json = JSON.parse(value);
    } catch {
      problem ??= invalidForm(['payload_json'], 'JSON_INVALID', 'The body is not valid JSON');
    }
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('finish', resolve);
    parser.on('error', reject);
    request.on('aborted', () => reject(new Error('The upload was cut off')));
    request.pipe(parser);
  }).catch((error: unknown) => {
    problem ??= malformed(error);
  });

  const settled = await Promise.allSettled(uploads);
  const files = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = settled.find((one) => one.status === 'rejected');
  const failure: unknown = problem ?? failed?.reason;
  if (failure) {
    await Promise.all(files.map(({ file }) => store.delete(file.id)));
    throw failure;
  }
  return { json, files };
}

function openParser(request: IncomingMessage, limitBytes: number) {
  const contentType = request.headers['content-type'] ?? '';
  try {
    return Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      // A file over the limit is cut off there, so that the rest of the request is still read to its end.
      limits: { files: 11, fieldSize: 2 ** 20, fileSize: limitBytes },
    });
  } catch (error) {
    throw malformed(error);
  }
}

/** No boundary, an end before its time: the sender's fault. */
const malformed = (error: unknown) =>
  invalidForm(
    ['content-type'],
    'MULTIPART_INVALID',
    `The body is not valid multipart: ${error instanceof Error ? error.message : error}`,
  );
