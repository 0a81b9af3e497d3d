/**
 * What the compiler knows of a text: its placeholders. `{name}` takes a value; `{name|one|other}` takes none, but says
 * the form that fits the number `name` (the forms stand in the order of the language's plural categories, as
 * `Intl.PluralRules` names them: English one|other, Chinese other).
 */
type NameIn<Inside extends string> = Inside extends `${infer Name}|${string}` ? Name : Inside;

/** `"{rows} rows of {name}"` → `'rows' | 'name'` */
export type Placeholders<Template extends string> = Template extends `${string}{${infer Inside}}${infer Rest}`
  ? NameIn<Inside> | Placeholders<Rest>
  : never;
