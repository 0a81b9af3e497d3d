/**
 * Features of sounds go in, contenders come out: log-mel statistics alone, the course of the bands without their level,
 * the comparison without pretraining, and the pretrained features together with the statistics. Next: `race.ts`.
 */
import type { Backbone } from '../../../backbones/backbone.ts';
import type { Baselines, ContenderOptions } from '../classifier-features.ts';
import type { Contender } from '../contenders/contender.ts';
import { makeLinearProbe } from '../contenders/linear-probe.ts';
import { joinTables, takeColumns } from '../head/feature-columns.ts';
import type { FeatureTable } from '../head/feature-space.ts';
import { COURSE, FACTS, GRID, LOG_MEL } from './log-mel-graph.ts';

/** Both from the taps of the simple sound Backbone. */
export function makeAudioBaselines(
  options: ContenderOptions,
  backbone: Backbone,
  features: FeatureTable,
): Baselines {
  const { head, scratch } = options.recipe;
  const statistics: [number, number] = [0, LOG_MEL.dim];
  const grid: [number, number] = [LOG_MEL.dim, LOG_MEL.dim + GRID.dim];
  const before = LOG_MEL.dim + GRID.dim + FACTS.dim;
  const course: [number, number] = [before, before + COURSE.dim];
  const shared = { ...options, role: 'baseline', deliverable: true, backbone: backbone.id } as const;
  return {
    noTransfer: makeLinearProbe({
      ...shared,
      id: 'no-transfer',
      name: 'Log-mel statistics',
      losses: head.losses,
      features: takeColumns(features, ...statistics),
      columns: statistics,
    }),
    others: [
      makeLinearProbe({
        ...shared,
        id: 'course',
        name: 'Course of log-mel bands',
        losses: head.losses,
        features: takeColumns(features, ...course),
        columns: course,
      }),
    ],
    scratch: () =>
      makeLinearProbe({
        ...shared,
        id: 'scratch',
        name: 'The same head without pretraining (coarse spectrogram)',
        losses: scratch.losses,
        features: takeColumns(features, ...grid),
        columns: grid,
      }),
  };
}

/**
 * One head on both kinds of features.
 * @param joined the Backbone that gives `pretrained`'s features, then the statistics
 */
export function makeJointProbe(
  options: ContenderOptions,
  joined: Backbone,
  { pretrained, simple }: { pretrained: FeatureTable; simple: FeatureTable },
): Contender {
  const features = joinTables(pretrained, takeColumns(simple, 0, LOG_MEL.dim));
  return makeLinearProbe({
    ...options,
    id: 'joint-probe',
    name: `Linear probe on ${joined.name}`,
    role: 'transfer',
    deliverable: true,
    losses: options.recipe.head.losses,
    features,
    backbone: joined.id,
    columns: [0, features.d],
  });
}
