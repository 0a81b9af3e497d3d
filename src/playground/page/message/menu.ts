/** The menu of a message: the bot's message commands under "Apps". */
import type { Command } from '../../schemas/command-schema.ts';
import { el } from '../dom.ts';
import { nameOf, text } from '../texts.ts';

/** Opens the menu at a point of the window; closes on Escape, a click elsewhere, or a choice. */
export function openMenu(
  at: { x: number; y: number },
  commands: readonly Command[],
  pick: (command: Command) => void,
): void {
  document.querySelector('.menu')?.remove();
  const before = document.activeElement;
  const close = () => {
    menu.remove();
    document.removeEventListener('pointerdown', onPointer, true);
    if (before instanceof HTMLElement) before.focus();
  };
  const onPointer = (event: PointerEvent) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const items = commands.map((command) =>
    el(
      'button',
      {
        role: 'menuitem',
        class: 'menu-item',
        onclick: () => {
          close();
          pick(command);
        },
      },
      nameOf(command),
    ),
  );
  const onKey = (event: KeyboardEvent) => {
    const index = items.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') items[(index + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(index - 1 + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
  };
  const empty = items.length === 0 ? el('p', {}, text('noApps')) : null;
  const menu = el(
    'div',
    { class: 'menu', role: 'menu', tabindex: -1, onkeydown: onKey },
    el('strong', {}, text('apps')),
    ...items,
    empty,
  );
  document.body.append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.y, innerHeight - height - 8))}px`;
  document.addEventListener('pointerdown', onPointer, true);
  (items[0] ?? menu).focus();
}
