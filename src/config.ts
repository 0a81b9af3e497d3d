/**
 * Environment → Config. The one place that reads `process.env`; every variable stands in `.env.example`.
 * Throws a UserError that names the variable, the value seen and what is expected.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './errors.ts';

const optional = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim()));
const list = optional.transform((value) =>
  value === undefined ? [] : value.split(',').map((item) => item.trim()),
);
const integer = (fallback: number, min: number, max: number) =>
  optional
    .pipe(z.coerce.number<string>().int().min(min).max(max).optional())
    .transform((value) => value ?? fallback);

const dollars = optional.pipe(z.coerce.number<string>().min(0).max(100_000).optional());
/** Over https, or on this machine. */
const serviceUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text));

const environmentSchema = z.object({
  DISCORD_TOKEN: optional,
  /** `0/4`: the first of four bot processes that share the servers of one bot between them; `auto`: all shards in one. */
  SHARD: optional.pipe(
    z
      .string()
      .regex(/^(auto|\d{1,4}\/\d{1,4})$/)
      .refine((text) => text === 'auto' || Number(text.split('/')[0]) < Number(text.split('/')[1]))
      .optional(),
  ),
  DATA_DIR: optional.transform((value) => resolve(value ?? './data')),
  DATABASE_URL: optional,
  STORAGE_URL: optional,
  /** Where the world reaches the files that Discord does not take; unset: no links, but those of an S3 store. */
  PUBLIC_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  LINK_HOST: optional.transform((value) => value ?? '127.0.0.1'),
  LINK_PORT: integer(8788, 0, 65_535),
  /** Health and metrics over HTTP; unset: none. */
  HEALTH_PORT: optional.pipe(z.coerce.number<string>().int().min(0).max(65_535).optional()),
  HEALTH_HOST: optional.transform((value) => value ?? '127.0.0.1'),
  /** How long a start waits for a database or a storage that does not answer yet. */
  STARTUP_WAIT_SECONDS: integer(60, 0, 3_600),
  PLAYGROUND_PORT: integer(8787, 0, 65_535),
  LOG_LEVEL: optional.pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional()),
  /** Extra hosts (host or host:port) from which attachments may be fetched, beside Discord's CDN. */
  ATTACHMENT_HOSTS: list,
  /** Hosts (host or host:port) from which the data set of a `source` address may be fetched. */
  DATASET_HOSTS: list,
  MAX_ATTACHMENT_MIB: integer(100, 1, 2_048),
  /** Largest data set that is fetched from a URL or the Hub. */
  MAX_DATASET_MIB: integer(1_024, 1, 16_384),
  WORKER_CONCURRENCY: integer(1, 0, 16),
  TRAINER_MEMORY_MIB: integer(3_072, 512, 65_536),
  MAX_BUDGET_SECONDS: integer(3_600, 10, 86_400),
  /** What trains heads and tuned layers; the trainer reads it itself. */
  ENGINE: optional.pipe(z.enum(['auto', 'onnxruntime', 'tensorflow']).optional()),
  /** What ONNX Runtime runs on beside the processor; the trainer reads it itself. */
  ACCELERATOR: optional.pipe(z.enum(['auto', 'none', 'webgpu', 'cuda', 'coreml', 'directml']).optional()),
  /** Whether children are shut off from the network and other processes where the system allows it. */
  ISOLATION: optional.pipe(z.enum(['auto', 'none']).optional()),
  RUNS_PER_USER: integer(3, 1, 1_000),
  RUNS_PER_GUILD: integer(10, 1, 10_000),
  RUNS_IN_ALL: integer(100, 1, 100_000),
  /** Ids of the servers that the bot serves; empty: all that it is in. */
  ALLOWED_GUILDS: list,
  /** Bytes that Runs may keep in storage: data sets, models, reports. */
  STORED_GIB_PER_USER: integer(20, 1, 100_000),
  STORED_GIB_PER_GUILD: integer(100, 1, 100_000),
  STORED_GIB_IN_ALL: integer(1_000, 1, 1_000_000),
  /** Below so much free space on the disk of DATA_DIR no work begins. */
  MIN_FREE_MIB: integer(512, 0, 1_048_576),
  /** What is fetched and computed for Runs is kept up to so much; 0: without limit. */
  MAX_CACHE_MIB: integer(20_480, 0, 16_777_216),
  /** Runs that ended longer ago are deleted with their models; 0: never. */
  KEEP_RUNS_DAYS: integer(180, 0, 36_500),
  /** Attached files of Runs that ended longer ago are deleted, and features computed longer ago; 0: with the Run. */
  KEEP_UPLOADS_DAYS: integer(30, 0, 36_500),
  /** What `/recommend`, and a `/finetune` that waits for a choice, keep for their buttons. */
  KEEP_RECOMMENDATIONS_DAYS: integer(7, 1, 365),
  /** Told by `/privacy`: an address or a name for questions, and the operator's own pages. */
  OPERATOR_CONTACT: optional,
  PRIVACY_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  TERMS_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  /** Role ids that may train; empty: everybody whom Discord lets use the command. */
  TRAINER_ROLES: list,
  HF_ENDPOINT: optional.transform((value) => (value ?? 'https://huggingface.co').replace(/\/+$/, '')),
  HF_TOKEN: optional,
  /** Private and gated repositories that everybody may use through the token: `owner/name`, `owner/*` or `*`. */
  HUB_PRIVATE_REPOS: list,
  /** A public OAuth app of the Hub, with which people agree that the bot pushes to their account. */
  HF_OAUTH_CLIENT_ID: optional,
  /** A token of the operator with which /export pushes, for whoever may use the command. */
  HF_PUSH_TOKEN: optional,
  /** Repositories to which it may push: `owner/name`, `owner/*`. */
  HUB_PUSH_REPOS: list,
  /** Largest pretrained model that is fetched from the Hub. */
  MAX_MODEL_MIB: integer(1_024, 1, 16_384),
  /** Whether `model:auto` and the measuring of `/recommend` fetch models of the Hub by themselves. */
  HUB_AUTO: optional.pipe(z.enum(['on', 'off']).optional()),
  /** What one measuring, or one `model:auto`, may fetch. */
  MEASURE_MAX_MIB: integer(512, 0, 65_536),
  /** How long one measuring of `/recommend` may take, downloads too. */
  MEASURE_SECONDS: integer(180, 10, 780),
  /** `provider:model`, e.g. `openai:gpt-5-mini`, `anthropic:claude-haiku-4-5`, `ollama:llama3.2`. */
  LLM_MODEL: optional,
  LLM_BASE_URL: optional,
  LLM_API_KEY: optional,
  /** A key of Together AI: with it `/finetune model:together:…` tunes there, for the operator's money. */
  TOGETHER_API_KEY: optional,
  TOGETHER_URL: optional.pipe(serviceUrl.optional()).transform((url) => url ?? 'https://api.together.ai/v1'),
  /** Dollars a million tokens that a job processes, and the least that a job costs. */
  TOGETHER_PRICE: dollars,
  TOGETHER_LEAST: dollars,
  /** A service that speaks OpenAI's API, for `model:remote:…`: where it is, its key, its name for people, its price. */
  REMOTE_TUNING_URL: optional.pipe(serviceUrl.optional()),
  REMOTE_TUNING_KEY: optional,
  REMOTE_TUNING_NAME: optional,
  REMOTE_TUNING_PRICE: dollars,
  /** The most that one Run may cost at a service. */
  REMOTE_TUNING_LIMIT: dollars,
  /** Calls of the chat model a person and day; a `/recommend` makes up to two. */
  LLM_CALLS_PER_PERSON: integer(100, 0, 1_000_000),
});

