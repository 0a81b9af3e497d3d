/**
 * How much one has to read: ten typical answers, said to the real bot, as lines on a phone, characters, pictures and
 * files of the message itself; what stands behind its buttons is not counted.
 *
 *   nice -n 15 npx tsx bench/answers.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../src/app.ts';
import { type SaidMessage, sayLine } from '../src/cli/conversation.ts';
import { plainText } from '../src/cli/print.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { type Message, Person } from '../src/playground/person/person.ts';
import { widthOf } from '../src/text/fixed-width.ts';

/** Letters of a line at 390 px, beside the avatar. */
const COLUMNS = 42;

const lineCount = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / COLUMNS)), 0);

function readable({ content, embeds }: Message): string {
  const parts = embeds.flatMap(({ title, description, fields = [], footer }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  return [content, ...parts].filter(Boolean).join('\n');
}

function measured(name: string, { message }: SaidMessage): string {
  const text = plainText(readable(message));
  const pictures = message.attachments.filter(({ filename }) => filename.endsWith('.png')).length;
  const cells = [lineCount(text), [...text].length, pictures, message.attachments.length - pictures];
  return `| ${[name, ...cells].join(' | ')} |`;
}

const dir = mkdtempSync(join(tmpdir(), 'tunesmith-answers-'));
const config = readConfig({ DATA_DIR: join(dir, 'data'), HF_ENDPOINT: 'http://127.0.0.1:9' });
const app = await startApp({ config, log: createLogger('error'), playgroundPort: 0 });
try {
  const person = await Person.connect(app.url!);
  await person.waitForCommands(60_000);
  const say = async (line: string): Promise<SaidMessage> => {
    const answers: SaidMessage[] = [];
    await sayLine(person, line, { onMessage: (said) => void answers.push(said) });
    return answers.at(-1)!;
  };
  const [pictures, texts] = ['samples/clipart.zip', 'samples/mail-subjects.csv'];
  const [image, text, other] = [
    await say(`/finetune dataset:${pictures} budget:30s`),
    await say(`/finetune dataset:${texts} budget:20s`),
    await say(`/finetune dataset:${texts} budget:20s seed:7`),
  ];
  const run = text.result.runId;
  const rows = [
    measured('/recommend, words', await say('/recommend description:"sort support tickets, commercial use"')),
    measured('/recommend, a phone', await say('/recommend description:"500 photos of leaves, on a phone"')),
    measured('/recommend, measured', await say(`/recommend dataset:${pictures}`)),
    measured('report, pictures', image),
    measured('report, texts', text),
    measured('/predict', await say(`/predict run:${run} text:"meeting moved to noon"`)),
    measured('/evaluate', await say(`/evaluate run:${run} dataset:${texts}`)),
    measured('/compare', await say(`/compare run-a:${run} run-b:${other.result.runId}`)),
    measured('/runs list', await say('/runs list')),
    measured('/help', await say('/help')),
  ];
  console.log(`| answer | lines of ${COLUMNS} letters | characters | pictures | files |`);
  console.log(['|---|---:|---:|---:|---:|', ...rows].join('\n'));
  person.close();
} finally {
  await app.close();
  rmSync(dir, { recursive: true, force: true });
}
