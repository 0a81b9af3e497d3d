/** The recipe for images, text and audio with classes. Where a figure came from stands beside it. */
import { type ClassificationRecipe, classificationRecipeSchema } from './schema.ts';

export const classificationRecipe: ClassificationRecipe = classificationRecipeSchema.parse({
  version: 2,
  validation: [
    // A validation part of ten samples is noise: every sample of train + validation is scored three times.
    { below: 250, folds: 5, repeats: 3 },
    { below: 600, folds: 5, repeats: 1 },
    { below: 2_500, folds: 3, repeats: 1 },
    { below: Number.MAX_SAFE_INTEGER, folds: 1, repeats: 1 },
  ],
  imbalance: { ratio: 3, strength: 0.5 },
  tfidf: {
    // Words and pairs of words; characters 2–5 inside words carry stems, spelling, and languages without spaces.
    blocks: [
      { kind: 'word', shortest: 1, longest: 2 },
      { kind: 'char', shortest: 2, longest: 5 },
    ],
    minTexts: 2,
    smallSet: 200,
    maxTermsPerBlock: 100_000,
    maxWeightsPerBlock: 2_500_000,
    maxCharacters: 4_000,
    totalCharacters: 8_000_000,
    costs: [0.3, 1, 3, 10, 30, 100],
    maxEpochs: 30,
    tolerance: 1e-3,
  },
  head: {
    // Ridge needs no weak regularisation: there it only converges slowly to what softmax finds sooner.
    losses: [
      { loss: 'softmax', costs: [0.1, 0.6, 3, 15, 80] },
      { loss: 'squared', costs: [0.1, 0.6, 3] },
    ],
    stops: [10, 30, 80],
    tolerance: 3e-4,
    patience: 10,
  },
  mixtureShares: [0.15, 0.3, 0.5, 0.7, 0.85],
  scratch: { pixelSide: 24, textWidth: 512, losses: [{ loss: 'softmax', costs: [0.6, 15] }] },
  unfreeze: {
    least: 100,
    batch: 16,
    epochs: 10,
    stops: [2, 4, 6, 8, 10],
    patience: 3,
    warmUp: 0.1,
    headShare: 1 / 3,
    weightDecay: 0.01,
    labelSmoothing: 0.05,
    clipNorm: 1,
    // Measured on Tux Paint stamps, top block: validation log-loss .625 (probe) to .54, accuracy .80 to .83.
    views: 3,
    search: {
      // Measured on the sample clip art: 3e-4 with 0.9 is a good start; small networks want more, deep cuts less.
      rates: [3e-4, 1e-3, 1e-4, 3e-3],
      decays: [0.9, 0.6],
      // A block has six layers with weights: 0.97 of each is 0.83 from block to block, 0.4 over a network of six.
      all: { rates: [1e-4, 3e-4, 5e-5], decays: [0.97, 0.99] },
      trials: 9,
      rungs: [
        { epochs: 2, keep: 3 },
        { epochs: 4, keep: 1 },
      ],
    },
    leastSeconds: 5,
  },
  // Less goes to the default model alone, the best of the three on two sets of real pictures (.79 and .66).
  compareBackbones: { leastBudget: 150, least: 60, most: 200, share: 0.2 },
  // On 300 pictures two ways differ by a standard error of about 1.5 points; the crop of 9:10 pictures loses a tenth.
  input: { least: 60, most: 300, share: 0.12, squareness: 0.9 },
  reduced: { losses: [{ loss: 'softmax', costs: [0.6, 3, 15] }], tfidfCosts: [1, 10, 100] },
  reserve: { share: 0.15, least: 3, most: 30 },
});
