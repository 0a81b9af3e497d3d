/**
 * A record of the catalogue → how it can be fine-tuned by this bot, and why so. What is on the Hub trains here where its
 * architecture is one of those that are built (`knowledge/architectures.ts`), or where an ONNX file lies beside its weights:
 * nobody types it. Next: `knowledge.ts` puts it into the ModelEntry.
 */
import type { CatalogueRecord, ModelEntry, RunsHere } from '../../knowledge/schema.ts';
import { architectureCalled } from './known-architecture.ts';

const BUILT =
  'Its network is built here from the weights on the Hugging Face Hub, which are downloaded once and cached; needs HF_ENDPOINT to be reachable.';
const BY_ONNX =
  'Runs here through its ONNX file on the Hugging Face Hub, which is downloaded once and cached; needs HF_ENDPOINT to be reachable.';
const GATED =
  'Its network is built here, but the Hub gives its weights only to those who accepted their terms: the operator of this bot sets HF_TOKEN.';
const NO_WEIGHTS =
  'No weights of it that are read here were found on the Hub; export it (for instance with torch.onnx or optimum) and attach the file as `model-file` to train it here.';

const notBuilt = (architecture: string) =>
  `Its architecture, ${architecture}, is none of those that are built here; export it (for instance with torch.onnx or optimum) and attach the file as \`model-file\` to train it here.`;

export const withPlace = (record: CatalogueRecord): ModelEntry => {
  const [runsHere, runsHereReason] = placeOf(record);
  return { ...record, runsHere, runsHereReason };
};

function placeOf(record: CatalogueRecord): [RunsHere, string] {
  const { withoutDownload, untrainable, access, hubId, architecture, hubHoldsOnnx } = record;
  if (withoutDownload !== null) return ['embedded', withoutDownload];
  if (untrainable !== null) return [access === 'paid-api' ? 'remote' : 'not-here', untrainable];
  if (isBuilt(record)) {
    if (hubId !== null) return ['hub', access === 'gated' ? GATED : BUILT];
    return ['not-here', NO_WEIGHTS];
  }
  if (hubId !== null && hubHoldsOnnx) return ['hub', BY_ONNX];
  return ['not-here', architecture === null ? NO_WEIGHTS : notBuilt(architecture)];
}

/** A tower for the wrong kind of data does not count; decoders of texts are read for their features too. */
function isBuilt({ architecture, kind, fits }: CatalogueRecord): boolean {
  if (architecture === null) return false;
  const wanted = kind === 'text' && fits['text-generation'] ? 'prose' : kind;
  const found = architectureCalled(architecture, wanted)?.kind;
  return found === wanted || (kind === 'text' && found === 'prose');
}
