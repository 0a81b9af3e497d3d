/**
 * Where a delivered model lies, and who runs its graphs: the artifact folder with ONNX Runtime here, the page of a Run in a
 * browser, the folder of an export. What predicts asks this alone, so that all of them predict by the same code.
 */
import type { GraphSession } from '../engines/graph-session.ts';

/** WebAssembly of the library of forecasting methods. */
export type ForecastingLibrary = 'mstl' | 'ets';

/** Paths are relative to the artifact folder. */
export interface ModelHost {
  text(path: string): Promise<string>;
  bytes(path: string): Promise<Uint8Array>;
  open(path: string): Promise<GraphSession>;
  library(name: ForecastingLibrary): Promise<Uint8Array>;
}

/** A file of the model that may be absent, as JSON. */
export const jsonOf = async (host: ModelHost, path: string | null): Promise<object> =>
  path === null ? {} : JSON.parse(await host.text(path));
