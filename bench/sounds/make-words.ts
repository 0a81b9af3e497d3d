/**
 * Twelve words by forty synthetic voices, four takes each, recorded as badly as people do: other rates, channels and
 * formats, noise, rooms, silence before and after. In: a folder. Out: the clips in it, made by `espeak-ng` and `sox`
 * (Debian packages of these names). Next: `run.ts`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../src/statistics/random.ts';

const WORDS = ['yes', 'no', 'up', 'down', 'left', 'right', 'on', 'off', 'stop', 'go', 'forward', 'backward'];
const ACCENTS = ['en', 'en-us', 'en-gb-scotland', 'en-gb-x-rp', 'en-029', 'en-gb-x-gbclan', 'en-gb-x-gbcwmd'];
const VARIANTS = [
  ...[
    'm1',
    'm2',
    'm3',
    'm4',
    'm5',
    'm6',
    'm7',
    'm8',
    'f1',
    'f2',
    'f3',
    'f4',
    'f5',
    'croak',
    'klatt',
    'klatt2',
  ],
  ...[
    'Andy',
    'anika',
    'Annie',
    'Alex',
    'belinda',
    'benjamin',
    'Diogo',
    'edward',
    'grandma',
    'grandpa',
    'iven',
  ],
  ...[
    'john',
    'Lee',
    'linda',
    'Mike',
    'norbert',
    'pablo',
    'quincy',
    'rob',
    'robert',
    'steph',
    'Storm',
    'victor',
  ],
  'zac',
];
const TAKES = 4;

export interface Clip {
  word: string;
  voice: number;
  take: number;
  path: string;
}

type Random = () => number;

/** Clips that are already there are kept: the same seed gives the same ones. */
export function makeWords(folder: string): Clip[] {
  const clips: Clip[] = [];
  for (let voice = 0; voice < VARIANTS.length; voice++)
    for (const [w, word] of WORDS.entries())
      for (let take = 0; take < TAKES; take++) {
        const uniform = seededRandom(100_000 * voice + 100 * w + take + 1);
        const random = () => uniform.next();
        const format = pick(['wav', 'wav', 'flac', 'ogg'], random);
        const path = join(folder, word, `voice${voice}`, `${take}.${format}`);
        if (!existsSync(path)) record({ word, voice, path, folder }, random);
        clips.push({ word, voice, take, path });
      }
  return clips;
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;
const between = (low: number, high: number, random: Random) => low + (high - low) * random();
const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });

function record(
  { word, voice, path, folder }: { word: string; voice: number; path: string; folder: string },
  random: Random,
): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const [spoken, placed, noise] = ['spoken', 'placed', 'noise'].map((name) => join(folder, `${name}.wav`));
  const whole = (low: number, high: number) => String(Math.round(between(low, high, random)));
  const name = `${ACCENTS[voice % ACCENTS.length]}+${VARIANTS[voice]}`;
  run('espeak-ng', ['-v', name, '-p', whole(25, 75), '-s', whole(130, 210), '-w', spoken!, word]);
  const gain = between(-18, -3, random);
  const rate = pick(['8000', '16000', '22050', '44100'], random);
  const room = random() < 0.4 ? ['reverb', whole(10, 50)] : [];
  const silence = ['pad', between(0, 0.6, random).toFixed(3), between(0, 0.6, random).toFixed(3)];
  const level = ['norm', gain.toFixed(1), 'channels', pick(['1', '1', '2'], random)];
  run('sox', [
    '-R',
    spoken!,
    placed!,
    ...silence,
    ...room,
    'pitch',
    whole(-120, 120),
    'rate',
    rate,
    ...level,
  ]);
  const loudness = 10 ** ((gain - between(8, 30, random) - 6) / 20);
  const colour = pick(['pinknoise', 'whitenoise', 'brownnoise'], random);
  run('sox', ['-R', placed!, noise!, 'synth', colour, 'vol', loudness.toFixed(5)]);
  run('sox', ['-R', '-m', '-v', '1', placed!, '-v', '1', noise!, path]);
}
