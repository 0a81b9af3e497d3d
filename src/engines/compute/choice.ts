/**
 * What a process computes with: the operator's ENGINE and ACCELERATOR (`config.ts` checks them for the bot, the child reads
 * them again), and what was really used, for the Report. A process does one task, so both are kept once.
 */
import { z } from 'zod';
import { type Note, note } from '../../text/notes.ts';

const choiceSchema = z.object({
  ENGINE: z.enum(['auto', 'onnxruntime', 'tensorflow']).default('auto'),
  ACCELERATOR: z.enum(['auto', 'none', 'webgpu', 'cuda', 'coreml', 'directml']).default('auto'),
});
type EngineChoice = z.infer<typeof choiceSchema>['ENGINE'];
type AcceleratorChoice = z.infer<typeof choiceSchema>['ACCELERATOR'];

interface Choice {
  engine: EngineChoice;
  accelerator: AcceleratorChoice;
}

/** Parts of a training as the Report names them. */
export type Part = 'head' | 'trunk' | 'training step';

let chosen: Choice = { engine: 'auto', accelerator: 'auto' };
let used = new Map<Part, string>();
let fallbacks = new Map<string, Note>();

/** @throws ZodError for a value that `config.ts` would have refused */
export function readChoice(environment: NodeJS.ProcessEnv): Choice {
  const known = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { ENGINE, ACCELERATOR } = choiceSchema.parse(known);
  return { engine: ENGINE, accelerator: ACCELERATOR };
}

/** Begins anew: nothing was used yet. */
export function choose(choice: Choice): void {
  chosen = choice;
  used = new Map();
  fallbacks = new Map();
}

export const choice = (): Choice => chosen;

export function noteUse(part: Part, engine: string): void {
  used.set(part, engine);
}

/** What was chosen could not be used: by what was asked for, and why. */
export function noteFallback(wanted: string, reason: string): void {
  fallbacks.set(`${wanted} ${reason}`, note('engine-fallback', { wanted, reason }));
}

export const enginesUsed = (): Record<string, string> => Object.fromEntries(used);
export const fallbackNotes = (): Note[] => [...fallbacks.values()];
