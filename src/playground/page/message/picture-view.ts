/**
 * A picture in a message: pressed, it fills the screen. One much wider than the window keeps a size at which its words
 * can be read, and is moved sideways within its own frame. Next: enlarged-view.ts.
 */
import { el, localUrl } from '../dom.ts';
import { text } from '../texts.ts';
import { type Picture, showEnlarged, WIDE_RATIO } from './enlarged-view.ts';

/** Charts are drawn with two pixels a point; at three quarters of a point, 12-point words are still 9 high. */
const LEGIBLE_SCALE = 0.75 / 2;

export function drawPicture({ url, alt }: Picture): HTMLElement {
  const src = localUrl(url);
  const image = el('img', { class: 'picture', src, alt, loading: 'lazy' });
  const button = el(
    'button',
    {
      type: 'button',
      class: 'picture-button',
      'data-picture': src,
      'aria-label': text('enlarge', { name: alt }),
      onclick: () => showEnlarged(picturesBeside(button), src),
    },
    image,
  );
  image.addEventListener('load', () => {
    const { naturalWidth, naturalHeight } = image;
    const wide = naturalWidth > 900 && naturalWidth / naturalHeight > WIDE_RATIO;
    if (wide) button.style.setProperty('--legible', `${Math.round(naturalWidth * LEGIBLE_SCALE)}px`);
  });
  return el('div', { class: 'picture-frame' }, button);
}

/** All pictures of the message that the button stands in, in their order. */
function picturesBeside(button: HTMLElement): Picture[] {
  const scope = button.closest('.message') ?? document;
  return [...scope.querySelectorAll<HTMLElement>('[data-picture]')].map((one) => ({
    url: one.dataset.picture ?? '',
    alt: one.querySelector('img')?.alt ?? '',
  }));
}
