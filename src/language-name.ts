/** Code of a language (ISO 639) → its name in the reader's language; what is no code stays as it is. */
export function languageName(code: string, locale: string): string {
  if (!/^[a-z]{2,3}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
}
