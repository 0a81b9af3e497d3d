/**
 * Names of labelled files → who or what each was recorded from, where names say so (`spk1_yes_3.wav`,
 * `0a7c2a8d_nohash_0.wav`, `p225_001.wav`): a speaker on both sides of a split makes every score too kind. Called where
 * neither folders nor a table give groups. Next: `group-files.ts`.
 */

interface Named {
  /** Path in the archive. */
  name: string;
  label: string;
}

const FEWEST_GROUPS = 5;
/** Of every class, so that none stands on one side only. */
const FEWEST_OF_CLASS = 3;
/** Share of the files whose names must say it. */
const MOST_FILES = 0.9;
/** Share of the groups that must appear in two classes or more, where no word says what they are. */
const IN_CLASSES = 0.8;
const FEWEST_FILES = 3;

const SAID =
  /(?:^|[_\-. ])(?:speaker|spk|subject|subj|person|patient|participant|actor|voice|singer|session|user)[-_ ]?[a-z]?\d{1,6}(?=[_\-. ]|$)/i;
/** As in Speech Commands: a hash of the speaker before, the number of the take behind. */
const NO_HASH = /^[^_]+(?=_nohash_)/;

const stemOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

/** Group names → how many classes each is in, and how many groups each class has. */
function spreadOf(files: readonly Named[], groups: readonly (string | null)[]) {
  const classes = new Map<string, Set<string>>();
  const members = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  files.forEach(({ label }, index) => {
    const ofClass = classes.get(label) ?? new Set();
    classes.set(label, ofClass);
    const group = groups[index];
    if (group === null || group === undefined) return;
    ofClass.add(group);
    members.set(group, (members.get(group) ?? new Set()).add(label));
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  });
  return { classes: [...classes.values()], members: [...members.values()], sizes: [...sizes.values()] };
}

const share = <T>(values: readonly T[], is: (value: T) => boolean) =>
  values.filter(is).length / values.length;

function areGroups(files: readonly Named[], groups: readonly (string | null)[]): boolean {
  const { classes, members } = spreadOf(files, groups);
  return (
    share(groups, (group) => group !== null) >= MOST_FILES &&
    members.length >= FEWEST_GROUPS &&
    classes.every(({ size }) => size >= FEWEST_OF_CLASS)
  );
}

/** Without a word that says what they are: parts with a letter that several files of several classes share. */
function areGroupsUnsaid(files: readonly Named[], groups: readonly (string | null)[]): boolean {
  const { members, sizes } = spreadOf(files, groups);
  return (
    areGroups(files, groups) &&
    share(members, ({ size }) => size > 1) >= IN_CLASSES &&
    share(sizes, (size) => size >= FEWEST_FILES) >= IN_CLASSES
  );
}

/**
 * @param options.few few groups are believed where a word names them, as in a separate test file
 * @returns the name of each file's group, null where it has none; null when names say nothing of groups.
 */
export function guessGroups(
  files: readonly Named[],
  options: { few: boolean } = { few: false },
): (string | null)[] | null {
  const stems = files.map(({ name }) => stemOf(name));
  for (const pattern of [SAID, NO_HASH]) {
    const groups = stems.map(
      (stem) =>
        pattern
          .exec(stem)?.[0]
          .replace(/^[_\-. ]/, '')
          .toLowerCase() ?? null,
    );
    const said = options.few && groups.some((group) => group !== null);
    if (said || areGroups(files, groups)) return groups;
  }
  const parts = stems.map((stem) => stem.toLowerCase().split(/[_\-. ]/));
  const most = Math.max(0, ...parts.map(({ length }) => length));
  for (let place = 0; place < most; place += 1) {
    const groups = parts.map((names, index) => {
      const part = names[place];
      return names.length > 1 && part && /[a-z]/.test(part) && part !== files[index]!.label.toLowerCase()
        ? part
        : null;
    });
    if (areGroupsUnsaid(files, groups)) return groups;
  }
  return null;
}
