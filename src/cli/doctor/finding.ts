/** What a check of `npm run doctor` found: all well, worth knowing, or in the way of a start; and what mends it. */
export interface Finding {
  name: string;
  state: 'ok' | 'warning' | 'failure';
  text: string;
  /** What to do; none where all is well. */
  mend?: string;
}

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const warning = (name: string, text: string, mend: string): Finding => ({
  ...{ name, state: 'warning', text, mend },
});
export const failure = (name: string, text: string, mend: string): Finding => ({
  ...{ name, state: 'failure', text, mend },
});

export const reasonOf = (error: unknown): string => {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  return cause instanceof Error && cause.message !== '' ? `${message} (${cause.message})` : message;
};
