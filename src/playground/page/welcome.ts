/** The beginning of the channel: what can be done here, as lines to try. A press puts one into the composer. */
import type { Command } from '../schemas/command-schema.ts';
import { byId, el } from './dom.ts';
import { text } from './texts.ts';

interface Example {
  /** Shown only where the bot has this command. */
  command: string;
  line: string;
  why: string;
}

const examples = (): Example[] => [
  { command: 'recommend', line: text('example_recommend'), why: text('why_recommend') },
  { command: 'finetune', line: text('example_finetune'), why: text('why_finetune') },
  { command: 'help', line: '/help', why: text('why_help') },
];

export function drawWelcome(
  channel: string,
  commands: readonly Command[],
  tryLine: (line: string) => void,
): void {
  const known = examples().filter(({ command }) => commands.some(({ name }) => name === command));
  byId('welcome').replaceChildren(
    el('h2', { class: 'welcome-title' }, text('welcome', { channel })),
    el('p', { class: 'welcome-text' }, text('welcomeText')),
    el(
      'ul',
      { class: 'examples' },
      ...known.map(({ line, why }) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', class: 'example', onclick: () => tryLine(line) },
            el('span', { class: 'example-why' }, why),
            el('code', {}, line),
          ),
        ),
      ),
    ),
  );
}
