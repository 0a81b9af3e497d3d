/**
 * Questions → a tuned model's answers, a few at a time. A model that its service does not serve without a server of one's own is not
 * asked: the reason is handed back instead.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isUserError } from '../../errors.ts';
import type { TuningService } from '../../remote/service.ts';

const AT_ONCE = 4;

const questionsSchema = z.array(
  z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
);

interface Asking {
  questionsPath: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

export async function askModel(
  service: TuningService,
  model: string,
  { questionsPath, signal, onProgress }: Asking,
): Promise<{ answers: (string | null)[]; reason: string | null }> {
  const questions = questionsSchema.parse(JSON.parse(await readFile(questionsPath, 'utf8')));
  const answers: (string | null)[] = questions.map(() => null);
  try {
    for (let at = 0; at < questions.length; at += AT_ONCE) {
      onProgress(at / questions.length);
      const some = questions.slice(at, at + AT_ONCE);
      const said = await Promise.all(some.map((messages) => service.answer(model, messages, signal)));
      answers.splice(at, said.length, ...said);
    }
    return { answers, reason: null };
  } catch (error) {
    signal.throwIfAborted();
    if (!isUserError(error)) throw error;
    // Half a test would be no test.
    return { answers: questions.map(() => null), reason: error.message };
  }
}
