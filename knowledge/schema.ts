/**
 * The shape of everything in `knowledge/`: models, tasks, rules, scoring, lexicon, frameworks. Data only; the
 * loader in `src/catalogue/knowledge.ts` reads the JSON files through these schemas, and the knowledge test
 * checks them. A number stands here only together with the page it was read from.
 */
import { z } from 'zod';

export const KINDS = ['image', 'text', 'audio', 'series', 'policy'] as const;
export const kindSchema = z.enum(KINDS);

export const TASK_IDS = [
  'image-classification',
  'image-embedding',
  'zero-shot-image-classification',
  'text-classification',
  'sentence-embedding',
  'text-generation',
  'token-classification',
  'question-answering',
  'audio-classification',
  'keyword-spotting',
  'speech-classification',
  'speech-recognition',
  'zero-shot-audio-classification',
  'series-forecasting',
  'offline-policy',
  'online-control',
] as const;
export const taskIdSchema = z.enum(TASK_IDS);
export type TaskId = z.infer<typeof taskIdSchema>;

/** How a model relates to a task: what it was made for, what it adapts to well, what it can be bent to. */
const FIT_LEVELS = ['made-for', 'adapts', 'possible'] as const;
const fitSchema = z.enum(FIT_LEVELS);

const url = z.url({ protocol: /^https?$/ });
const fact = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, source: url, note: z.string().optional() });

const metricSchema = z.strictObject({
  name: z.string(),
  dataset: z.string(),
  value: z.number(),
  source: url,
  note: z.string().optional(),
});

/** A published wall time, as measured by its source. */
const latencySchema = z.strictObject({
  ms: z.number().positive(),
  batch: z.number().int().positive(),
  hardware: z.string(),
  source: url,
});

/** Size of a transformer's body: `layers` blocks of width `width`; gives an estimated latency where none is published. */
const transformerSchema = z.strictObject({
  layers: z.number().int().positive(),
  width: z.number().int().positive(),
  /** Tokens (or frames) of a typical input, for the estimate. */
  tokens: z.number().int().positive(),
  source: url,
});

/** How a model can be fine-tuned by this bot; `src/catalogue/runs-here.ts` says which it is of each. */
const RUNS_HERE = ['embedded', 'hub', 'remote', 'not-here'] as const;
export type RunsHere = (typeof RUNS_HERE)[number];

export const modelEntrySchema = z.strictObject({
  /** Stable; the value of `/finetune model:` and of `ranking[].id`. */
  id: z.string().regex(/^[a-z0-9_]+$/),
  name: z.string(),
  family: z.string(),
  /** Other names by which people call it, lower case. */
  aliases: z.array(z.string()),
  kind: kindSchema,
  fits: z.partialRecord(taskIdSchema, fitSchema),
  params: fact(z.number().int().positive()).nullable(),
  year: fact(z.number().int().min(1980).max(2030)).nullable(),
  paper: url.nullable(),
  hubId: fact(z.string()).nullable(),
  /** As the configuration there calls it: a `model_type`, a name of timm's; of forecasters, their own name. */
  architecture: z.string().nullable(),
  /** Whether the repository holds an ONNX file, which is trained whatever the architecture. */
  hubHoldsOnnx: z.boolean(),
  /** Licence of the weights; `commercial` is what that licence says, `unclear` where it is unknown. */
  licence: z.strictObject({
    weights: z.string().nullable(),
    commercial: z.enum(['yes', 'no', 'unclear']),
    source: url.nullable(),
    note: z.string().optional(),
  }),
  access: z.enum(['open', 'gated', 'paid-api', 'unknown']),
  /** Whether new work can be started with it at all; hosted models age. */
  offer: z.strictObject({
    state: z.enum(['available', 'closing', 'retired']),
    source: url.nullable(),
    note: z.string().optional(),
  }),
  /** The headline number first. */
  metrics: z.array(metricSchema),
  embeddingDim: fact(z.number().int().positive()).nullable(),
  input: fact(z.string()).nullable(),
  latency: latencySchema.nullable(),
  transformer: transformerSchema.nullable(),
  /** Size of the weight file, MiB, where it is published; otherwise 4 bytes a parameter is assumed. */
  weightsMiB: fact(z.number().positive()).nullable(),
  /** ISO 639-1 codes; `*` for a model of about a hundred languages; empty where language does not matter. */
  languages: z.array(z.string().regex(/^([a-z]{2}|\*)$/)),
  /** Of what needs no download: where its weights are. */
  withoutDownload: z.string().min(10).nullable(),
  /** Of what cannot be fine-tuned here whatever it is built like, such as an agent in a simulator: why. */
  untrainable: z.string().min(10).nullable(),
  traits: z.array(
    z.enum([
      'self-supervised',
      'frozen-features',
      'needs-unfreezing',
      'compact',
      'heavy',
      'zero-shot',
      'generative',
      'classic',
      'algorithm',
      'supervised-only',
      'discrete-actions',
      'continuous-actions',
    ]),
  ),
  notes: z.string(),
  sources: z.array(url).min(1),
  /** Day the facts were read. */
  checked: z.iso.date(),
});
export type CatalogueRecord = z.infer<typeof modelEntrySchema>;

