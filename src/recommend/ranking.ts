/** The Ranking and its parts: what `recommend.ts` gives, and explanation, reply and fine-tuning read. */
import type { Criterion, FilterRule, ModelEntry } from '../../knowledge/schema.ts';
import type { Requirements } from './requirements.ts';

/** A sentence before localisation: `rule.<id>` is rendered from the rule, any other key from the locale table. */
export interface Sentence {
  key: string;
  params: Record<string, string | number>;
}

export interface Contribution {
  criterion: Criterion;
  /** In [0,1] on fixed anchors. */
  value: number;
  /** Share of the total weight, 0–1. */
  weight: number;
  /** value · weight; the sum over the criteria is the score. */
  points: number;
  basis: 'published' | 'estimated' | 'level' | 'measured' | 'unknown';
  /** The fact behind the value ("top-1 accuracy (%) on ImageNet-1k val: 77.7"), empty where there is none. */
  fact: string;
  source: string | null;
}

/** Measured on the person's data: accuracy of the ridge probe, 0–1, beside its distance to the best. */
export interface MeasuredCandidate {
  accuracy: number;
  logme: number | null;
  seconds: number;
  difference: { mean: number; standardError: number } | null;
  /** Not distinguishable from the best candidate (within two standard errors). */
  tied: boolean;
}

export interface Candidate {
  id: string;
  name: string;
  family: string;
  kind: string;
  /** 1 is first. */
  rank: number;
  /** In [0,1]. */
  score: number;
  contributions: Contribution[];
  /** Not beaten in quality, latency and size at once by another eligible candidate; null where one is unknown. */
  pareto: boolean | null;
  latencyMs: number | null;
  latencyEstimated: boolean;
  sizeMiB: number | null;
  params: number | null;
  licence: string | null;
  access: ModelEntry['access'];
  languages: string[];
  runsHere: 'embedded' | 'hub' | 'remote' | 'not-here';
  runsHereReason: string;
  hubId: string | null;
  reasons: Sentence[];
  notes: Sentence[];
  measured: MeasuredCandidate | null;
  /** Set for candidates found by the Hub's live search: not curated, facts are the Hub's own. */
  hub: { downloads: number; likes: number } | null;
}

export interface Rejection {
  id: string;
  name: string;
  constraints: FilterRule['constraint'][];
  reasons: Sentence[];
}

/** "If latency did not matter: X." */
export interface Counterfactual {
  change: FilterRule['constraint'] | 'wants-accuracy' | 'wants-speed';
  id: string;
  name: string;
  score: number;
}

export interface Closeness {
  close: boolean;
  /** Weight changes of ±20 % that would put another candidate first. */
  flips: { criterion: Criterion; factor: number; id: string; name: string }[];
}

export interface FrameworkAdvice {
  id: string;
  name: string;
  url: string;
  why: { en: string; 'zh-CN': string };
  snippet: { language: string; code: string; source: string } | null;
  others: { id: string; name: string; url: string; why: { en: string; 'zh-CN': string } }[];
}

export interface Ranking {
  requirements: Requirements;
  /** The top `requirements.top`. */
  ranking: Candidate[];
  /** Every eligible candidate, in order; `ranking` is its head. */
  eligible: Candidate[];
  rejected: Rejection[];
  weights: Record<Criterion, number>;
  weightReasons: Sentence[];
  closeness: Closeness;
  counterfactuals: Counterfactual[];
  /** The first candidate that this bot can fine-tune with no network; null where there is none. */
  readyHere: string | null;
  unserved: {
    id: string;
    name: Record<'en' | 'zh-CN', string>;
    advice: Record<'en' | 'zh-CN', string>;
    source: string;
  } | null;
  measured: {
    n: number;
    noTransfer: { accuracy: number } | null;
    /** Did the best candidate beat the no-transfer baseline by more than two standard errors? */
    transferWins: boolean | null;
    /** By likeness to the names of the classes, without training; `enough` where the best is not clearly better. */
    zeroShot: { name: string; accuracy: number; enough: boolean } | null;
    skipped: { id: string; reason: string }[];
  } | null;
  framework: FrameworkAdvice | null;
}