export interface ConfiguredService {
  name: string;
  url: string;
  key: string;
  dollarsPerMillion: number | undefined;
  /** That any job costs. */
  leastDollars: number;
}

const MOST_DOLLARS = 10;

/** Services where models are tuned for the operator's money; those without a key are off. */
function tuningOf(env: z.infer<typeof environmentSchema>) {
  const together: ConfiguredService | null = env.TOGETHER_API_KEY
    ? {
        name: 'Together AI',
        url: env.TOGETHER_URL.replace(/\/+$/, ''),
        key: env.TOGETHER_API_KEY,
        dollarsPerMillion: env.TOGETHER_PRICE,
        leastDollars: env.TOGETHER_LEAST ?? 0,
      }
    : null;
  const url = env.REMOTE_TUNING_URL?.replace(/\/+$/, '');
  const remote: ConfiguredService | null =
    url && env.REMOTE_TUNING_KEY
      ? {
          name: env.REMOTE_TUNING_NAME ?? new URL(url).host,
          url,
          key: env.REMOTE_TUNING_KEY,
          dollarsPerMillion: env.REMOTE_TUNING_PRICE,
          leastDollars: 0,
        }
      : null;
  return { services: { together, remote }, maxDollars: env.REMOTE_TUNING_LIMIT ?? MOST_DOLLARS };
}