/** A record with what follows from it. */
export interface ModelEntry extends CatalogueRecord {
  runsHere: RunsHere;
  runsHereReason: string;
}

const localisedSchema = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });

export const taskSchema = z.strictObject({
  id: taskIdSchema,
  kind: kindSchema,
  name: localisedSchema,
  /** Can `/finetune` train this task here? */
  trainable: z.boolean(),
  /** Phrases that mean this task; a cue is a regular expression, matched without case. `weight` is its strength. */
  cues: z.array(z.strictObject({ pattern: z.string(), weight: z.number().positive() })),
  /** Typical requests; the similarity of last resort compares with them. */
  examples: z.array(z.string()).min(2),
});
export type Task = z.infer<typeof taskSchema>;

/** A request that the catalogue cannot serve, and what to say instead. */
export const unservedSchema = z.strictObject({
  id: z.string(),
  name: localisedSchema,
  cues: z.array(z.string()).min(1),
  /** Patterns that take the cue back ("object detection" but not "spam detection"). */
  unless: z.array(z.string()).default([]),
  advice: localisedSchema,
  examples: z.array(z.string()).default([]),
  source: url,
});
export type Unserved = z.infer<typeof unservedSchema>;

/** Conditions in json-rules-engine's own form; checked by the engine when it is built. */
const conditionsSchema = z.record(z.string(), z.unknown());
const ruleBase = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  conditions: conditionsSchema,
  /** Sentence for the person; `{fact}` is replaced by the fact's value. */
  reason: localisedSchema,
  /** Why the rule exists: argument and, where there is one, its source. */
  rationale: z.string().min(10),
  source: url.nullable(),
};

/** Fires → the candidate is out, whatever its score. `constraint` names what would have to be given up. */
const filterRuleSchema = z.strictObject({
  ...ruleBase,
  type: z.literal('reject'),
  constraint: z.enum([
    'task',
    'language',
    'licence',
    'access',
    'offer',
    'latency',
    'size',
    'offline',
    'data',
    'exclusion',
  ]),
});
/** Fires → `amount` is added to one criterion of the candidate (clipped to [0,1] afterwards). */
const adjustRuleSchema = z.strictObject({
  ...ruleBase,
  type: z.literal('adjust'),
  criterion: z.enum(['relevance', 'quality', 'latency', 'availability']),
  amount: z.number().min(-1).max(1),
});
/** Fires on the requirements alone → the weight of a criterion is multiplied by `factor`. */
const weightRuleSchema = z.strictObject({
  ...ruleBase,
  type: z.literal('weight'),
  criterion: z.enum(['relevance', 'quality', 'latency', 'availability']),
  factor: z.number().min(0).max(10),
});
/** Fires → only a remark is shown with the candidate. */
const noteRuleSchema = z.strictObject({ ...ruleBase, type: z.literal('note') });
export const ruleSchema = z.discriminatedUnion('type', [
  filterRuleSchema,
  adjustRuleSchema,
  weightRuleSchema,
  noteRuleSchema,
]);
export type Rule = z.infer<typeof ruleSchema>;
export type FilterRule = z.infer<typeof filterRuleSchema>;

