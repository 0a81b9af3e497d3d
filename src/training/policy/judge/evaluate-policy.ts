/**
 * A delivered policy + a later log → what it would have earned there (fitted Q evaluation), beside what was earned, and in
 * how many states it would have done the same. Called by `training/evaluate-file.ts`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildTaskOf } from '../../../child/messages.ts';
import type { PolicyDataset } from '../../../datasets/dataset.ts';
import { openDataset } from '../../../datasets/open-dataset.ts';
import { type GraphSession, openGraph } from '../../../engines/graph-session.ts';
import { isUserError, UserError } from '../../../errors.ts';
import type { Report } from '../../../report/report.ts';
import { type Note, note, noteOfError } from '../../../text/notes.ts';
import { episodeContents, readLearnt } from '../../classifier/evaluate/learnt-samples.ts';
import { type Evaluated, otherKind } from '../../job/evaluated.ts';
import { checkLog } from '../check-log.ts';
import { type PolicyPipeline, policyPipelineSchema } from '../pipeline.ts';
import { longestOf, returnOf, type SplitTransitions, splitTransitions } from '../transitions.ts';
import { Evaluator, greedyActions, horizonOf } from './evaluation.ts';

const SEED = 42;

/** @throws UserError `other-kind`, `other-states`, `other-actions` */
export async function evaluatePolicy(task: ChildTaskOf<'evaluate'>, report: Report): Promise<Evaluated> {
  const pipeline = policyPipelineSchema.parse(
    JSON.parse(await readFile(join(task.artifactDir, 'pipeline.json'), 'utf8')),
  );
  const workDir = join(task.folders.workDir, 'inputs');
  const opened = await openDataset(task.file, { workDir, kind: 'policy' });
  if (opened.kind !== 'policy') throw otherKind(task.file.name, opened.kind, 'policy');
  const dataset = alignLog(opened, pipeline);
  const session = await openGraph(join(task.artifactDir, pipeline.modelPath), { threads: 1 });
  try {
    const scores = await scoresOf(session, dataset.states, pipeline);
    const chosen = greedyActions(scores, pipeline.actions.length);
    const agreed = chosen.filter((action, row) => action === dataset.action[row]).length / chosen.length;
    const overlap = await overlapOf(task.artifactDir, report.runId, dataset);
    const estimated = await estimateReturn(dataset, session, pipeline);
    return {
      kind: 'evaluated',
      profile: dataset.profile,
      classification: null,
      evaluation: null,
      measures: [
        ...estimated.measures,
        {
          name: 'agreement with the log',
          value: agreed,
          interval: null,
          baseline: null,
          note: note('share-of-same-actions'),
        },
      ],
      comparison: null,
      overlap,
      notes: [
        ...episodesNote(overlap),
        ...(dataset.profile.hash === report.dataset.hash && overlap === null
          ? [note('log-of-training')]
          : []),
        ...estimated.notes,
      ],
      files: [],
      skipped: [],
    };
  } finally {
    await session.close();
  }
}

/** Episodes that are the same, step by step, as some that the policy learnt from. */
async function overlapOf(
  artifactDir: string,
  runId: string,
  dataset: PolicyDataset,
): Promise<Evaluated['overlap']> {
  const learnt = await readLearnt(artifactDir, runId);
  if (!learnt) return null;
  const episodes = episodeContents(dataset);
  return { learnt: episodes.filter(learnt).length, of: episodes.length, withThem: null };
}

function episodesNote(overlap: Evaluated['overlap']): Note[] {
  if (!overlap || overlap.learnt === 0) return [];
  const { learnt: count, of: total } = overlap;
  return [note('episodes-learnt', { count, total })];
}

/** The log with the model's order of states and actions. */
function alignLog(log: PolicyDataset, { stateNames, actions }: PolicyPipeline): PolicyDataset {
  const columns = stateNames.map((name) => log.stateNames.indexOf(name));
  const missing = stateNames.filter((_, i) => columns[i]! < 0);
  if (missing.length > 0)
    throw new UserError('other-states', {
      missing: missing.slice(0, 10).join(', '),
      known: log.stateNames.slice(0, 20).join(', '),
    });
  const known = log.actions.map((name) => actions.indexOf(name));
  const unknown = log.actions.filter((_, i) => known[i]! < 0);
  if (unknown.length > 0)
    throw new UserError('other-actions', {
      unknown: unknown.slice(0, 10).join(', '),
      known: actions.slice(0, 20).join(', '),
    });
  const d = log.stateNames.length;
  const reorder = (values: Float64Array) =>
    Float64Array.from({ length: (values.length / d) * stateNames.length }, (_, at) => {
      const row = Math.floor(at / stateNames.length);
      return values[row * d + columns[at % stateNames.length]!]!;
    });
  return {
    ...log,
    stateNames,
    actions,
    states: reorder(log.states),
    nextStates: reorder(log.nextStates),
    action: log.action.map((action) => known[action]!),
  };
}

async function scoresOf(session: GraphSession, states: ArrayLike<number>, { stateNames }: PolicyPipeline) {
  const d = stateNames.length;
  const feed = { dims: [states.length / d, d], data: Float32Array.from(states) };
  const { scores } = await session.run({ state: feed });
  return Float32Array.from(scores?.data ?? [], Number);
}

/** Fitted Q evaluation where the log allows it; else a note that says why not. */
async function estimateReturn(
  dataset: PolicyDataset,
  session: GraphSession,
  pipeline: PolicyPipeline,
): Promise<{ measures: Report['measures']; notes: Note[] }> {
  try {
    checkLog(dataset);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return {
      measures: [],
      notes: [note('log-not-estimated'), noteOfError(error)],
    };
  }
  const parts = splitTransitions(dataset, SEED);
  const episodes = parts.episodes.all;
  const horizon = horizonOf(longestOf(episodes));
  const evaluator = new Evaluator(parts.all, horizon, SEED);
  const policy = { score: (states: Float32Array) => scoresOf(session, rawStates(states, parts), pipeline) };
  const [own, log] = [await evaluator.estimate(policy), await evaluator.estimate(null)];
  const counted = horizon.discount === 1 ? 'plain' : 'discounted';
  const logged =
    episodes.reduce((sum, episode) => sum + returnOf(dataset, episode)[counted], 0) / episodes.length;
  return {
    measures: [
      {
        name: 'estimated return of the policy',
        value: own.value,
        interval: own.interval,
        baseline: logged,
        note: note('fqe-on-file', { count: episodes.length }),
      },
      {
        name: 'the same estimate for the log itself',
        value: log.value,
        interval: log.interval,
        baseline: null,
        note: note('near-logged-return'),
      },
    ],
    notes: [],
  };
}

/** Undoes the standardisation: the delivered model takes states as they were logged. */
const rawStates = (states: Float32Array, { standardisation: { mean, deviation } }: SplitTransitions) =>
  states.map((value, at) => value * deviation[at % mean.length]! + mean[at % mean.length]!);
