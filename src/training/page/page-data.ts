/**
 * What a page of a Run knows: written by `build-page.ts` into the HTML as JSON, read in the browser by `browser/main.ts`.
 */
import { z } from 'zod';

export const pageDataSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  kind: z.enum(['image', 'text', 'audio', 'series', 'policy', 'prose']),
  /** Name of the data set. */
  title: z.string(),
  /** One line: the delivered model and its test figure. */
  headline: z.string(),
  /** The model card, Markdown. */
  card: z.string(),
  /** ONNX Runtime for browsers: what runs the model. */
  runtime: z.object({
    version: z.string(),
    url: z.string(),
    /** Of the WebAssembly, as browsers check it: `sha384-…`. */
    integrity: z.string(),
    bytes: z.number(),
  }),
  /** Files of the model that are not inside, as they would make the page too large. */
  missing: z.array(z.object({ path: z.string(), bytes: z.number() })),
  /** Largest page that is delivered, in bytes. */
  limitBytes: z.number(),
});
export type PageData = z.infer<typeof pageDataSchema>;
export type PageKind = PageData['kind'];
