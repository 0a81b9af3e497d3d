/** Events of the playground → its listeners: the pages and Persons (over SSE) and, inside, the gateway. */
import type { APIMessage } from 'discord-api-types/v10';

export interface MessageEvent {
  type: 'message';
  kind: 'create' | 'update' | 'delete';
  message: APIMessage;
  /** The user who alone may see it; null: everybody in the channel. */
  visibleTo: string | null;
  /** What `annotate` said of this message. */
  result?: unknown;
}
export type PlaygroundEvent =
  | MessageEvent
  | { type: 'interaction'; userId: string; interactionId: string; status: 'failed' }
  | { type: 'commands' }
  | { type: 'bot'; online: boolean };

export interface Hub {
  emit(event: PlaygroundEvent): void;
  /** Returns the function that ends the subscription. */
  listen(listener: (event: PlaygroundEvent) => void): () => void;
}

export function createHub(): Hub {
  const listeners = new Set<(event: PlaygroundEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
