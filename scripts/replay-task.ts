/**
 * Does one task of the trainer again, in this process, where a debugger can stop it: `npm run replay -- task.json`, or
 * `node --inspect-brk --import tsx scripts/replay-task.ts task.json`. In: the `task.json` of a work folder (the paths in
 * it must still be there). Out: its events and its result, a line of JSON each.
 */
import { readFile } from 'node:fs/promises';
import { childTaskSchema } from '../src/child/messages.ts';
import { choose, readChoice } from '../src/engines/compute/choice.ts';
import { perform } from '../src/training/perform.ts';

const [path] = process.argv.slice(2);
if (!path) throw new Error('Name the task: npm run replay -- data/work/<run>/task.json');
choose(readChoice(process.env));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const print = (value: unknown) => console.log(JSON.stringify(value));
const task = childTaskSchema.parse(JSON.parse(await readFile(path, 'utf8')));
print(await perform(task, { emit: print, signal: stop.signal }));
