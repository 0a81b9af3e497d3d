/** The whole bot in a temporary folder, and a Person at its playground, for the tests of this folder. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, startApp } from '../../src/app.ts';
import { type SaidMessage, say, sayLine } from '../../src/cli/conversation.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { type Answer, Person } from '../../src/playground/person/person.ts';

export interface TestBot {
  app: App;
  person: Person;
  /** Files of the test. */
  dir: string;
  /** Says a line and gives everything that was answered. */
  tell(line: string, as?: Person): Promise<{ well: boolean; answers: SaidMessage[]; last: SaidMessage }>;
  act(
    act: (person: Person) => Promise<Answer>,
  ): Promise<{ well: boolean; answers: SaidMessage[]; last: SaidMessage }>;
  close(): Promise<void>;
}

export async function startTestBot(
  environment: NodeJS.ProcessEnv = {},
  playgroundHooks: AppOptions['playgroundHooks'] = {},
): Promise<TestBot> {
  const dir = mkdtempSync(join(tmpdir(), 'tunesmith-'));
  const config = readConfig({ DATA_DIR: join(dir, 'data'), ...environment });
  mkdirSync(config.dataDir, { recursive: true });
  const app = await startApp({ config, log: createLogger('error'), playgroundPort: 0, playgroundHooks });
  const person = await Person.connect(app.url!);
  await person.waitForCommands();
  const collect = async (run: (onMessage: (said: SaidMessage) => void) => Promise<boolean>) => {
    const answers: SaidMessage[] = [];
    const well = await run((said) => void answers.push(said));
    return { well, answers, last: answers.at(-1)! };
  };
  return {
    app,
    person,
    dir,
    tell: (line, as = person) => collect((onMessage) => sayLine(as, line, { onMessage })),
    act: (act) => collect((onMessage) => say(person, act, { onMessage })),
    close: async () => {
      person.close();
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Where a Run's artifact stands in the folder of objects: under the number of the attempt that made it. */
export function artifactFolder(botDir: string, runId: string): string {
  const folder = join(botDir, 'data', 'objects', 'runs', runId);
  // Checkpoints go when the worker has cleaned up, a moment after the end.
  const [attempt, ...others] = readdirSync(folder).filter((name) => name !== 'checkpoints');
  if (attempt === undefined || others.length > 0)
    throw new Error(`${folder} holds ${others.length + 1} attempts`);
  return join(folder, attempt);
}
