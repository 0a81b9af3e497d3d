/**
 * `/export`: the model of a Run in the form in which a person uses it: the delivered files, a page without network, a
 * folder for Node, Python or TensorFlow.js, or a repository on the Hub. The bot never asks for a token: see `push-to-hub.ts`.
 */
import { EXPORT_FORMATS, type MadeFormat } from '../../src/child/export-formats.ts';
import { keepArtifact } from '../../src/discord/artifacts.ts';
import { chatCommand, type GuildContext } from '../../src/discord/command.ts';
import { code } from '../../src/text/escape.ts';
import { cacheDir, exportInChild } from '../children.ts';
import { type DeliveredRun, findDelivered } from '../runs/find-run.ts';
import { archiveReply } from '../runs/report-buttons.ts';
import { suggestRuns } from '../runs/run-choice.ts';
import { pushToHub } from './push-to-hub.ts';
import { sendExport } from './send-export.ts';

const REPO_LENGTH = 80;

export const exportModel = chatCommand({
  definition: {
    kind: 'chat',
    name: 'export',
    where: 'guild',
    options: [
      { name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true },
      { name: 'format', type: 'string', choices: EXPORT_FORMATS },
      { name: 'repo', type: 'string', maxLength: REPO_LENGTH },
    ],
  },
  async run(context, { run: typed, format, repo }) {
    await context.respond.defer({ ephemeral: true });
    const run = await findDelivered(context, typed);
    const wanted = format ?? (repo === undefined ? 'onnx' : 'hub');
    switch (wanted) {
      case 'onnx':
        return context.respond.send(await archiveReply(context, run));
      case 'hub':
        return pushToHub(context, run, repo ?? null);
      default:
        return sendMade(context, run, wanted);
    }
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

/** @throws UserError `export-too-large`, and those of the format */
async function sendMade(context: GuildContext, run: DeliveredRun, format: MadeFormat): Promise<void> {
  const { services, t } = context;
  const artifactDir = await keepArtifact(run, services.objects, cacheDir(context));
  await services.downloads.inFolder(async (folder) => {
    const { path } = await exportInChild(context, { artifactDir, folder, format });
    const text = (size: string) => t(`export.made.${format}`, { id: code(run.id), size });
    await sendExport(context, { run, format, path, text });
  });
}
