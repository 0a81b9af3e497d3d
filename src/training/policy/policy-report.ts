/** A trained policy → its Report (without the files that `train.ts` adds) and the card's section on using it. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { PolicyDataset } from '../../datasets/dataset.ts';
import { onnxRuntimeVersion } from '../../engines/onnxruntime.ts';
import type { Contender, Report } from '../../report/report.ts';
import { verdict } from '../../report/verdict.ts';
import { inMarkdown } from '../../text/escape.ts';
import { type Note, note } from '../../text/notes.ts';
import { measure, percent, reportWords } from '../../text/words.ts';
import { csvCell } from '../job/predictions-csv.ts';
import { greedyActions } from './judge/evaluation.ts';
import type { PolicyEstimate } from './judge/policy-estimate.ts';
import { loggedReturns, meanOf, policyMeasures } from './judge/policy-measures.ts';
import { policyWarnings } from './policy-warnings.ts';
import type { TrainedPolicy } from './train-policy.ts';
import { deviationOf } from './transitions.ts';

interface ActionRow {
  action: string;
  /** Shares of the logged states in which the log and the policy take it. */
  logged: number;
  policy: number;
  /** Mean logged reward of the step. */
  reward: number;
}

/** What the delivered policy does in the logged states, an action a row; and in how many it differs from the log. */
export async function compareActions(dataset: PolicyDataset, { parts, final }: TrainedPolicy) {
  const { all } = parts;
  const chosen = greedyActions(await final.score(all.states), all.a);
  const differs = chosen.filter((action, row) => action !== all.action[row]).length / all.n;
  const rows = dataset.actions.map((action, index): ActionRow => {
    const rewards = [...all.action.keys()].filter((row) => all.action[row] === index);
    return {
      action,
      logged: rewards.length / all.n,
      policy: chosen.filter((one) => one === index).length / all.n,
      reward: meanOf(rewards.map((row) => all.reward[row]! * all.rewardScale)),
    };
  });
  return { rows, differs };
}

type ActionComparison = Awaited<ReturnType<typeof compareActions>>;

export async function writeActionTable(artifactDir: string, { rows }: ActionComparison): Promise<void> {
  const lines = rows.map((row) =>
    [csvCell(row.action), row.logged.toFixed(4), row.policy.toFixed(4), row.reward.toFixed(6)].join(','),
  );
  const text = `${['action,share_in_log,share_of_policy,mean_logged_reward', ...lines].join('\n')}\n`;
  await writeFile(join(artifactDir, 'actions.csv'), text);
}

function contendersOf(dataset: PolicyDataset, trained: TrainedPolicy): Contender[] {
  const { parts, horizon, tried, chosen, test } = trained;
  const plainly = horizon.discount === 1;
  const deviation = deviationOf(loggedReturns(dataset, parts.episodes.all, plainly));
  const validation = meanOf(loggedReturns(dataset, parts.episodes.validation, plainly));
  const tested = meanOf(loggedReturns(dataset, parts.episodes.test, plainly));
  const gain = (estimate: PolicyEstimate, logged: number) => (estimate.value - logged) / deviation;
  const testOf = (id: string) => {
    if (id === chosen.id) return gain(test.chosen, tested);
    return id === 'cloning' ? gain(test.cloning, tested) : null;
  };
  const rows = tried.map(
    ({ id, policy, estimate, coverage, seconds }): Contender => ({
      id,
      name: policy.name,
      role: policy.role,
      validationScore: gain(estimate, validation),
      testScore: testOf(id),
      hyperparameters: {
        ...policy.hyperparameters,
        'estimated return': Number(measure(estimate.value)),
        coverage: Number(coverage.toFixed(3)),
      },
      seconds,
    }),
  );
  const log: Contender = {
    id: 'log',
    name: 'The decisions of the log',
    role: 'baseline',
    validationScore: 0,
    testScore: 0,
    hyperparameters: { 'logged return': Number(measure(validation)) },
    seconds: 0,
  };
  return [...rows, log];
}

