/**
 * `knowledge/*.json` → checked Knowledge. Read once a process, on first use; every file is named here, none is
 * scanned for. A file that does not fit its schema stops the bot with the file and the place in it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  type Framework,
  frameworkSchema,
  type Lexicon,
  lexiconSchema,
  type ModelEntry,
  modelEntrySchema,
  type Rule,
  ruleSchema,
  type Scoring,
  type Snippet,
  scoringSchema,
  snippetSchema,
  type Task,
  taskSchema,
  type Unserved,
  unservedSchema,
} from '../../knowledge/schema.ts';
import { type Vocabulary, vocabularySchema } from '../../knowledge/vocabulary/schema.ts';
import { UserError } from '../errors.ts';
import { withPlace } from './runs-here.ts';

export interface Knowledge {
  models: ModelEntry[];
  tasks: Task[];
  unserved: Unserved[];
  rules: Rule[];
  scoring: Scoring;
  lexicon: Lexicon;
  vocabularies: Vocabulary[];
  frameworks: Framework[];
  snippets: Snippet[];
}

const MODEL_FILES = ['image', 'text', 'generation', 'audio', 'series', 'policy'] as const;
const VOCABULARY_FILES = ['en', 'de', 'fr', 'es', 'pt', 'ru', 'ja', 'ko'] as const;
const RULE_FILES = ['filters', 'preferences', 'notes'] as const;
const KNOWLEDGE_DIR = fileURLToPath(new URL('../../knowledge/', import.meta.url));

function readJson<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new UserError('bad-knowledge', {
    path,
    at: issue.path.join('.') || 'its root',
    reason: issue.message,
  });
}

/** Reads and checks all files below `dir` (with a final slash). @throws UserError `bad-knowledge` */
export function readKnowledge(dir: string): Knowledge {
  return {
    models: MODEL_FILES.flatMap((name) =>
      readJson(`${dir}models/${name}.json`, z.array(modelEntrySchema)).map(withPlace),
    ),
    tasks: readJson(`${dir}tasks/served.json`, z.array(taskSchema)),
    unserved: readJson(`${dir}tasks/unserved.json`, z.array(unservedSchema)),
    rules: RULE_FILES.flatMap((name) => readJson(`${dir}rules/${name}.json`, z.array(ruleSchema))),
    scoring: readJson(`${dir}scoring.json`, scoringSchema),
    lexicon: readJson(`${dir}lexicon.json`, lexiconSchema),
    vocabularies: VOCABULARY_FILES.map((name) => readJson(`${dir}vocabulary/${name}.json`, vocabularySchema)),
    frameworks: readJson(`${dir}frameworks/frameworks.json`, z.array(frameworkSchema)),
    snippets: readJson(`${dir}frameworks/snippets.json`, z.array(snippetSchema)),
  };
}

let loaded: Knowledge | null = null;

/** The project's own knowledge, read on first use. */
export function loadKnowledge(): Knowledge {
  loaded ??= readKnowledge(KNOWLEDGE_DIR);
  return loaded;
}

export function findModel(id: string): ModelEntry | null {
  return loadKnowledge().models.find((model) => model.id === id) ?? null;
}

/** The smallest text encoder of the Hub that can be tuned here and knows the language; null when none does. */
export function findEncoderFor(language: string): ModelEntry | null {
  const known = loadKnowledge().models.filter(
    ({ runsHere, hubId, fits, languages }) =>
      runsHere === 'hub' &&
      hubId !== null &&
      fits['text-classification'] !== undefined &&
      fits['text-generation'] === undefined &&
      (languages.includes(language) || languages.includes('*')),
  );
  const size = ({ params }: ModelEntry) => params?.value ?? Number.POSITIVE_INFINITY;
  return known.toSorted((a, b) => size(a) - size(b))[0] ?? null;
}
