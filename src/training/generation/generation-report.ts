/** A TrainedGenerator → its Report and the card's section on using it. Called by `train.ts`. */

import type { ChildTaskOf } from '../../child/messages.ts';
import type { ProseDataset } from '../../datasets/dataset.ts';
import { onnxRuntimeVersion } from '../../engines/onnxruntime.ts';
import type { Contender, Report } from '../../report/report.ts';
import { verdict } from '../../report/verdict.ts';
import { bootstrapInterval } from '../../statistics/intervals.ts';
import { type Note, note } from '../../text/notes.ts';
import { measure, reportWords } from '../../text/words.ts';
import { meanLogProbability, type Scores } from './decoder/score-decoder.ts';
import type { Candidate, TrainedGenerator } from './train-generation.ts';

/** Fewer test texts than this leave an interval that says little. */
const FEW_TEST_TEXTS = 20;

const nameOf = (id: Candidate['id'], decoder: string): string =>
  ({ ngram: 'Trigram model (Kneser-Ney)', untouched: `${decoder}, as it came`, tuned: `${decoder}, tuned` })[
    id
  ];

function contendersOf({ candidates, decoder, tuned, depth }: TrainedGenerator): Contender[] {
  return candidates.map(({ id, validation, test, seconds }) => ({
    id,
    name: nameOf(id, decoder.name),
    role: id === 'ngram' ? 'baseline' : 'transfer',
    validationScore: meanLogProbability(validation),
    testScore: test && meanLogProbability(test),
    hyperparameters: id === 'tuned' ? settingsOf(tuned, depth) : {},
    seconds,
  }));
}

function settingsOf(
  tuned: TrainedGenerator['tuned'],
  { label, lora }: TrainedGenerator['depth'],
): Contender['hyperparameters'] {
  if (tuned === null) return {};
  const settings = { layers: label, rate: tuned.rate, epochs: tuned.epochs };
  return lora ? { ...settings, 'LoRA rank': lora.rank, 'LoRA alpha': lora.alpha } : settings;
}

/** For the report's line on what was tuned. */
function tunedPart({ label, parameters, lora }: TrainedGenerator['depth']): string {
  const count = parameters.toLocaleString('en');
  return lora
    ? `${label} tuned by LoRA (rank ${lora.rank}, alpha ${lora.alpha}), ${count} weights; merged into them`
    : `${label} tuned, ${count} weights; the rest frozen`;
}

interface Sum {
  nats: number;
  tokens: number;
  characters: number;
  bytes: number;
}

/** One entry a test text. */
function sumsOf(scores: Scores, { documents }: ProseDataset): Sum[] {
  return [...scores].map(([document, { logProbability, tokens }]) => {
    const { text } = documents[document]!;
    return { nats: -logProbability, tokens, characters: [...text].length, bytes: Buffer.byteLength(text) };
  });
}

type Unit = 'tokens' | 'characters' | 'bytes';

function ratio(sums: readonly Sum[], unit: Unit, rows: Int32Array | null = null): number {
  let [nats, units] = [0, 0];
  for (const row of rows ?? sums.keys()) {
    nats += sums[row]!.nats;
    units += sums[row]![unit];
  }
  return nats / units;
}

const perplexity = (nats: number) => Math.exp(nats);
const bits = (nats: number) => nats / Math.LN2;

function measuresOf(trained: TrainedGenerator, dataset: ProseDataset, seed: number): Report['measures'] {
  const testOf = (id: Candidate['id']) => trained.candidates.find((one) => one.id === id)!.test!;
  const delivered = sumsOf(testOf(trained.chosen), dataset);
  const rivals = (['ngram', 'untouched'] as const)
    .filter((id) => id !== trained.chosen)
    .map((id) => sumsOf(testOf(id), dataset));
  const one = (name: string, unit: Unit, show: (nats: number) => number, said: Note) => ({
    name,
    value: show(ratio(delivered, unit)),
    interval: bootstrapInterval(delivered.length, (rows) => show(ratio(delivered, unit, rows)), { seed }),
    baseline: Math.min(...rivals.map((sums) => show(ratio(sums, unit)))),
    note: said,
  });
  const lower = note('lower-better');
  const tokens = delivered.reduce((sum, { tokens: count }) => sum + count, 0);
  return [
    one('perplexity', 'tokens', perplexity, note('tokens-lower-better', { count: tokens })),
    one('bits per character', 'characters', bits, lower),
    one('bits per byte', 'bytes', bits, lower),
    ...differenceOf(trained, dataset, seed),
  ];
}

