/**
 * Slash options + free text (English, Chinese, and what `gloss.ts` puts into English) + dataset profile (+ what a chat model read) → Requirements. Options
 * win over the data set, the data set over words, words over a chat model, and that over similarity. Everything that
 * was concluded is listed in `understood`, with the words it came from.
 */
import type { TaskId } from '../../../knowledge/schema.ts';
import { type Knowledge, loadKnowledge } from '../../catalogue/knowledge.ts';
import type { DatasetProfile } from '../../datasets/dataset.ts';
import { type Requirements, sizeFlags, type Understood } from '../requirements.ts';
import { type Found, readConstraints } from './constraints.ts';
import { readFamilies } from './families.ts';
import { glossRequest } from './gloss.ts';
import type { Hints } from './hints.ts';
import { readLanguages } from './languages.ts';
import { type CheckedOptions, checkOptions, type RecommendOptions, type Setting } from './options.ts';
import { readClassCount, readLatencyMs, readSampleCount, readSizeMiB, withDigits } from './quantities.ts';
import { guessTask } from './task.ts';
import { normalise } from './text.ts';

interface UnderstandInput {
  description?: string | null;
  options?: RecommendOptions;
  profile?: DatasetProfile | null;
  /** Null or absent where no chat model is configured, or it was of no use. */
  hints?: Hints | null;
}

/** Where a value can come from, in the order in which they win. */
interface Sources<T> {
  option: Setting<T>;
  dataset?: T | null;
  words: Found<T> | null;
  model?: Found<T> | null | undefined;
}

/** Keeps the list of what was understood while the values are settled one by one. */
class Notes {
  readonly understood: Understood[] = [];

  say(field: Understood['field'], value: string, source: Understood['source'], evidence: string): void {
    this.understood.push({ field, value, source, evidence });
  }

  settle<T extends string | number | boolean>(
    field: Understood['field'],
    { option, dataset, words, model }: Sources<T>,
  ): T | null {
    if (option !== undefined) {
      this.say(field, `${option ?? 'any'}`, 'option', `${option ?? 'any'}`);
      return option;
    }
    if (dataset !== undefined && dataset !== null) {
      this.say(field, `${dataset}`, 'dataset', `${dataset}`);
      return dataset;
    }
    const found = words ?? model;
    if (!found) return null;
    this.say(field, `${found.value}`, words ? 'words' : 'model', found.evidence);
    return found.value;
  }
}

const taskIds = ({ tasks }: Knowledge): TaskId[] => tasks.map(({ id }) => id);

/** Bad options are refused before anything slow begins. @throws UserError `bad-option` */
export function refuseBadOptions(options: RecommendOptions): void {
  checkOptions(options, taskIds(loadKnowledge()));
}

/** @throws UserError `bad-option` */
export function understand(input: UnderstandInput): Requirements {
  const knowledge = loadKnowledge();
  const options = checkOptions(input.options ?? {}, taskIds(knowledge));
  const description = (input.description ?? '').slice(0, 2_000);
  const glossed = glossRequest(description, knowledge);
  const settling: Settling = {
    text: normalise(glossed.text),
    written: glossed.language,
    options,
    hints: input.hints ?? null,
    knowledge,
    notes: new Notes(),
    profile: input.profile ?? null,
  };
  // In the order in which the answer lists what was understood.
  const families = settleFamilies(glossed.text, settling);
  const task = settleTask(settling, families.named);
  const conditions = settleConditions(settling);
  const amounts = settleAmounts(settling);
  const languages = settleLanguages(settling, task.task);
  return {
    description,
    task: task.task,
    kind: task.kind,
    unserved: task.unserved,
    ...conditions,
    ...amounts,
    languages,
    named: families.named,
    excluded: families.excluded,
    top: options.top,
    understood: settling.notes.understood.map((one) =>
      one.source === 'words' ? { ...one, evidence: glossed.original(one.evidence) } : one,
    ),
  };
}

/** What every value is settled from, and the list that tells of it. */
interface Settling {
  text: string;
  /** The language of the request, where it was recognised. */
  written: string | null;
  options: CheckedOptions;
  hints: Hints | null;
  knowledge: Knowledge;
  notes: Notes;
  profile: DatasetProfile | null;
}

function settleFamilies(description: string, { knowledge, notes }: Settling) {
  const families = readFamilies(description, knowledge.models);
  const tell = (field: 'families' | 'excluded', words: readonly string[]) => {
    if (words.length > 0) notes.say(field, words.join(', '), 'words', words.join(', '));
  };
  tell('families', families.namedWords);
  tell('excluded', families.excludedWords);
  return families;
}

/** @param named ids of the models that the description names */
function settleTask({ text, options, hints, knowledge, notes, profile }: Settling, named: string[]) {
  const task = guessTask({
    text,
    wanted: options.task,
    profile,
    named,
    knowledge,
    hint: hints?.task ?? null,
  });
  notes.understood.push(...task.understood);
  return task;
}

function settleLanguages(
  { text, written, options, hints, knowledge, notes, profile }: Settling,
  task: Requirements['task'],
): string[] {
  const { languages, understood } = readLanguages({
    text,
    written,
    option: options.language,
    profile,
    task,
    knowledge,
    hint: hints?.language ?? null,
  });
  notes.understood.push(...understood);
  return languages;
}

function settleConditions({ text, options, hints, knowledge, notes }: Settling) {
  const words = readConstraints(text, knowledge.lexicon);
  const yes = (evidence: string | null) => (evidence === null ? null : { value: true as const, evidence });
  return {
    licence:
      notes.settle('licence', {
        option: options.licence,
        words: words.licence,
        model: hints?.licence,
      }) ?? 'any',
    access:
      notes.settle('access', {
        option: options.access,
        words: words.access,
        model: hints?.access,
      }) ?? 'any',
    priority:
      notes.settle('priority', {
        option: options.priority,
        words: words.priority,
        model: hints?.priority,
      }) ?? 'balanced',
    hardware: notes.settle('hardware', {
      option: options.hardware,
      words: words.hardware,
      model: hints?.hardware,
    }),
    offline:
      notes.settle('offline', { option: undefined, words: yes(words.offline), model: hints?.offline }) ??
      false,
    continuousActions:
      notes.settle<string>('actions', {
        option: undefined,
        words: words.continuousActions ? { value: 'continuous', evidence: words.continuousActions } : null,
      }) !== null,
    maxLatencyMs: notes.settle('latency', {
      option: options.maxLatencyMs,
      words: readLatencyMs(text),
      model: hints?.maxLatencyMs,
    }),
    maxSizeMiB: notes.settle('size', {
      option: options.maxSizeMiB,
      words: readSizeMiB(text),
      model: hints?.maxSizeMiB,
    }),
  };
}

function settleAmounts({ text, options, hints, knowledge, notes, profile }: Settling) {
  const words = readConstraints(text, knowledge.lexicon);
  const counted = withDigits(text);
  const classCount = notes.settle('classes', {
    option: options.classes,
    dataset: profile?.classes.length || null,
    words: readClassCount(counted, knowledge.lexicon),
    model: hints?.classCount,
  });
  const sampleCount = notes.settle('samples', {
    option: options.samples,
    dataset: profile?.sampleCount ?? null,
    words: readSampleCount(counted, knowledge.lexicon, classCount),
    model: hints?.sampleCount,
  });
  const flags = sizeFlags(sampleCount, classCount);
  return {
    classCount,
    sampleCount,
    wordsSuffice: words.wordsSuffice,
    fewSamples: flags.fewSamples || (sampleCount === null && words.few),
    manySamples: flags.manySamples || (sampleCount === null && words.many),
  };
}
