/**
 * `/export`: the model of a Run as a zip, or to a repository of the person on the Hugging Face Hub. The token for that is
 * typed into a form, used once, and neither logged nor stored.
 */

import { keepArtifact } from '../../src/discord/artifacts.ts';
import { chatCommand, componentCommand, type GuildContext, modalCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { pushModel } from '../../src/hub/push-model.ts';
import { filesToPublish } from '../../src/report/publish.ts';
import { code, plain } from '../../src/text/escape.ts';
import { cacheDir } from '../children.ts';
import { findDelivered } from '../runs/find-run.ts';
import { suggestRuns } from '../runs/run-choice.ts';
import { modelReply, runData } from '../runs/runs.ts';

/** A custom_id holds 100 characters: `export:`, the Run's id and the repository. */
const REPO_LENGTH = 80;
const REPO = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;
const TOKEN_LENGTH = 200;

export const exportModel = chatCommand({
  definition: {
    kind: 'chat',
    name: 'export',
    where: 'guild',
    options: [
      { name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true },
      { name: 'repo', type: 'string', maxLength: REPO_LENGTH },
    ],
  },
  async run(context, { run: typed, repo }) {
    const { respond, t } = context;
    await respond.defer({ ephemeral: true });
    const run = await findDelivered(context, typed);
    if (repo === undefined) return respond.send(await modelReply(context, run));
    await respond.send({
      content: t('export.ask', { id: code(run.id), repo: plain(checkRepo(repo)) }),
      buttons: [{ id: `export:${run.id}:${checkRepo(repo)}`, label: t('button.export'), style: 'primary' }],
      result: { ...runData(run), repo },
    });
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

/** Opens the form for the token. */
export const exportButton = componentCommand({
  name: 'export',
  where: 'guild',
  async form(context, argument) {
    const { run, repo } = await parse(context, argument);
    const { t } = context;
    return {
      customId: `export:${run.id}:${repo}`,
      title: t('export.form-title', { id: run.id }),
      fields: [
        {
          id: 'token',
          label: t('export.form-token'),
          placeholder: 'hf_…',
          paragraph: false,
          required: true,
          maxLength: TOKEN_LENGTH,
        },
      ],
    };
  },
  async run() {
    throw new Error('the button always opens its form');
  },
});

export const exportForm = modalCommand({
  name: 'export',
  where: 'guild',
  async run(context, argument, fields) {
    const { respond, services, t } = context;
    await respond.defer({ ephemeral: true });
    const { run, repo } = await parse(context, argument);
    const artifactDir = await keepArtifact(run, services.objects, cacheDir(context));
    const url = await services.downloads.inFolder(async (folder) =>
      pushModel({
        repo,
        files: await filesToPublish(artifactDir, folder),
        endpoint: services.config.hub.endpoint,
        token: fields.token?.trim() ?? '',
        title: `Add the model of run ${run.id}`,
      }),
    );
    context.log.info({ runId: run.id, repo }, 'model pushed to the Hub');
    await respond.send({
      content: t('export.pushed', { repo: plain(repo), url }),
      result: { ...runData(run), repo, url },
    });
  },
});

async function parse(context: GuildContext, argument: string) {
  const [id = '', repo = ''] = argument.split(':');
  return { run: await findDelivered(context, id), repo: checkRepo(repo) };
}

function checkRepo(typed: string): string {
  const repo = typed.trim();
  if (REPO.test(repo)) return repo;
  throw new UserError('bad-repo', { repo });
}
