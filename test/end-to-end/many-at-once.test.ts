/** Sixty-four people ask at the same moment: each gets their ranking, and nobody is told that the bot did not respond. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SaidMessage, sayLine } from '../../src/cli/conversation.ts';
import { isUserError } from '../../src/errors.ts';
import { Person } from '../../src/playground/person/person.ts';
import { startTestBot, type TestBot } from './bot.ts';

const PEOPLE = 64;
const WISHES = ['sort my mails by topic', 'tell cats from dogs', 'forecast sales by month', '给评论分类'];

let bot: TestBot;
let people: Person[] = [];
beforeAll(async () => {
  bot = await startTestBot();
  const join = (i: number) => Person.connect(bot.app.url!, { name: `person-${i}` });
  people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => join(i)));
}, 120_000);
afterAll(async () => {
  for (const person of people) person.close();
  await bot?.close();
});

async function endOf(person: Person, wish: string): Promise<string> {
  const answers: SaidMessage[] = [];
  try {
    await sayLine(person, `/recommend description:"${wish}"`, {
      onMessage: (said) => void answers.push(said),
    });
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
  const ranking = answers.at(-1)?.result.ranking;
  return Array.isArray(ranking) && ranking.length > 0 ? 'ranking' : JSON.stringify(answers);
}

it('every line said at once comes back with a ranking', { timeout: 240_000 }, async () => {
  const ends = await Promise.all(people.map((person, i) => endOf(person, WISHES[i % WISHES.length]!)));
  expect(ends.filter((end) => end !== 'ranking')).toEqual([]);
});
