/** The files that wait to be sent, and what can be done with them: the commands that take a file. */
import { OptionType } from '../../discord/option-type.ts';
import { optionsAt } from '../../schemas/command-data.ts';
import { el, formatBytes } from '../dom.ts';
import { text } from '../texts.ts';
import type { Pickable } from './read-line.ts';

export const takesFile = ({ command, path }: Pickable): boolean =>
  optionsAt(command, path).some(({ type }) => type === OptionType.Attachment);

export function drawTray(
  files: readonly File[],
  commands: readonly Pickable[],
  on: { remove: (file: File) => void; pick: (command: Pickable) => void },
): HTMLElement[] {
  const [first] = files;
  if (!first) return [];
  const chips = files.map((file) =>
    el(
      'span',
      { class: 'tray-file' },
      `${file.name} (${formatBytes(file.size)})`,
      el(
        'button',
        {
          type: 'button',
          class: 'tray-remove',
          'aria-label': `${text('remove')} ${file.name}`,
          onclick: () => on.remove(file),
        },
        '×',
      ),
    ),
  );
  const actions = commands.map((one) =>
    el(
      'button',
      { type: 'button', class: 'tray-action', onclick: () => on.pick(one) },
      el('b', {}, `/${one.label}`),
      el('span', {}, one.description),
    ),
  );
  const ask = el(
    'div',
    { class: 'tray-ask', role: 'group', 'aria-label': text('whatNext', { name: first.name }) },
    el('p', {}, text('whatNext', { name: first.name }), ' ', el('small', {}, text('orPost'))),
    el('div', { class: 'tray-actions' }, ...actions),
  );
  return actions.length > 0 ? [...chips, ask] : chips;
}
