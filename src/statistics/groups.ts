/** Groups of rows that stay on one side of every split (copies, near-copies, one source): rows in, groups out. */

/** @returns members of each group, groups and members in the order of their first appearance */
export function membersOfGroups(
  rows: Iterable<number>,
  groupOf: (row: number) => number,
): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groupOf(row);
    const members = groups.get(group);
    if (members) members.push(row);
    else groups.set(group, [row]);
  }
  return groups;
}

/**
 * The groups in a drawn order that hangs on the seed and on what the rows hold, not on the order in which they came.
 * @param keyOf seeded hash of what a row holds; a group stands where the smallest of its rows does
 */
export function drawGroups(
  rows: Iterable<number>,
  groupOf: (row: number) => number,
  keyOf: (row: number) => string,
): number[][] {
  const keyed = [...membersOfGroups(rows, groupOf).values()].map((members) => ({
    members,
    key: members.map(keyOf).reduce((least, key) => (key < least ? key : least)),
  }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ members }) => members);
}
