/** What a recipe holds: the parameters of the training steps, as data. `src/training` reads them; nothing else does. */
import { z } from 'zod';

const costs = z.array(z.number().positive()).min(1);
const losses = z.array(z.object({ loss: z.enum(['softmax', 'squared']), costs })).min(1);

const unfreezeSchema = z.object({
  /** `auto` unfreezes from this many samples of train + validation on. */
  least: z.number().int().positive(),
  batch: z.number().int().positive(),
  epochs: z.number().int().positive(),
  /** Epochs after which training may stop, chosen on validation; ascending. */
  stops: z.array(z.number().int().positive()).min(1),
  /** Stops without a lower validation loss after which a fold ends early. */
  patience: z.number().int().positive(),
  /** Share of the steps in which the rates rise. */
  warmUp: z.number().min(0).max(1),
  /** Rate of the head as a share of the rate of the layer nearest to it. */
  headShare: z.number().positive(),
  weightDecay: z.number().min(0),
  labelSmoothing: z.number().min(0).max(1),
  clipNorm: z.number().positive(),
  /** Versions of each image that are learnt from when it is augmented: plain, mirrored, then crops. */
  views: z.number().int().positive(),
  /** Successive halving over the ways to tune (Jamieson and Talwalkar 2016). */
  search: z.object({
    /** Rates of the layer nearest to the head, and what each one further down has of the one above; the first of each
     * is the default, tried first. */
    rates: z.array(z.number().positive()).min(1),
    decays: z.array(z.number().positive().max(1)).min(1),
    /** The same where every block is trained: gentler, and nearly alike from top to bottom. */
    all: z.object({
      rates: z.array(z.number().positive()).min(1),
      decays: z.array(z.number().positive().max(1)).min(1),
    }),
    /** Settings drawn (seeded) from all combinations with depth and augmentation. */
    trials: z.number().int().positive(),
    /** Short trainings on the first fold: after each the best `keep` go on; the last one left is trained in full. */
    rungs: z.array(z.object({ epochs: z.number().int().positive(), keep: z.number().int().positive() })),
  }),
  /** `auto` does not even look at the cost of tuning with fewer seconds left. */
  leastSeconds: z.number().positive(),
});
export type UnfreezeRecipe = z.infer<typeof unfreezeSchema>;

export const classificationRecipeSchema = z.object({
  /** Enters the keys of checkpoints: raise it when a change makes old results incomparable. */
  version: z.number().int(),
  /** How contenders are compared, by samples in train + validation; the first entry whose `below` exceeds it. */
  validation: z.array(
    z.object({
      below: z.number().int(),
      /** Cross-validation over train + validation; 1 = train on the one, score the other. */
      folds: z.number().int().positive(),
      repeats: z.number().int().positive(),
    }),
  ),
  imbalance: z.object({
    /** Largest class over smallest from which weighted classes enter the race. */
    ratio: z.number(),
    /** Weight of a class ∝ (1 / its count) to this power. */
    strength: z.number().min(0).max(1),
  }),
  tfidf: z.object({
    blocks: z.array(
      z.object({
        kind: z.enum(['word', 'char']),
        shortest: z.number().int().positive(),
        longest: z.number().int().positive(),
      }),
    ),
    minTexts: z.number().int().positive(),
    smallSet: z.number().int(),
    maxTermsPerBlock: z.number().int().positive(),
    /** Bounds terms × classes of a block, and so the delivered file. */
    maxWeightsPerBlock: z.number().int().positive(),
    maxCharacters: z.number().int().positive(),
    totalCharacters: z.number().int().positive(),
    /** Inverse strengths of the L2 regularisation, ascending. */
    costs,
    maxEpochs: z.number().int().positive(),
    tolerance: z.number().positive(),
  }),
  head: z.object({
    /** Each with the inverse strengths of its L2 regularisation. */
    losses,
    /** Iterations after which a head may stop, chosen on validation like the rest (early stopping); ascending. */
    stops: z.array(z.number().int().positive()).min(1),
    tolerance: z.number().positive(),
    /** Iterations without a better validation loss after which the recorded learning curve ends. */
    patience: z.number().int().positive(),
  }),
  /** Share of the second part in a mixture of two contenders' log-probabilities. */
  mixtureShares: z.array(z.number().min(0).max(1)),
  /** Side of the grid of raw pixels and width of the random token vectors for the comparison without pretraining. */
  scratch: z.object({
    pixelSide: z.number().int().positive(),
    textWidth: z.number().int().positive(),
    /** A smaller grid: this contender is only there for comparison. */
    losses,
  }),
  unfreeze: unfreezeSchema,
  /** `model:auto` compares embedded models where a Run has this budget (seconds) and this many samples to learn from. */
  compareBackbones: z.object({
    leastBudget: z.number().positive(),
    least: z.number().int().positive(),
    /** Samples embedded at most. */
    most: z.number().int().positive(),
    /** Of the budget, at most. */
    share: z.number().min(0).max(1),
  }),
  /** How pictures are fed to a pretrained model: judged from this many samples to learn from on. */
  input: z.object({
    least: z.number().int().positive(),
    /** Samples embedded at most for each way. */
    most: z.number().int().positive(),
    /** Of the budget, at most. */
    share: z.number().min(0).max(1),
    /** Mean share of the longer side that the shorter one has, from which on pictures count as square. */
    squareness: z.number().min(0).max(1),
  }),
  /** The smaller grids of the contenders that are always tried, for when time is short. */
  reduced: z.object({ losses, tfidfCosts: costs }),
  /** Share of the time budget kept back for the final fit, the test and the export, and its bounds in seconds. */
  reserve: z.object({ share: z.number(), least: z.number(), most: z.number() }),
});
export type ClassificationRecipe = z.infer<typeof classificationRecipeSchema>;
