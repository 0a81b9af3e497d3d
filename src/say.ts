/**
 * `npm run say -- "/finetune dataset:./data.zip"`: slash commands from a terminal or a script. Finds or starts a
 * bot on the data folder, says the lines in order, prints the answers. Exit code 0, or 1 when one was an error.
 */
import { behindButtons, withAnswers } from './cli/behind-buttons.ts';
import { type SaidMessage, sayLine } from './cli/conversation.ts';
import { messageJson, messageText, progressText, saveAttachments } from './cli/print.ts';
import { reachBot } from './cli/reach-bot.ts';
import { parseSayArguments, type SayArguments } from './cli/say-arguments.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { isUserError } from './errors.ts';
import { createLogger } from './log.ts';
import { Person } from './playground/person/person.ts';

const note = (text: string) => process.stderr.write(`${text}\n`);

async function main(args: SayArguments): Promise<boolean> {
  const config = readConfig(readEnvironment());
  // Only replies on stdout, and a quiet stderr: the log speaks when it is asked to, or when something is wrong.
  const log = createLogger(process.env.LOG_LEVEL ? config.logLevel : 'warn');
  const bot = await reachBot({ config, log, url: args.url, onStep: note });
  try {
    const person = await Person.connect(bot.url, { locale: args.locale });
    try {
      await person.waitForCommands(60_000);
      let allWell = true;
      for (const line of args.lines) allWell = (await sayAndPrint(person, line, args)) && allWell;
      return allWell;
    } finally {
      person.close();
    }
  } finally {
    await bot.close();
  }
}

async function sayAndPrint(person: Person, line: string, args: SayArguments): Promise<boolean> {
  if (!args.json) process.stdout.write(`> ${line}\n`);
  const print = async (answer: SaidMessage) => {
    // Nobody can press a button here.
    const said = withAnswers(answer, await behindButtons(person, answer));
    const attachments = await saveAttachments(person, said.message, args.saveDir);
    if (args.json) process.stdout.write(`${JSON.stringify(messageJson(said, attachments))}\n`);
    else if (said.role !== 'progress') process.stdout.write(`${messageText(said, attachments)}\n\n`);
  };
  let shown = '';
  const onProgress = (said: SaidMessage) => {
    const text = progressText(said);
    if (!args.json && text !== shown) process.stdout.write(`  ${text}\n`);
    shown = text;
  };
  try {
    return await sayLine(person, line, { onMessage: print, onProgress });
  } catch (error) {
    if (!isUserError(error)) throw error;
    reportError(error.code, error.message, args.json);
    return false;
  }
}

/** A line that could not be said: told like an answer of the bot. */
function reportError(code: string, message: string, json: boolean): void {
  const error = { code, message };
  if (json)
    process.stdout.write(
      `${JSON.stringify({ role: 'reply', content: message, error, result: { error } })}\n`,
    );
  else note(message);
}

let args: SayArguments | null = null;
try {
  args = parseSayArguments(process.argv.slice(2));
  process.exitCode = (await main(args)) ? 0 : 1;
} catch (error) {
  if (!isUserError(error)) throw error;
  reportError(error.code, error.message, args?.json ?? false);
  process.exitCode = 1;
}
