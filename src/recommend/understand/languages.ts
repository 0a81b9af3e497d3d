/** Languages of the data: option, data set, words, else the language the person writes in. */
import type { TaskId } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { DatasetProfile } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import type { Understood } from '../requirements.ts';
import type { Found } from './constraints.ts';
import { matchCue } from './text.ts';

/** Tasks whose input is written or spoken words, so that the language matters. */
const WORDED: readonly TaskId[] = [
  'text-classification',
  'sentence-embedding',
  'text-generation',
  'token-classification',
  'question-answering',
  'speech-recognition',
];

interface LanguageInput {
  text: string;
  /** The language of the request itself, where it was recognised. */
  written: string | null;
  option: string | null;
  profile: DatasetProfile | null;
  task: TaskId | null;
  knowledge: Knowledge;
  /** What a chat model read; asked after the words. */
  hint: Found<string> | null;
}

function fromOption(option: string, knowledge: Knowledge): string[] {
  const value = option.trim().toLowerCase();
  if (['*', 'multi', 'multilingual', '多语言'].includes(value)) return ['*'];
  const code = /^([a-z]{2})([-_]\w+)?$/.exec(value)?.[1];
  const byName = knowledge.lexicon.languages.find(({ pattern }) => matchCue(value, pattern) !== null)?.value;
  if (byName ?? code) return [byName ?? code!];
  throw new UserError('bad-language-option', { value: option });
}

function fromWords(text: string, knowledge: Knowledge): { languages: string[]; evidence: string } | null {
  for (const { pattern } of knowledge.lexicon.multilingual) {
    const evidence = matchCue(text, pattern);
    if (evidence) return { languages: ['*'], evidence };
  }
  const found = knowledge.lexicon.languages.flatMap(({ pattern, value }) => {
    const evidence = matchCue(text, pattern);
    return evidence ? [{ value, evidence }] : [];
  });
  if (found.length === 0) return null;
  return {
    // Models are made for one language, for a pair, or for many.
    languages: found.length > 2 ? ['*'] : found.map(({ value }) => value),
    evidence: found.map(({ evidence }) => evidence).join(', '),
  };
}

export function readLanguages(input: LanguageInput): { languages: string[]; understood: Understood[] } {
  const { text, written, option, profile, task, knowledge, hint } = input;
  const answer = (languages: string[], source: Understood['source'], evidence: string) => ({
    languages,
    understood: [{ field: 'language' as const, value: languages.join(', '), source, evidence }],
  });
  if (option) return answer(fromOption(option, knowledge), 'option', option);
  if (task === null || !WORDED.includes(task)) return { languages: [], understood: [] };
  if (profile?.language) return answer([profile.language], 'dataset', profile.language);
  const words = fromWords(text, knowledge);
  if (words) return answer(words.languages, 'words', words.evidence);
  if (hint) return answer([hint.value], 'model', hint.evidence);
  return answer([written ?? 'en'], 'assumed', '');
}
