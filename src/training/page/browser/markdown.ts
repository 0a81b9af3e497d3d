/**
 * The Markdown of a model card → elements: headings, paragraphs, lists, tables, code and bold. Everything else stays as it
 * is written; nothing becomes markup that is not listed here, and pictures are left out.
 */
import { el } from './dom.ts';

const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/;

/** `**bold**` and `` `code` ``; entities and escapes of the card are undone. */
function inline(text: string): (HTMLElement | string)[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith('**') && part.length > 4) return el('strong', {}, plain(part.slice(2, -2)));
    if (part.startsWith('`') && part.length > 2) return el('code', {}, part.slice(1, -1));
    return plain(part);
  });
}

const plain = (text: string) => text.replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1');

const cells = (row: string) =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function table(lines: readonly string[]): HTMLElement {
  const [head = '', , ...rows] = lines;
  const row = (line: string, tag: 'th' | 'td') =>
    el('tr', {}, ...cells(line).map((cell) => el(tag, {}, ...inline(cell))));
  const body = el('tbody', {}, ...rows.map((line) => row(line, 'td')));
  return el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, row(head, 'th')), body));
}

const LEVELS = ['h3', 'h4', 'h5'] as const;

function block(lines: readonly string[]): HTMLElement {
  const [first = ''] = lines;
  const heading = /^(#+) (.*)/.exec(first);
  if (heading) return el(LEVELS[Math.min(heading[1]!.length, 3) - 1]!, {}, ...inline(heading[2]!));
  if (first.startsWith('|')) return table(lines);
  if (first.startsWith('- '))
    return el('ul', {}, ...lines.map((line) => el('li', {}, ...inline(line.replace(/^- /, '')))));
  return el('p', {}, ...inline(lines.join(' ')));
}

/** Lines that belong together: a heading alone, a code block whole, else up to an empty line. */
function* blocksOf(text: string): Generator<HTMLElement> {
  let open: string[] = [];
  let code: string[] | null = null;
  for (const line of [...text.replace(FRONT_MATTER, '').split('\n'), '']) {
    if (line.startsWith('```')) {
      if (code) yield el('pre', {}, code.join('\n'));
      code = code ? null : [];
      continue;
    }
    if (code) {
      code.push(line);
      continue;
    }
    const isPicture = line.startsWith('![');
    const ends = line.trim() === '' || line.startsWith('#') || isPicture || open[0]?.startsWith('#');
    if (ends && open.length > 0) {
      yield block(open);
      open = [];
    }
    if (line.trim() !== '' && !isPicture) open.push(line);
  }
}

export const renderMarkdown = (text: string): HTMLElement[] => [...blocksOf(text)];
