/**
 * The languages in which the bot answers. A new one is a folder beside these with the same texts, and a row here: the
 * compiler names every text that it lacks, `test/text/locales.test.ts` every placeholder that differs.
 */
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

export { type Code, en } from './en/index.ts';

export const LOCALES = {
  en: { texts: en, reads: ['en'] },
  'zh-CN': { texts: zhCN, reads: ['zh'] },
} as const satisfies Record<string, Language>;

export type Locale = keyof typeof LOCALES;

interface Language {
  texts: Readonly<Record<keyof typeof en, string>>;
  /** Beginnings of Discord's locale codes whose people read it; everybody else reads English. */
  reads: readonly string[];
}
