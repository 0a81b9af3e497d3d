/** What the page gives a view of one kind of data, and what it gets back. */
import type { TryPageMessages } from '../../../../knowledge/locales/try-page.en.ts';
import type { ModelHost } from '../../../delivered/model-host.ts';

export type Translate = (key: keyof TryPageMessages, values?: Record<string, string | number>) => string;

export interface ViewContext {
  host: ModelHost;
  t: Translate;
  /** Where the person enters something. */
  input: HTMLElement;
  /** Where answers go; read out by screen readers. */
  output: HTMLElement;
  /**
   * Runs one prediction: while it runs the page says so; then it shows the answer with its milliseconds, or what went
   * wrong. A later one replaces an earlier one that is still running.
   */
  predict(work: (signal: AbortSignal) => Promise<HTMLElement>): Promise<void>;
}

/** Opens the model and fills `input`. @returns the names that the model tells apart; empty where it has none */
export type View = (context: ViewContext) => Promise<readonly string[]>;