/** Paired over the test texts: the same draws of both. */
function differenceOf(trained: TrainedGenerator, dataset: ProseDataset, seed: number): Report['measures'] {
  if (trained.chosen !== 'tuned') return [];
  const testOf = (id: Candidate['id']) => trained.candidates.find((one) => one.id === id)!.test!;
  const [tuned, untouched] = [sumsOf(testOf('tuned'), dataset), sumsOf(testOf('untouched'), dataset)];
  const difference = (rows: Int32Array | null) =>
    bits(ratio(tuned, 'characters', rows) - ratio(untouched, 'characters', rows));
  return [
    {
      name: 'change by tuning, bits per character',
      value: difference(null),
      interval: bootstrapInterval(tuned.length, difference, { seed }),
      baseline: null,
      note: note('paired-over-texts'),
    },
  ];
}

function warningsOf(trained: TrainedGenerator): Note[] {
  const { candidates, warnings, split, tuned, chosen } = trained;
  const all = [...warnings];
  const onTest = (id: Candidate['id']) =>
    meanLogProbability(candidates.find((candidate) => candidate.id === id)!.test!);
  if (tuned && chosen === 'untouched') all.push(note('tuning-not-lower'));
  const shown = (id: Candidate['id']) => measure(perplexity(-onTest(id)));
  if (onTest('ngram') >= onTest(chosen))
    all.push(note('trigram-better', { ngram: shown('ngram'), chosen: shown(chosen) }));
  if (split.test.length < FEW_TEST_TEXTS) all.push(note('few-test-texts', { count: split.test.length }));
  return [...all, note('likely-not-fact')];
}

export function generationReport(
  task: ChildTaskOf<'train'>,
  dataset: ProseDataset,
  trained: TrainedGenerator,
): Report {
  const { decoder, chosen, tuned, split, depth, blockTokens } = trained;
  const contenders = contendersOf(trained);
  const outcome = { kind: 'prose' as const, contenders, chosen };
  const scoreOf = (id: string) => contenders.find((one) => one.id === id)?.validationScore ?? -Infinity;
  return {
    version: 1,
    runId: task.runId,
    createdAt: new Date().toISOString(),
    dataset: dataset.profile,
    split: {
      train: split.train.length,
      validation: split.validation.length,
      test: split.test.length,
      seed: task.spec.seed,
      note: [
        ...split.notes,
        note('split-blocks', {
          count: blockTokens,
        }),
      ],
    },
    backbone: {
      id: decoder.id,
      name: decoder.name,
      licence: decoder.licence,
      source: decoder.source,
      frozen: chosen === 'tuned' ? tunedPart(depth) : 'as it came',
    },
    engines: { decoder: onnxRuntimeVersion(), 'training step': onnxRuntimeVersion() },
    scoreName: 'mean log-probability of a token',
    ...outcome,
    transfer: null,
    guessing: null,
    transferWon: scoreOf(chosen) > scoreOf('ngram'),
    verdict: verdict(outcome, reportWords('en')),
    classification: null,
    measures: measuresOf(trained, dataset, task.spec.seed),
    history: (tuned?.history ?? []).map((point) => ({ ...point, trainScore: null, validationScore: null })),
    forecasts: [],
    temperature: null,
    service: null,
    delivery: trained.delivery,
    evaluation: null,
    insight: null,
    trials: [],
    searchNote: [],
    warnings: warningsOf(trained),
    seconds: trained.seconds,
    files: [...trained.files],
  };
}

export const GENERATION_USAGE = [
  '`/predict run: text:` continues a text by at most 60 tokens (top-k sampling with a fixed seed). The folder `model/` has the',
  "Hub's layout; the ONNX file has the inputs and outputs of the one it was made from.",
  '',
  '```js',
  "import { pipeline } from '@huggingface/transformers';",
  "const generate = await pipeline('text-generation', './model', { dtype: 'fp32' });",
  "console.log(await generate('Once upon a time', { max_new_tokens: 60, do_sample: true, top_k: 40 }));",
  '```',
  '',
  '```python',
  'from optimum.onnxruntime import ORTModelForCausalLM',
  'from transformers import AutoTokenizer',
  "tokenizer = AutoTokenizer.from_pretrained('./model')",
  "model = ORTModelForCausalLM.from_pretrained('./model', subfolder='onnx', file_name='model.onnx')",
  "print(tokenizer.decode(model.generate(**tokenizer('Once upon a time', return_tensors='pt'), max_new_tokens=60)[0]))",
  '```',
].join('\n');
