/**
 * Starts a page: reads what it knows of its Run, loads ONNX Runtime, opens the model, and hands over to the view of its
 * kind. In: a View. Called by the entry of each kind in `entries/`.
 */
import { type PageData, pageDataSchema } from '../page-data.ts';
import { el, fileButton } from './dom.ts';
import { renderMarkdown } from './markdown.ts';
import { type ChosenFiles, pageHost, stillMissing } from './page-host.ts';
import { predictionRunner, reasonOf } from './predictions.ts';
import { loadRuntime } from './runtime.ts';
import { type Language, otherLanguage, preferredLanguage, sizeText, translatorOf } from './texts.ts';
import type { Translate, View } from './view.ts';

interface Parts {
  page: PageData;
  t: Translate;
  main: HTMLElement;
  /** What the page is doing, for everybody to read. */
  status: HTMLElement;
}

export async function startPage(view: View): Promise<void> {
  const page = pageDataSchema.parse(JSON.parse(document.getElementById('page-data')?.textContent ?? ''));
  const chosen = new Map<string, Uint8Array>();
  await show(page, view, { language: preferredLanguage(), chosen });
}

async function show(
  page: PageData,
  view: View,
  { language, chosen }: { language: Language; chosen: Map<string, Uint8Array> },
): Promise<void> {
  const t = translatorOf(language);
  document.documentElement.lang = language;
  document.title = t('title', { name: page.title });
  const status = el('p', { class: 'status', role: 'status' });
  const main = el('main', {});
  const switchTo = () => void show(page, view, { language: otherLanguage(language), chosen });
  document.getElementById('app')?.replaceChildren(header(page, t, switchTo), main, cardOf(page, t));
  main.append(status);
  await open({ page, t, main, status }, view, chosen);
}

function header(page: PageData, t: Translate, switchLanguage: () => void): HTMLElement {
  const language = el('button', { type: 'button', class: 'language' }, t('language.other'));
  language.addEventListener('click', switchLanguage);
  return el(
    'header',
    {},
    language,
    el('h1', {}, t('title', { name: page.title })),
    el('p', { class: 'headline' }, page.headline),
    el('p', { class: 'hint' }, t('intro', { id: page.runId })),
  );
}

const cardOf = ({ card }: PageData, t: Translate): HTMLElement =>
  el('details', { class: 'card' }, el('summary', {}, t('card.title')), ...renderMarkdown(card));

async function open(parts: Parts, view: View, chosen: Map<string, Uint8Array>): Promise<void> {
  const { page, t, main, status } = parts;
  status.textContent = t('runtime.loading', { size: sizeText(page.runtime.bytes) });
  try {
    await loadRuntime(page);
  } catch (error) {
    fail(status, t('runtime.failed', { url: page.runtime.url, reason: reasonOf(error) }));
    return;
  }
  await chooseMissing(parts, chosen);
  status.textContent = t('model.loading');
  const input = el('section', { class: 'input' });
  const output = el('section', { class: 'output', 'aria-live': 'polite' });
  try {
    const predict = predictionRunner(output, t);
    const classes = await view({ host: pageHost(chosen), t, input, output, predict });
    main.append(input, output);
    if (classes.length > 0) main.append(classList(classes, t));
    status.textContent = t('model.ready');
    document.body.dataset.ready = 'true';
  } catch (error) {
    fail(status, t('model.failed', { reason: reasonOf(error) }));
  }
}

function fail(status: HTMLElement, text: string): void {
  status.className = 'error';
  status.setAttribute('role', 'alert');
  status.textContent = text;
}

/** Resolves when every file that is not inside the page was chosen. */
async function chooseMissing(
  { page, t, main, status }: Parts,
  chosen: Map<string, Uint8Array> & ChosenFiles,
): Promise<void> {
  while (stillMissing(page, chosen).length > 0) {
    status.textContent = t('model.tooLarge', {
      size: sizeText(page.missing.reduce((sum, { bytes }) => sum + bytes, 0)),
      limit: sizeText(page.limitBytes),
      names: stillMissing(page, chosen).join(', '),
    });
    const files = await new Promise<File[]>((take) => {
      const choose = fileButton(t('model.choose'), take, { multiple: true, accept: '.onnx,.onnx_data' });
      choose.classList.add('choose-model');
      main.append(choose);
    });
    main.querySelector('.choose-model')?.remove();
    for (const file of files) chosen.set(file.name, new Uint8Array(await file.arrayBuffer()));
  }
}

function classList(classes: readonly string[], t: Translate): HTMLElement {
  const items = classes.map((name) => el('li', {}, name));
  return el(
    'details',
    { class: 'classes' },
    el('summary', {}, t('classes.title', { count: classes.length })),
    el('ul', {}, ...items),
  );
}
