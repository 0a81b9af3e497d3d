/** Fills `{name}` placeholders of a locale text; a placeholder without a value stays, so that it is seen. */
export const fillTemplate = (template: string, values: Readonly<Record<string, unknown>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