function splitNotes({ train, validation, test, timeLimit }: TrainedPolicy['parts']): Note[] {
  const counts = {
    train: train.starts.length,
    validation: validation.starts.length,
    test: test.starts.length,
  };
  const drawn = note('split-episodes', counts);
  if (timeLimit === null) return [drawn];
  return [drawn, note('episodes-cut-by-clock', { steps: timeLimit })];
}

export function policyReport(
  task: ChildTaskOf<'train'>,
  dataset: PolicyDataset,
  trained: TrainedPolicy,
  actions: ActionComparison,
): Report {
  const { parts, chosen, test, seconds, horizon } = trained;
  const outcome = { kind: 'policy' as const, contenders: contendersOf(dataset, trained), chosen: chosen.id };
  const logged = meanOf(loggedReturns(dataset, parts.episodes.test, horizon.discount === 1));
  return {
    version: 1,
    runId: task.runId,
    createdAt: new Date().toISOString(),
    dataset: dataset.profile,
    split: {
      train: parts.train.n,
      validation: parts.validation.n,
      test: parts.test.n,
      seed: task.spec.seed,
      note: splitNotes(parts),
    },
    backbone: null,
    engines: { networks: onnxRuntimeVersion() },
    scoreName: 'estimated gain over the log, in deviations of its returns',
    ...outcome,
    transfer: null,
    guessing: null,
    transferWon: test.chosen.interval[0] > logged,
    verdict: verdict(outcome, reportWords('en')),
    classification: null,
    evaluation: null,
    insight: null,
    measures: policyMeasures(dataset, trained, actions),
    history: [],
    forecasts: [],
    temperature: null,
    service: null,
    delivery: trained.delivery,
    trials: [],
    searchNote: [],
    warnings: policyWarnings({ trained, logged, actions }),
    seconds,
    files: [{ path: 'actions.csv', role: 'table', title: 'What the policy does, an action a row' }],
  };
}

const JS = [
  '```js',
  "import { readFile } from 'node:fs/promises';",
  "import * as ort from 'onnxruntime-node';",
  "const actions = JSON.parse(await readFile('model/labels.json', 'utf8'));",
  "const session = await ort.InferenceSession.create('model/onnx/model.onnx');",
  "const state = new ort.Tensor('float32', Float32Array.from(STATE), [1, STATE.length]);",
  'const { scores } = await session.run({ state });',
  'console.log(actions[scores.data.indexOf(Math.max(...scores.data))]);',
  '```',
];
const PYTHON = [
  '```python',
  'import json, numpy as np, onnxruntime',
  "actions = json.load(open('model/labels.json'))",
  "session = onnxruntime.InferenceSession('model/onnx/model.onnx')",
  "(scores,) = session.run(['scores'], {'state': np.array([STATE], dtype=np.float32)})",
  'print(actions[scores[0].argmax()])',
  '```',
];

/** Markdown for the model card: the model's contract, code for both languages, the table of actions. */
export function policyUsage({ stateNames }: PolicyDataset, { rows }: ActionComparison): string {
  const names = stateNames.map((name) => inMarkdown(name)).join(', ');
  return [
    `\`model/onnx/model.onnx\` maps \`state\` [n, ${stateNames.length}] float32, in the units of the log and in this order: ${names}; to \`scores\` [n, ${rows.length}], one an action in the order of \`model/labels.json\`. Take the action with the greatest score. \`/predict run: file:\` does so for a table of states; its \`confidence\` is the softmax of the scores, which compares actions and is no probability of being right.`,
    '',
    ...JS.map((line) =>
      line
        .replace('STATE)', `[/* ${stateNames.length} numbers */])`)
        .replace('STATE.length', String(stateNames.length)),
    ),
    '',
    ...PYTHON.map((line) => line.replace('[STATE]', `[[0.0] * ${stateNames.length}]`)),
    '',
    '| action | share in the log | share of the policy | mean logged reward |',
    '|---|---|---|---|',
    ...rows.map(
      ({ action, logged, policy, reward }) =>
        `| ${inMarkdown(action)} | ${percent(logged)} | ${percent(policy)} | ${measure(reward)} |`,
    ),
  ].join('\n');
}