export const CRITERIA = ['relevance', 'quality', 'latency', 'availability'] as const;
export type Criterion = (typeof CRITERIA)[number];

export const scoringSchema = z.strictObject({
  weights: z.record(z.enum(CRITERIA), z.number().min(0)),
  weightsRationale: z.string(),
  fit: z.record(fitSchema, z.number().min(0).max(1)),
  fitRationale: z.string(),
  /** Value of a criterion where the fact is not known. */
  unknown: z.strictObject({ quality: z.number(), latency: z.number(), rationale: z.string() }),
  availability: z.record(z.enum(RUNS_HERE), z.number().min(0).max(1)),
  availabilityRationale: z.string(),
  /** score = 1 at `bestMs`, 0 at `worstMs`, linear in the logarithm. */
  latency: z.strictObject({
    bestMs: z.number().positive(),
    worstMs: z.number().positive(),
    rationale: z.string(),
  }),
  /** Effective speed used for estimates, in 10⁹ operations a second. */
  estimate: z.strictObject({ gigaOpsPerSecond: z.number().positive(), rationale: z.string(), source: url }),
  /** Small computers, by how many times longer they take than the laptop of the published latencies. */
  devices: z.record(
    z.enum(['phone', 'raspberryPi']),
    z.strictObject({ timesSlower: z.number().positive(), rationale: z.string(), source: url }),
  ),
  /** Fixed ends of each published measure: chance (0) and the best possible value (1). */
  anchors: z.array(
    z.strictObject({
      metric: z.string(),
      dataset: z.string(),
      tasks: z.array(taskIdSchema).min(1),
      floor: z.number(),
      ceiling: z.number(),
      rationale: z.string(),
    }),
  ),
});
export type Scoring = z.infer<typeof scoringSchema>;

const cue = z.strictObject({ pattern: z.string() });
/** Words of constraints: what in a description means which value. */
export const lexiconSchema = z.strictObject({
  hardware: z.array(cue.extend({ value: z.enum(['phone', 'browser', 'edge', 'laptop', 'server', 'gpu']) })),
  licence: z.array(cue.extend({ value: z.enum(['commercial', 'permissive', 'any']) })),
  access: z.array(cue.extend({ value: z.enum(['open', 'paid-api', 'any']) })),
  priority: z.array(cue.extend({ value: z.enum(['accuracy', 'speed', 'size']) })),
  offline: z.array(cue),
  languages: z.array(cue.extend({ value: z.string().regex(/^[a-z]{2}$/), name: localisedSchema })),
  multilingual: z.array(cue),
  fewSamples: z.array(cue),
  manySamples: z.array(cue),
  /** Tasks that counting words and letters solves, without a pretrained model. */
  wordsSuffice: z.array(cue),
  sampleNouns: z.string(),
  sampleNounsZh: z.string(),
  imageNouns: z.string(),
  textNouns: z.string(),
  audioNouns: z.string(),
  seriesNouns: z.string(),
  policyNouns: z.string(),
  /** Words right before or after those of a condition that deny it; `before` is asked of the text up to there. */
  denials: z.strictObject({ before: z.array(cue), after: z.array(cue) }),
});
export type Lexicon = z.infer<typeof lexiconSchema>;

/** A transfer-learning framework and when to use it; snippets are keyed by task, `{hubId}` etc. are filled in. */
export const frameworkSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  url,
  licence: z.string(),
  source: url,
  when: localisedSchema,
  kinds: z.array(kindSchema),
  hardware: z.array(z.enum(['phone', 'browser', 'edge', 'laptop', 'server', 'gpu'])),
  strength: z.number().min(0).max(1),
});
export type Framework = z.infer<typeof frameworkSchema>;

/** A starter for one framework: used for the models and tasks it lists (empty models: any with the field it needs). */
export const snippetSchema = z.strictObject({
  framework: z.string(),
  tasks: z.array(taskIdSchema),
  models: z.array(z.string()),
  language: z.enum(['python', 'javascript', 'text']),
  /** Names by which the framework knows each model, for `{name}`. */
  names: z.record(z.string(), z.string()),
  code: z.string(),
  source: url,
});
export type Snippet = z.infer<typeof snippetSchema>;
