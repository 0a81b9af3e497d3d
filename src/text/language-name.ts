/** Code of a language (ISO 639) → its name in the reader's language; what is no code stays as it is. */
export function languageName(code: string, locale: string): string {
  if (!/^[a-z]{2,3}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
}

let codes: ReadonlyMap<string, string> | null = null;

/** English name of a language → its code of two letters (ISO 639-1); undefined where there is none. */
export function languageCode(name: string): string | undefined {
  if (codes === null) {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const all = letters.flatMap((first) => letters.map((second) => first + second));
    codes = new Map(all.map((code) => [languageName(code, 'en'), code]).reverse() as [string, string][]);
  }
  return codes.get(name);
}
