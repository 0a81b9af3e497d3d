/** The page's language: the reader's own at first, then what they choose. Numbers and names stay as they are. */
import { tryPageEn } from '../../../../knowledge/locales/try-page.en.ts';
import { tryPageZhCN } from '../../../../knowledge/locales/try-page.zh-CN.ts';
import { fillTemplate } from '../../../text/fill-template.ts';
import type { Translate } from './view.ts';

const TEXTS = { en: tryPageEn, 'zh-CN': tryPageZhCN };
export type Language = keyof typeof TEXTS;

export const preferredLanguage = (): Language => {
  const asked = new URLSearchParams(location.hash.slice(1)).get('lang') ?? navigator.language;
  return asked.startsWith('zh') ? 'zh-CN' : 'en';
};

export const otherLanguage = (language: Language): Language => (language === 'en' ? 'zh-CN' : 'en');

export const translatorOf =
  (language: Language): Translate =>
  (key, values = {}) =>
    fillTemplate(TEXTS[language][key], values);

/** `1536000` → `1.5 MB`. */
export const sizeText = (bytes: number): string =>
  bytes < 2 ** 20 ? `${Math.max(1, Math.round(bytes / 2 ** 10))} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
