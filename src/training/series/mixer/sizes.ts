/** What the series mixer reads and writes, in steps. Apart from its architecture, so that forecasting needs no graphs. */

export const CONTEXT = 96;
/** Longest horizon in one pass; longer ones are rolled on with the median. */
export const HORIZON = 48;