/** The part of the bot's servers that this process serves; all of them: 0 of 1. */
export interface Shard {
  index: number;
  count: number;
}

function parseShard(text: string): Shard {
  if (text === 'auto') return { index: 0, count: 1 };
  const [index, count] = text.split('/').map(Number);
  return { index: index!, count: count! };
}

/** Reads and checks the environment. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = issue.path.join('.');
    throw new UserError('bad-environment', { name, value: environment[name] ?? '', reason: issue.message });
  }
  const env = parsed.data;
  return {
    discordToken: env.DISCORD_TOKEN,
    shard: parseShard(env.SHARD ?? 'auto'),
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    storageUrl: env.STORAGE_URL,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    linkHost: env.LINK_HOST,
    linkPort: env.LINK_PORT,
    healthPort: env.HEALTH_PORT,
    healthHost: env.HEALTH_HOST,
    startupWaitSeconds: env.STARTUP_WAIT_SECONDS,
    playgroundPort: env.PLAYGROUND_PORT,
    logLevel: env.LOG_LEVEL ?? 'info',
    attachmentHosts: env.ATTACHMENT_HOSTS,
    datasetHosts: env.DATASET_HOSTS,
    maxDatasetBytes: env.MAX_DATASET_MIB * 2 ** 20,
    maxAttachmentBytes: env.MAX_ATTACHMENT_MIB * 2 ** 20,
    workerConcurrency: env.WORKER_CONCURRENCY,
    trainerMemoryMiB: env.TRAINER_MEMORY_MIB,
    maxBudgetSeconds: env.MAX_BUDGET_SECONDS,
    engine: env.ENGINE ?? 'auto',
    accelerator: env.ACCELERATOR ?? 'auto',
    isolation: env.ISOLATION ?? 'auto',
    quota: {
      perUser: env.RUNS_PER_USER,
      perGuild: env.RUNS_PER_GUILD,
      inAll: env.RUNS_IN_ALL,
      bytes: {
        user: env.STORED_GIB_PER_USER * 2 ** 30,
        guild: env.STORED_GIB_PER_GUILD * 2 ** 30,
        all: env.STORED_GIB_IN_ALL * 2 ** 30,
      },
    },
    minFreeBytes: env.MIN_FREE_MIB * 2 ** 20,
    maxCacheBytes: env.MAX_CACHE_MIB * 2 ** 20,
    keepDays: {
      runs: env.KEEP_RUNS_DAYS,
      uploads: env.KEEP_UPLOADS_DAYS,
      recommendations: env.KEEP_RECOMMENDATIONS_DAYS,
    },
    operator: { contact: env.OPERATOR_CONTACT, privacyUrl: env.PRIVACY_URL, termsUrl: env.TERMS_URL },
    allowedGuilds: env.ALLOWED_GUILDS,
    trainerRoles: env.TRAINER_ROLES,
    hub: { endpoint: env.HF_ENDPOINT, token: env.HF_TOKEN, privateRepos: env.HUB_PRIVATE_REPOS },
    hubPush: { clientId: env.HF_OAUTH_CLIENT_ID, token: env.HF_PUSH_TOKEN, repos: env.HUB_PUSH_REPOS },
    tuning: tuningOf(env),
    maxModelBytes: env.MAX_MODEL_MIB * 2 ** 20,
    measure: {
      fromHub: env.HUB_AUTO !== 'off',
      maxMiB: env.MEASURE_MAX_MIB,
      seconds: env.MEASURE_SECONDS,
    },
    llm: env.LLM_MODEL
      ? {
          model: env.LLM_MODEL,
          baseUrl: env.LLM_BASE_URL,
          apiKey: env.LLM_API_KEY,
          callsPerPerson: env.LLM_CALLS_PER_PERSON,
        }
      : null,
  };
}

export type Config = ReturnType<typeof readConfig>;
