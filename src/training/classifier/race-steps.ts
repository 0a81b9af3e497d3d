/**
 * The order of the race. The core always runs to its end, made smaller where time is short: majority, the
 * no-transfer baseline, the probe on pretrained features, and their mixture. Then the budget decides what else is
 * tried. Next: `finish-classifier.ts` picks the winner.
 */
import type { Backbone } from '../../backbones/backbone.ts';
import { note } from '../../text/notes.ts';
import { embedWithinLimit } from './afford/limited-features.ts';
import { joinBackbones, joinsWithSimple } from './audio/sound-backbones.ts';
import { makeJointProbe } from './audio/sound-contenders.ts';
import { type Baselines, type Embedded, makeProbe } from './classifier-features.ts';
import { makeMajority } from './contenders/majority.ts';
import { type Finalist, mixFinalists } from './finalist.ts';
import { type EnterOptions, enter } from './race.ts';
import type { Stage } from './stage.ts';

/** Of what the core has left, the share of a contender with its final fit: before pretrained features, and after them. */
const BEFORE_TRANSFER = 0.4;
const ALONE = 0.7;

const coreOptions = ({ job, warnings }: Stage, core: number): EnterOptions => ({
  core,
  signal: job.signal,
  onLeftOut: (said) => warnings.push(said),
});

/** @returns the pretrained features; null when none are wanted or they would take too long */
export async function raceCore(
  stage: Stage,
  { noTransfer, others = [] }: Baselines,
  pretrained: Backbone | null,
): Promise<Embedded | null> {
  const { race, finalists, options } = stage;
  const core = coreOptions(stage, pretrained ? BEFORE_TRANSFER : ALONE);
  const start = performance.now();
  for (const contender of [makeMajority(options.samples), noTransfer, ...others])
    push(finalists, await enter(race, contender, contender.id === 'majority' ? 0.21 : 0.35, core));
  stage.seconds.baselines = secondsSince(start);
  return pretrained && raceTransfer(stage, pretrained);
}

async function raceTransfer(stage: Stage, pretrained: Backbone): Promise<Embedded | null> {
  const { job, race, finalists, seconds } = stage;
  const start = performance.now();
  job.progress.begin(`Extracting features with ${pretrained.name}`, 0.6);
  const features = await embedWithinLimit(stage, pretrained);
  seconds.features = secondsSince(start);
  if (features) {
    stage.backbones.set(pretrained.id, pretrained);
    const probe = makeProbe(stage.options, pretrained, features);
    const finalist = await enter(race, probe, 0.7, coreOptions(stage, ALONE));
    push(finalists, finalist);
    if (finalist) addMixture(stage, finalist);
    await raceJoint(stage, pretrained, features);
  }
  seconds.transfer = secondsSince(start);
  return features;
}

/** One head on the pretrained features and the simple ones of sounds; images and texts do without. */
async function raceJoint(stage: Stage, pretrained: Backbone, features: Embedded): Promise<void> {
  const { job, options, race, simple, finalists, backbones } = stage;
  if (options.samples.kind !== 'audio' || !simple || !joinsWithSimple(pretrained)) return;
  const joined = await joinBackbones(pretrained, simple.backbone, job.task.folders.cacheDir);
  const tables = { pretrained: features, simple: simple.features };
  const contender = makeJointProbe(options, joined, tables);
  push(finalists, await enter(race, contender, 0.72, coreOptions(stage, ALONE)));
  backbones.set(joined.id, joined);
}

/** The mixture of a finalist with the no-transfer baseline, on the rows that both were scored on. */
function addMixture({ finalists, race, options }: Stage, transfer: Finalist): void {
  const plain = finalists.find(({ id }) => id === 'no-transfer');
  if (!plain) return;
  const { labels, imbalanced } = race;
  const shares = options.recipe.mixtureShares;
  finalists.push(mixFinalists(transfer, plain, { shares, labels, imbalanced }));
}

/** The head of the probe on features that nobody trained: shows what pretraining adds. */
export async function raceScratch(stage: Stage, { scratch }: Baselines): Promise<void> {
  const { job, race, finalists, warnings, seconds } = stage;
  const start = performance.now();
  const finalist = race.budget.ranOut()
    ? null
    : await enter(race, scratch(), 0.75, { signal: job.signal, onLeftOut: () => {} });
  if (finalist) finalists.push(finalist);
  else warnings.push(note('scratch-left-out'));
  seconds.scratch = secondsSince(start);
}

function push(finalists: Finalist[], finalist: Finalist | null): void {
  if (finalist) finalists.push(finalist);
}

const secondsSince = (start: number): number => (performance.now() - start) / 1_000;
