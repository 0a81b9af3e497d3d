/**
 * `npm run demo`: the main job from beginning to end, with no token and no server. A scripted person asks what suits
 * a text task and an image task, fine-tunes both sample data sets, and tries a prediction with each model. The
 * transcript appears as it happens; reports, charts and models stay in the folder that the last line names.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { startApp } from './app.ts';
import { behindButtons, withAnswers } from './cli/behind-buttons.ts';
import { type SaidMessage, sayLine } from './cli/conversation.ts';
import { messageText, progressText, saveAttachments } from './cli/print.ts';
import { readConfig } from './config.ts';
import { isUserError } from './errors.ts';
import { createLogger } from './log.ts';
import { Person } from './playground/person/person.ts';

const OUTPUT = resolve('demo-output');
const TEXTS = 'samples/mail-subjects.csv';
const PICTURES = 'samples/clipart.zip';
/** Two Runs, two recommendations and the first creation of the store stay under three minutes with it. */
const BUDGET = '30s';

const startedAt = performance.now();
const tell = (text: string) => process.stdout.write(`${text}\n`);
const clock = () => {
  const seconds = Math.floor((performance.now() - startedAt) / 1_000);
  return `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}]`;
};

/** Says the line, shows the answers, saves their files, and those behind their buttons, in `folder`. @returns what was answered. */
async function ask(person: Person, line: string, folder: string): Promise<SaidMessage[]> {
  tell(`\n${clock()} you: ${line}`);
  const answers: SaidMessage[] = [];
  let shown = '';
  const well = await sayLine(person, line, {
    onProgress: (said) => {
      const text = progressText(said);
      if (text !== shown) tell(`${clock()}   ${text}`);
      shown = text;
    },
    onMessage: async (said) => {
      answers.push(said);
      const { message } = withAnswers(said, await behindButtons(person, said));
      const attachments = await saveAttachments(person, message, folder);
      if (said.role !== 'progress') tell(`${clock()} bot: ${messageText(said, attachments)}`);
    },
  });
  if (!well) throw new Error(`The bot answered ${line} with an error.`);
  const last = answers.at(-1);
  if (last)
    writeFileSync(join(folder, `${line.slice(1).split(' ')[0]}.json`), JSON.stringify(last.result, null, 2));
  return answers;
}

async function fineTune(person: Person, dataset: string, folder: string): Promise<string> {
  const answers = await ask(person, `/finetune dataset:${dataset} budget:${BUDGET}`, folder);
  const runId = answers.at(-1)?.result.runId;
  if (runId === undefined) throw new Error('The report names no run.');
  return runId;
}

/** A picture for the prediction, out of the sample archive; the model may have seen it, and the transcript says so. */
function onePicture(folder: string): string {
  const wanted = (name: string) => /\.(jpe?g|png)$/i.test(name);
  const entries = Object.entries(unzipSync(readFileSync(PICTURES), { filter: ({ name }) => wanted(name) }));
  const [name, bytes] = entries[Math.floor(entries.length / 2)]!;
  const path = join(folder, `try-${name.split('/').at(-1)}`);
  writeFileSync(path, bytes);
  tell(`${clock()} (the picture to try is ${name} of ${PICTURES})`);
  return path;
}

async function script(person: Person): Promise<void> {
  const folders = { text: join(OUTPUT, 'text'), image: join(OUTPUT, 'image') };
  for (const folder of Object.values(folders)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  await ask(
    person,
    '/recommend description:"sort e-mails into spam, newsletters and discussions by their subject lines" top:2',
    folders.text,
  );
  await ask(
    person,
    '/recommend description:"classify small pictures into birds, bugs, flowers, fruit, mammals and vehicles, with 250 examples, on a laptop" licence:commercial top:2',
    folders.image,
  );
  const textRun = await fineTune(person, TEXTS, folders.text);
  await ask(person, `/predict run:${textRun} text:"Lowest mortgage rates, act now"`, folders.text);
  const imageRun = await fineTune(person, PICTURES, folders.image);
  await ask(person, `/predict run:${imageRun} file:"${onePicture(folders.image)}"`, folders.image);
}

async function main(): Promise<void> {
  // Defaults only: the demo needs nothing, and nothing that is configured should change it.
  const config = readConfig({ DATA_DIR: join(OUTPUT, 'data') });
  const log = createLogger(process.env.LOG_LEVEL ?? 'warn');
  const onStep = (text: string) => tell(`${clock()} ${text}`);
  const app = await startApp({ config, log, playgroundPort: 0, onStep });
  onStep(`The bot is ready; its page is ${app.url} while the demo runs.`);
  try {
    const person = await Person.connect(app.url!);
    await person.waitForCommands();
    await script(person);
    person.close();
  } finally {
    await app.close();
  }
  tell(`\n${clock()} Done. Reports, charts and models are in ${OUTPUT}`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${isUserError(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
});
