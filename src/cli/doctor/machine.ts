/** This machine → whether it can run a bot: Node, engines, isolation, disk and memory. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hidingRefusal, isolationRefusal } from '../../child/isolation.ts';
import type { Config } from '../../config.ts';
import { freeBytes } from '../../storage/free-space.ts';
import { formatBytes } from '../../text/duration.ts';
import { type Finding, failure, ok, reasonOf, warning } from './finding.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LOAD_MS = 60_000;
/** Models, features and one Run at work, as a rule. */
const COMFORTABLE_DISK = 5 * 2 ** 30;
/** Of the bot beside its trainers: the embedded store alone holds 350 MiB. */
const BOT_MIB = 600;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', `Node ${version}`);
  return failure(
    'node',
    `Node ${version} is too old`,
    'Install Node 20.19 or newer: https://nodejs.org/en/download.',
  );
}

/** What each library is needed for; loaded in a process of its own, as the bot loads none of them. */
const ENGINES = {
  'onnxruntime-node': 'training and predicting',
  '@tensorflow/tfjs-backend-wasm': 'the second engine',
  sharp: 'pictures',
  '@resvg/resvg-js': 'charts',
};

export const checkEngines = (engines: Record<string, string> = ENGINES): Promise<Finding[]> =>
  Promise.all(Object.entries(engines).map(([name, purpose]) => checkEngine(name, purpose)));

async function checkEngine(name: string, purpose: string): Promise<Finding> {
  try {
    // The name as an argument, so that it is never read as code.
    await run(process.execPath, ['-e', 'require(process.argv[1])', name], { cwd: ROOT, timeout: LOAD_MS });
    return ok('engine', `${name} loads (${purpose})`);
  } catch (error) {
    const reason =
      reasonOf(error)
        .split('\n')
        .find((line) => /Error/.test(line)) ?? 'it did not load';
    return failure(
      'engine',
      `${name} does not load (${purpose}): ${reason}`,
      'Run npm ci again on this machine; see docs/operations.md.',
    );
  }
}

export function checkIsolation({ isolation }: Pick<Config, 'isolation'>): Finding {
  const reason = isolation === 'none' ? 'ISOLATION is none' : isolationRefusal();
  if (reason === null) {
    const visible = hidingRefusal();
    const files = visible === null ? ' and from files of others' : `; files are not hidden: ${visible}`;
    return ok('isolation', `children run without network, apart from other processes${files}`);
  }
  return warning(
    'isolation',
    `children are not shut off: ${reason}`,
    'See docs/operations.md, “Isolation of children”.',
  );
}

export async function checkDisk({
  dataDir,
  minFreeBytes,
}: Pick<Config, 'dataDir' | 'minFreeBytes'>): Promise<Finding> {
  const free = await freeBytes(existing(dataDir));
  const text = `${formatBytes(free)} free on the disk of ${dataDir}`;
  if (free < minFreeBytes) return failure('disk', text, 'Free space, move DATA_DIR, or lower MIN_FREE_MIB.');
  if (free < COMFORTABLE_DISK)
    return warning('disk', text, `Runs like ${formatBytes(COMFORTABLE_DISK)} and more.`);
  return ok('disk', text);
}

/** The folder, or the nearest one above it that is there. */
const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** @param limit of this process by its container or the machine, in bytes */
export function checkMemory(
  { workerConcurrency, trainerMemoryMiB }: Pick<Config, 'workerConcurrency' | 'trainerMemoryMiB'>,
  limit = memoryLimit(),
): Finding {
  const needed = (workerConcurrency * trainerMemoryMiB + BOT_MIB) * 2 ** 20;
  const text = `${formatBytes(limit)} of memory; bot and ${workerConcurrency} trainer(s) may take ${formatBytes(needed)}`;
  if (limit >= needed) return ok('memory', text);
  return warning(
    'memory',
    text,
    'Lower TRAINER_MEMORY_MIB or WORKER_CONCURRENCY, or train on another machine.',
  );
}

function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
