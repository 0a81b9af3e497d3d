/**
 * `/export format:hub`: a Run's model → a repository of the person on the Hugging Face Hub. Discord forbids asking people for
 * tokens, so there are three ways: the person agrees on a page of the Hub (an OAuth app of the operator), the operator's
 * own token pushes, or the person gets the folder and the one command that pushes it.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { keepArtifact } from '../../src/discord/artifacts.ts';
import type { GuildContext } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { isListed } from '../../src/hub/hub-errors.ts';
import { pushModel } from '../../src/hub/push-model.ts';
import { startSignIn } from '../../src/hub/sign-in.ts';
import { filesToPublish } from '../../src/report/publish.ts';
import { code, plain } from '../../src/text/escape.ts';
import { cacheDir } from '../children.ts';
import type { DeliveredRun } from '../runs/find-run.ts';
import { runData } from '../runs/run-data.ts';
import { sendExport } from './send-export.ts';

const REPO = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;
/** An answer can be completed for 15 minutes. */
const LONGEST_WAIT_MS = 14 * 60_000;

interface Publication {
  run: DeliveredRun;
  files: ReadonlyMap<string, string>;
  folder: string;
}

/** @param typed the repository; null: only the folder is wanted */
export async function pushToHub(
  context: GuildContext,
  run: DeliveredRun,
  typed: string | null,
): Promise<void> {
  const repo = typed === null ? null : checkRepo(typed);
  const { services } = context;
  const { clientId, token: held, repos } = services.config.hubPush;
  // Whoever may use the command may name any repository: the operator's token writes to those that are listed.
  const own = repo !== null && isListed(repo, repos) ? held : undefined;
  const artifactDir = await keepArtifact(run, services.objects, cacheDir(context));
  await services.downloads.inFolder(async (folder) => {
    const publication = { run, files: await filesToPublish(artifactDir, folder), folder };
    if (repo === null) return sendFolder(context, publication, repo);
    const token = clientId === undefined ? own : await signIn(context, publication, { repo, clientId });
    if (token === undefined) return sendFolder(context, publication, repo);
    await push(context, publication, { repo, token });
  });
}

/** Shows the code and waits until the person has agreed on the Hub's page. */
async function signIn(
  { services, respond, t }: GuildContext,
  { run }: Publication,
  { repo, clientId }: { repo: string; clientId: string },
): Promise<string> {
  const { endpoint } = services.config.hub;
  const { userCode, url, expiresInSeconds, token } = await startSignIn({ endpoint, clientId });
  const minutes = Math.floor(expiresInSeconds / 60);
  await respond.send(
    {
      content: t('export.sign-in', {
        id: code(run.id),
        repo: plain(repo),
        url,
        code: code(userCode),
        minutes,
      }),
      result: { ...runData(run), repo, url, code: userCode },
    },
    { pending: true },
  );
  return token(AbortSignal.timeout(LONGEST_WAIT_MS));
}

async function push(
  { services, respond, t, log }: GuildContext,
  { run, files }: Publication,
  { repo, token }: { repo: string; token: string },
): Promise<void> {
  const { endpoint } = services.config.hub;
  const url = await pushModel({ repo, files, endpoint, token, title: `Add the model of run ${run.id}` });
  log.info({ runId: run.id, repo }, 'model pushed to the Hub');
  await respond.send({
    content: t('export.pushed', { repo: plain(repo), url }),
    result: { ...runData(run), repo, url },
  });
}

/** The repository as a zip, with the command that pushes it. @throws UserError `export-too-large` */
async function sendFolder(
  context: GuildContext,
  { run, files, folder }: Publication,
  repo: string | null,
): Promise<void> {
  const path = join(folder, 'hub.zip');
  const zip = new yazl.ZipFile();
  for (const [name, file] of files) zip.addFile(file, `hub/${name}`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  const command = `hf upload ${repo ?? 'owner/name'} hub . --private`;
  const text = () => context.t('export.folder', { id: code(run.id), command: code(command) });
  await sendExport(context, { run, format: 'hub', path, text, result: { command } });
}

/** @throws UserError `bad-repo` */
function checkRepo(typed: string): string {
  const repo = typed.trim();
  if (REPO.test(repo)) return repo;
  throw new UserError('bad-repo', { repo });
}
