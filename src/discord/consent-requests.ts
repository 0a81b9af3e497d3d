/**
 * Questions to the authors of messages, until they are answered: who asks for what, of which message. Of the message only its
 * text and the addresses of its files are kept, which Discord lets expire within a day; so long a question is open. Kept as
 * objects, so that a restart loses none. In: `ask-consent.ts`. Out: the request, once, to whom it may be given.
 */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { KEPT_ID, keptRecords, makeKeptId } from '../storage/kept-records.ts';
import type { ObjectStore } from '../storage/objects.ts';

const OPEN_MS = 86_400_000;

const requestSchema = z.object({
  id: z.string().regex(KEPT_ID),
  askedAt: z.iso.datetime(),
  purpose: z.enum(['finetune', 'recommend']),
  guildId: z.string(),
  /** Who asks, as they were then. */
  userId: z.string(),
  roles: z.array(z.string()),
  locale: z.string(),
  message: z.object({
    id: z.string(),
    url: z.string(),
    author: z.object({ id: z.string(), isBot: z.boolean() }),
    content: z.string(),
    attachments: z.array(z.object({ url: z.string(), name: z.string(), bytes: z.number() })),
  }),
});
export type ConsentRequest = z.infer<typeof requestSchema>;

const kept = keptRecords({ root: 'consents', file: 'request.json', days: 1 }, requestSchema);

export class ConsentRequests {
  readonly #objects: ObjectStore;
  /** Ids that are answered, since the last sweep. */
  readonly #taken = new Set<string>();

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  async keep(asked: Omit<ConsentRequest, 'id' | 'askedAt'>): Promise<ConsentRequest> {
    const request = { ...asked, id: makeKeptId(), askedAt: new Date().toISOString() };
    await kept.keep(this.#objects, request);
    return request;
  }

  /**
   * The request, which is gone then.
   * @throws UserErrors `consent-expired` (answered already, too), `not-your-consent` for all but the author
   */
  async take(id: string, by: { guildId: string; userId: string }): Promise<ConsentRequest> {
    const request = await kept.find(this.#objects, id);
    if (request === null || request.guildId !== by.guildId || isOver(request)) throw expired();
    const { author } = request.message;
    if (author.id !== by.userId) throw new UserError('not-your-consent', { author: `<@${author.id}>` });
    // Of two presses at once, both of which have read it.
    if (this.#taken.has(id)) throw expired();
    this.#taken.add(id);
    try {
      await kept.remove(this.#objects, id);
    } catch (error) {
      this.#taken.delete(id);
      throw error;
    }
    return request;
  }

  /** Those that a person asked, or that were asked of them. @returns how many */
  forget(userId: string): Promise<number> {
    return kept.forget(this.#objects, userId);
  }

  /** What nobody answered. */
  async removeExpired(): Promise<void> {
    this.#taken.clear();
    await kept.removeExpired(this.#objects);
  }
}

const isOver = ({ askedAt }: ConsentRequest): boolean => Date.now() - Date.parse(askedAt) > OPEN_MS;

const expired = () => new UserError('consent-expired');
