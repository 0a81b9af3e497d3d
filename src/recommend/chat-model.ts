/**
 * LLM_MODEL → a LangChain chat model (OpenAI-compatible, Anthropic, Ollama), asked once for a structured answer. The
 * library is loaded on the first question only. Used by `explain-llm.ts` and `understand/ask-model.ts`, which check
 * whatever comes back.
 */
import type { z } from 'zod';

export interface LlmSettings {
  /** `provider:model`, for instance `openai:gpt-5-mini`, `anthropic:claude-haiku-4-5`, `ollama:llama3.2`. */
  model: string;
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
}

export interface Question<T extends z.ZodType> {
  system: string;
  /** Sent as JSON in the user's message: data, never instructions. */
  data: Record<string, unknown>;
  /** Shape of the answer, and its name for the model. */
  schema: T;
  name: string;
  /** Of the whole call. */
  timeoutMs: number;
}

/** Control characters and the marks that Discord gives a meaning to are taken out of a person's words. */
export const asData = (text: string, max: number): string =>
  text.replace(/[\p{Cc}`@<>*_~|]/gu, ' ').slice(0, max);

/** @throws Error on silence, an error status, an answer of another shape, an unknown provider */
export async function askChatModel<T extends z.ZodType>(
  settings: LlmSettings,
  { system, data, schema, name, timeoutMs }: Question<T>,
): Promise<z.infer<T>> {
  const answer = async () => {
    const model = await openModel(settings, timeoutMs);
    return model.withStructuredOutput<Record<string, unknown>>(schema, { name }).invoke(
      [
        { role: 'system', content: system },
        { role: 'user', content: JSON.stringify(data) },
      ],
      { signal: AbortSignal.timeout(timeoutMs) },
    );
  };
  return schema.parse(await withTimeout(answer(), timeoutMs + 500));
}

async function openModel(settings: LlmSettings, timeoutMs: number) {
  const { initChatModel } = await import('langchain');
  const [provider, ...rest] = settings.model.split(':');
  const name = rest.join(':');
  const shared = { temperature: 0, maxRetries: 0, timeout: timeoutMs };
  const { apiKey = 'none', baseUrl } = settings;
  switch (provider) {
    case 'openai':
      return initChatModel(name, {
        modelProvider: 'openai',
        ...shared,
        apiKey,
        useResponsesApi: false,
        ...(baseUrl ? { configuration: { baseURL: baseUrl } } : {}),
      });
    case 'anthropic':
      return initChatModel(name, {
        modelProvider: 'anthropic',
        ...shared,
        apiKey,
        ...(baseUrl ? { anthropicApiUrl: baseUrl } : {}),
      });
    case 'ollama':
      return initChatModel(name, { modelProvider: 'ollama', ...shared, ...(baseUrl ? { baseUrl } : {}) });
    default:
      throw new Error(`LLM_MODEL names the provider “${provider}”; it can be openai, anthropic or ollama`);
  }
}

/** Some clients ignore the signal while they connect; this bound holds all the same. */
function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
