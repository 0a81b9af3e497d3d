/** What a library says of a file that it cannot read, as a part of a sentence: without a full stop at its end. */
export const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '');
