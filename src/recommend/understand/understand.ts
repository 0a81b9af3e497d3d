/**
 * Slash options + free text (English, Chinese) + dataset profile → Requirements, without a language model.
 * Options win over the data set, the data set over words, words over similarity. Everything that was
 * concluded is listed in `understood`, with the words it came from.
 */
import type { TaskId } from '../../../knowledge/schema.ts';
import type { DatasetProfile } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import { loadKnowledge } from '../knowledge.ts';
import {
  ACCESS_WISHES,
  HARDWARE,
  LICENCE_WISHES,
  PRIORITIES,
  type Requirements,
  sizeFlags,
  type Understood,
} from '../requirements.ts';
import { readConstraints } from './constraints.ts';
import { readFamilies } from './families.ts';
import { readLanguages } from './languages.ts';
import { readClassCount, readLatencyMs, readSampleCount, readSizeMiB } from './quantities.ts';
import { guessTask } from './task.ts';
import { normalise } from './text.ts';

/** As the slash command gives them; all optional, checked here. */
export interface RecommendOptions {
  task?: string | null;
  licence?: string | null;
  access?: string | null;
  /** `50`, `50ms` or `0.2s`; a bare number is milliseconds. */
  maxLatency?: string | number | null;
  language?: string | null;
  hardware?: string | null;
  priority?: string | null;
  top?: number | null;
}

export interface UnderstandInput {
  description?: string | null;
  options?: RecommendOptions;
  profile?: DatasetProfile | null;
}

function choice<const T extends readonly string[]>(
  name: string,
  value: string | null | undefined,
  allowed: T,
): T[number] | null {
  if (value === null || value === undefined || value === '') return null;
  if (allowed.includes(value)) return value;
  throw new UserError(
    'bad-option',
    `The option ${name} cannot be “${value}”. It can be: ${allowed.join(', ')}.`,
    { context: { option: name, value } },
  );
}

function latencyOption(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|毫秒|s|秒)?\s*$/i.exec(String(value));
  const ms = match ? Number(match[1]) * (/^(s|秒)$/i.test(match[2] ?? 'ms') ? 1000 : 1) : 0;
  if (ms > 0) return ms;
  throw new UserError(
    'bad-option',
    `The option max-latency cannot be “${value}”. Write for instance 50ms or 0.2s.`,
    {
      context: { option: 'max-latency', value },
    },
  );
}

/** @throws UserError `bad-option` */
export function understand(input: UnderstandInput): Requirements {
  const knowledge = loadKnowledge();
  const options = input.options ?? {};
  const profile = input.profile ?? null;
  const description = (input.description ?? '').slice(0, 2_000);
  const text = normalise(description);
  const understood: Understood[] = [];
  const say = (field: Understood['field'], value: string, source: Understood['source'], evidence: string) =>
    understood.push({ field, value, source, evidence });

  const families = readFamilies(description, knowledge.models);
  if (families.named.length > 0)
    say('families', families.namedWords.join(', '), 'words', families.namedWords.join(', '));
  if (families.excluded.length > 0)
    say('excluded', families.excludedWords.join(', '), 'words', families.excludedWords.join(', '));

  const taskIds = knowledge.tasks.map((task) => task.id);
  const wanted = choice('task', options.task, taskIds as readonly TaskId[]);
  const task = guessTask({ text, wanted, profile, named: families.named, knowledge });
  understood.push(...task.understood);

  const constraints = readConstraints(text, knowledge.lexicon);
  const pick = <T extends string>(
    field: Understood['field'],
    option: T | null,
    word: { value: T; evidence: string } | null,
    fallback: T,
  ): T => {
    if (option !== null) say(field, option, 'option', option);
    else if (word !== null) say(field, word.value, 'words', word.evidence);
    return option ?? word?.value ?? fallback;
  };
  const licence = pick(
    'licence',
    choice('licence', options.licence, LICENCE_WISHES),
    constraints.licence,
    'any',
  );
  const access = pick('access', choice('access', options.access, ACCESS_WISHES), constraints.access, 'any');
  const priority = pick(
    'priority',
    choice('priority', options.priority, PRIORITIES),
    constraints.priority,
    'balanced',
  );
  const hardwareOption = choice('hardware', options.hardware, HARDWARE);
  const hardware = hardwareOption ?? constraints.hardware?.value ?? null;
  if (hardware !== null)
    say(
      'hardware',
      hardware,
      hardwareOption ? 'option' : 'words',
      constraints.hardware?.evidence ?? hardware,
    );
  if (constraints.offline) say('offline', 'true', 'words', constraints.offline);
  if (constraints.continuousActions) say('actions', 'continuous', 'words', constraints.continuousActions);

  const latencyFromOption = latencyOption(options.maxLatency);
  const latencyFromText = readLatencyMs(text);
  const maxLatencyMs = latencyFromOption ?? latencyFromText?.value ?? null;
  if (maxLatencyMs !== null)
    say(
      'latency',
      `${maxLatencyMs}`,
      latencyFromOption ? 'option' : 'words',
      latencyFromText?.evidence ?? `${maxLatencyMs}`,
    );
  const size = readSizeMiB(text);
  if (size) say('size', `${size.value}`, 'words', size.evidence);

  const classes = readClassCount(text);
  const classCount =
    profile && profile.classes.length > 0 ? profile.classes.length : (classes?.value ?? null);
  if (classCount !== null)
    say(
      'classes',
      `${classCount}`,
      profile?.classes.length ? 'dataset' : 'words',
      classes?.evidence ?? `${classCount}`,
    );
  const samples = readSampleCount(text, knowledge.lexicon, classCount);
  const sampleCount = profile?.sampleCount ?? samples?.value ?? null;
  if (sampleCount !== null)
    say('samples', `${sampleCount}`, profile ? 'dataset' : 'words', samples?.evidence ?? `${sampleCount}`);
  const flags = sizeFlags(sampleCount, classCount);

  const languages = readLanguages({
    text,
    option: options.language ?? null,
    profile,
    task: task.task,
    knowledge,
  });
  understood.push(...languages.understood);

  return {
    description,
    task: task.task,
    kind: task.kind,
    unserved: task.unserved,
    licence,
    access,
    maxLatencyMs,
    maxSizeMiB: size?.value ?? null,
    hardware,
    priority,
    offline: constraints.offline !== null,
    sampleCount,
    classCount,
    fewSamples: flags.fewSamples || (sampleCount === null && constraints.few),
    manySamples: flags.manySamples || (sampleCount === null && constraints.many),
    continuousActions: constraints.continuousActions !== null,
    languages: languages.languages,
    named: families.named,
    excluded: families.excluded,
    top: Math.min(10, Math.max(1, Math.round(options.top ?? 3))),
    understood,
  };
}
