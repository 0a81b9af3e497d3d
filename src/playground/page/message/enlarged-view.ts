/**
 * A picture that fills the screen. Arrows (or its buttons) go to the next one of the message, Escape closes, a press
 * changes between whole and natural size; what is larger than the screen is moved with finger, wheel or keys.
 */
import { el } from '../dom.ts';
import { text } from '../texts.ts';

export interface Picture {
  url: string;
  alt: string;
}

/** Nearly square pictures, such as a confusion matrix, are legible as wide as a phone. */
export const WIDE_RATIO = 1.25;

export function showEnlarged(pictures: readonly Picture[], first: string): void {
  let index = Math.max(
    0,
    pictures.findIndex((one) => one.url === first),
  );
  const image = el('img', { alt: '' });
  const frame = el('div', { class: 'enlarged-frame', tabindex: 0, role: 'group', 'aria-label': '' }, image);
  const title = el('p', { class: 'enlarged-title' });
  const open = el('a', { class: 'enlarged-open', target: '_blank', rel: 'noopener' }, text('openOriginal'));
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const step = (by: number) => {
    index = (index + by + pictures.length) % pictures.length;
    draw();
  };
  const button = (label: string, sign: string, onclick: () => void) =>
    el('button', { type: 'button', class: 'enlarged-button', 'aria-label': label, onclick }, sign);
  const many = pictures.length > 1;
  const dialog = el(
    'dialog',
    { class: 'enlarged', oncancel: () => dialog.remove() },
    el(
      'div',
      { class: 'enlarged-bar' },
      title,
      many && button(text('previous'), '‹', () => step(-1)),
      many && button(text('next'), '›', () => step(1)),
      open,
      button(text('close'), '×', close),
    ),
    frame,
  );
  dialog.addEventListener('keydown', (event) => {
    if (many && event.key === 'ArrowRight' && frame.scrollWidth <= frame.clientWidth) step(1);
    else if (many && event.key === 'ArrowLeft' && frame.scrollWidth <= frame.clientWidth) step(-1);
  });
  image.addEventListener('click', () => frame.classList.toggle('natural'));
  // A wide picture on an upright phone is laid on its side, where it is twice as large.
  image.addEventListener('load', () =>
    frame.classList.toggle('lying', image.naturalWidth > WIDE_RATIO * image.naturalHeight),
  );
  const draw = () => {
    const picture = pictures[index];
    if (!picture) return;
    image.src = picture.url;
    image.alt = picture.alt;
    open.href = picture.url;
    const place = many ? `${index + 1}/${pictures.length}` : '';
    title.textContent = [place, picture.alt].filter(Boolean).join(' · ');
    for (const one of [dialog, frame]) one.setAttribute('aria-label', picture.alt || text('picture'));
    frame.classList.remove('natural');
    frame.scrollTo(0, 0);
  };
  draw();
  document.body.append(dialog);
  dialog.showModal();
  frame.focus();
}
