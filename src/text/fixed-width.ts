/** Text for tables in a code block, where every column is so many characters of the Latin alphabet wide. */

/** Characters of Chinese, Japanese and Korean, and full-width signs (Unicode's East Asian Width: W and F). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Columns that a text takes; Chinese characters take two. */
export const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

/** Cut, with an ellipsis, or filled to `width` columns. */
export function padTo(text: string, width: number): string {
  const characters = [...text];
  let cut = text;
  for (let kept = characters.length - 1; widthOf(cut) > width; kept -= 1)
    cut = `${characters.slice(0, kept - 1).join('')}…`;
  return cut + ' '.repeat(width - widthOf(cut));
}

/** Filled on the left to `width` columns; a text that is wider stays. */
export const padLeft = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;
