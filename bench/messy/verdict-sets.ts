/**
 * Data sets of which it is known what can be learnt: labels drawn at random, or texts that tell their class as often as
 * `strength` says. Every text names one thing of its topic among neutral words, so that a model which knows the words has
 * something ahead of one that only counts them. Trained on by `verdicts.ts`.
 */
import { type Random, seededRandom } from '../../src/statistics/random.ts';
import { THEMES } from './series.ts';
import { drawOne, drawText } from './theme.ts';

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

const TOPICS: readonly (readonly string[])[] = [
  words(`otter badger sparrow heron salmon beetle hedgehog weasel falcon lobster donkey goat moth squirrel tortoise
walrus gecko pigeon stork trout ferret buffalo cricket owl lizard panther raven shrimp toad vulture`),
  words(`lasagne porridge dumplings cucumber cinnamon muffin broth pancake garlic yoghurt sausage lentils pretzel
marmalade noodles spinach cheddar omelette raisins mustard waffle curry pickle honey biscuit radish gravy toast plum rice`),
  words(`tractor scooter ferry lorry tram bicycle helicopter canoe caravan locomotive glider motorbike submarine hearse
rickshaw yacht ambulance trolleybus sledge barge minivan airship raft convertible wagon hovercraft taxi dinghy bulldozer jeep`),
  words(`fever migraine asthma bruise measles fracture cough eczema ulcer tonsillitis sprain blister anaemia bronchitis
vertigo cramp hernia allergy infection concussion arthritis rash diabetes insomnia nausea stroke burn scar pneumonia gout`),
  words(`violin sonata drummer chorus trumpet opera melody banjo concerto flute orchestra ballad cello lullaby accordion
symphony saxophone hymn piano quartet tuba anthem mandolin waltz clarinet bassoon choir harp tambourine organ`),
  words(`penalty goalkeeper marathon sprint javelin referee wrestling tournament fencing hurdles archery rowing striker
medal offside triathlon batsman slalom midfielder judo podium scrum backhand relay stadium coach league dribble serve hockey`),
];

const FRAMES: readonly string[] = [
  'yesterday we talked about the {x} again',
  'my neighbour could not stop laughing about a {x}',
  'nobody at work had expected the {x}',
  'there was a long story about some {x} this morning',
  'I wrote down what I remember of the {x}',
  'she asked me twice whether the {x} was real',
  'a picture of the {x} hangs in the corridor',
  'the whole evening turned around the {x}',
  'they will show the {x} once more on Friday',
  'he keeps a note about every {x} since school',
  'at the end only the {x} was left',
  'my aunt wants to hear more of the {x}',
];
const MORE: readonly string[] = [
  'then the phone rang',
  'it was raining outside',
  'we came home late',
  'the lights went out for a while',
  'nothing else happened that day',
  'the door stayed open',
  'I will tell you on Monday',
  'everyone had a different opinion',
  'the letter arrived later',
  'it took longer than planned',
];

export interface VerdictSet {
  id: string;
  /** 0: labels at random; 1: every text tells its class. */
  strength: number;
  rows: readonly (readonly [text: string, label: string])[];
  /** Drawn from the same source, never learnt from: what is true of the contenders. */
  test: readonly (readonly [text: string, label: string])[];
  shape: { n: number; classes: number; uneven: boolean; source: string };
}

interface Source {
  name: string;
  classes: readonly string[];
  draw: (place: number, random: Random) => string;
}

const topics = (count: number): Source => ({
  name: 'topics',
  classes: Array.from({ length: count }, (_, i) => `kind-${i + 1}`),
  draw(place, random) {
    const core = drawOne(FRAMES, random).replace('{x}', drawOne(TOPICS[place]!, random));
    const parts = [core, ...(random.next() < 0.7 ? [drawOne(MORE, random)] : [])];
    return `${parts.join(', ')}.`;
  },
});

/** The topics of the open bank, in all their languages. */
const bankSources = (): Source[] =>
  THEMES.open.map((theme) => {
    const classes = Object.keys(theme.classes);
    return { name: theme.id, classes, draw: (place, random) => drawText(theme, classes[place]!, random) };
  });

const SIZES = [24, 32, 45, 60, 90, 130, 200];

/** Row by row: the label, then a text that tells it as often as `strength`. */
function drawRows(
  source: Source,
  options: { n: number; classes: number; uneven: boolean; strength: number },
  random: Random,
) {
  const { n, classes, uneven, strength } = options;
  return Array.from({ length: n }, () => {
    const label = uneven && random.next() < 0.5 ? 0 : random.below(classes);
    const told = random.next() < strength ? label : random.below(classes);
    return [source.draw(told, random), source.classes[label]!] as const;
  });
}

/** @returns `count` sets with random labels, of sizes, numbers of classes, balances and languages in turn */
export function randomLabelSets(count: number, seed: number): VerdictSet[] {
  const sources = [topics(6), topics(6), ...bankSources()];
  return Array.from({ length: count }, (_, i) => {
    const random = seededRandom(seed + i * 7_919);
    const source = sources[i % sources.length]!;
    const n = SIZES[(i * 3) % SIZES.length]!;
    const classes = Math.min(source.classes.length, n < 60 ? 2 + (i % 2) : 2 + (i % 5));
    const options = { n, classes, uneven: i % 3 === 2, strength: 0 };
    const rows = drawRows(source, options, random);
    return { id: `random-${i}`, strength: 0, rows, test: [], shape: { ...options, source: source.name } };
  });
}

export const STRENGTHS = [0.15, 0.3, 0.5, 0.8, 1];

/** @returns `count` sets whose texts tell their class, from seldom to always, each with 300 more rows to be tested on */
export function effectSets(count: number, seed: number): VerdictSet[] {
  return Array.from({ length: count }, (_, i) => {
    const random = seededRandom(seed + i * 104_729);
    const strength = STRENGTHS[i % STRENGTHS.length]!;
    const classes = 2 + (i % 3);
    const source = topics(classes);
    const n = SIZES[(i * 2 + 1) % SIZES.length]!;
    const options = { n, classes, uneven: false, strength };
    const rows = drawRows(source, options, random);
    const test = drawRows(source, { ...options, n: 300 }, random);
    return { id: `effect-${i}`, strength, rows, test, shape: { ...options, source: 'topics' } };
  });
}
