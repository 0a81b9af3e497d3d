/**
 * Which task does a description ask for? Cues of the tasks (weighted), cues of what cannot be served, the
 * kind of the attached data, and at last the similarity of character n-grams with example requests.
 */
import type { TaskId } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { DatasetProfile } from '../../datasets/dataset.ts';
import type { Requirements, Understood } from '../requirements.ts';
import type { Found } from './constraints.ts';
import { nearestRequest } from './similarity.ts';
import { matchCue } from './text.ts';

interface TaskInput {
  text: string;
  wanted: TaskId | null;
  profile: DatasetProfile | null;
  named: readonly string[];
  knowledge: Knowledge;
  /** What a chat model read; asked after the words and before similarity. */
  hint: Found<TaskId> | null;
}
interface TaskGuess extends Pick<Requirements, 'task' | 'kind' | 'unserved'> {
  understood: Understood[];
}

const DEFAULT_TASK: Record<DatasetProfile['kind'], TaskId> = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
  series: 'series-forecasting',
  policy: 'offline-policy',
  prose: 'text-generation',
};

/** Plain text is text to the catalogue. */
const ownKind = ({ kind }: DatasetProfile) => (kind === 'prose' ? 'text' : kind);

/** Below this cosine similarity nothing is concluded; chosen on the tuning half of the panel. */
const SIMILAR_ENOUGH = 0.3;

function scoreTasks(text: string, knowledge: Knowledge) {
  return knowledge.tasks
    .map((task, order) => {
      let score = 0;
      let evidence = '';
      for (const cue of task.cues) {
        const match = matchCue(text, cue.pattern);
        if (match === null) continue;
        if (evidence === '' || cue.weight > 2) evidence = evidence || match;
        score += cue.weight;
      }
      return { task, order, score, evidence };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order);
}

function findUnserved(text: string, knowledge: Knowledge) {
  for (const request of knowledge.unserved) {
    if (request.unless.some((pattern) => matchCue(text, pattern) !== null)) continue;
    for (const pattern of request.cues) {
      const evidence = matchCue(text, pattern);
      if (evidence !== null) return { request, evidence };
    }
  }
  return null;
}

export function guessTask({ text, wanted, profile, named, knowledge, hint }: TaskInput): TaskGuess {
  const kindOf = (id: TaskId) => knowledge.tasks.find((task) => task.id === id)!.kind;
  const answer = (task: TaskId | null, source: Understood['source'], evidence: string): TaskGuess => ({
    task,
    kind: task ? kindOf(task) : null,
    unserved: null,
    understood: task ? [{ field: 'task', value: task, source, evidence }] : [],
  });
  if (wanted) return answer(wanted, 'option', wanted);

  const scored = scoreTasks(text, knowledge).filter(({ task }) => !profile || task.kind === ownKind(profile));
  const unserved = findUnserved(text, knowledge);
  if (unserved) {
    const { id } = unserved.request;
    return {
      task: null,
      kind: profile && ownKind(profile),
      unserved: id,
      understood: [{ field: 'unserved', value: id, source: 'words', evidence: unserved.evidence }],
    };
  }
  const best = scored[0];
  if (best) return answer(best.task.id, 'words', best.evidence);
  const fitting = hint && (!profile || kindOf(hint.value) === ownKind(profile)) ? hint : null;
  if (fitting) return answer(fitting.value, 'model', fitting.evidence);
  if (profile) return answer(DEFAULT_TASK[profile.kind], 'dataset', profile.name);
  const model = knowledge.models.find(({ id }) => id === named[0]);
  if (model) return answer(firstFit(model.fits), 'words', model.name);
  const near = nearestRequest(text, knowledge);
  if (!near || near.similarity < SIMILAR_ENOUGH) {
    const data = findData(text, knowledge);
    return data ? answer(DEFAULT_TASK[data.kind], 'assumed', data.evidence) : answer(null, 'assumed', '');
  }
  if (near.task) return answer(near.task, 'similarity', near.example);
  return {
    task: null,
    kind: null,
    unserved: near.unserved,
    understood: [{ field: 'unserved', value: near.unserved!, source: 'similarity', evidence: near.example }],
  };
}

/** What kind of data a text speaks of, where nothing says what is to be done with it. */
function findData(text: string, { lexicon }: Knowledge) {
  const kinds = [
    ['image', lexicon.imageNouns],
    ['audio', lexicon.audioNouns],
    ['series', lexicon.seriesNouns],
    ['policy', lexicon.policyNouns],
    ['text', lexicon.textNouns],
  ] as const;
  for (const [kind, nouns] of kinds) {
    const evidence = matchCue(text, nouns);
    if (evidence !== null) return { kind, evidence };
  }
  return null;
}

function firstFit(fits: Partial<Record<TaskId, string>>): TaskId | null {
  const entries = Object.entries(fits) as [TaskId, string][];
  return (entries.find(([, fit]) => fit === 'made-for') ?? entries[0])?.[0] ?? null;
}
