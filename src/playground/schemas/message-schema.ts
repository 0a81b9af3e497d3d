/**
 * A message as the bot sends it → a typed body within Discord's limits (2,000 characters, 10 embeds of 6,000
 * characters together, 10 files); next: message-store.ts.
 */
import { z } from 'zod';
import { messageComponents } from './component-schema.ts';

/** Flags a bot may set here: SuppressEmbeds, Ephemeral, SuppressNotifications. */
const SETTABLE_FLAGS = 4 | 64 | 4096;
export const EPHEMERAL = 64;
export const LOADING = 128;

const webUrl = z.url({ protocol: /^(https?|attachment)$/ }).max(2048);
const media = z.object({ url: webUrl });

const embed = z.object({
  title: z.string().max(256).optional(),
  description: z.string().max(4096).optional(),
  url: webUrl.optional(),
  timestamp: z.string().optional(),
  color: z.number().int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: z.string().max(2048), icon_url: webUrl.optional() }).optional(),
  image: media.optional(),
  thumbnail: media.optional(),
  author: z
    .object({ name: z.string().max(256), url: webUrl.optional(), icon_url: webUrl.optional() })
    .optional(),
  fields: z
    .array(
      z.object({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
});
export type Embed = z.infer<typeof embed>;

/** Characters that count towards the 6,000 of a message. */
const embedLength = (one: Embed): number =>
  (one.title?.length ?? 0) +
  (one.description?.length ?? 0) +
  (one.footer?.text.length ?? 0) +
  (one.author?.name.length ?? 0) +
  (one.fields ?? []).reduce((sum, field) => sum + field.name.length + field.value.length, 0);

const embeds = z
  .array(embed)
  .max(10)
  .refine((all) => all.reduce((sum, one) => sum + embedLength(one), 0) <= 6000, {
    message: 'Embed size exceeds maximum size of 6000',
  });

const attachmentEntry = z.object({
  /** Index of a new file in this request, or the id of a file that the message already has. */
  id: z.union([z.string(), z.number()]).transform(String),
  filename: z.string().max(1024).optional(),
  description: z.string().max(1024).nullish(),
});

/** `nothing` may be absent or empty; anything else is a feature that the playground does not have. */
const refused = (what: string) =>
  z
    .unknown()
    .refine(
      (value) => value === undefined || value === null || (Array.isArray(value) && value.length === 0),
      {
        message: `The playground does not implement ${what}`,
      },
    )
    .optional();

export const messageBody = z.object({
  content: z.string().max(2000).nullish(),
  embeds: embeds.nullish(),
  components: messageComponents.nullish(),
  attachments: z.array(attachmentEntry).max(10).nullish(),
  flags: z
    .number()
    .int()
    .refine((flags) => (flags & ~SETTABLE_FLAGS) === 0, {
      message: 'The playground accepts the flags SuppressEmbeds, Ephemeral and SuppressNotifications',
    })
    .nullish(),
  allowed_mentions: z.object({ parse: z.array(z.string()).optional() }).nullish(),
  message_reference: z
    .object({ message_id: z.string(), fail_if_not_exists: z.boolean().optional() })
    .nullish(),
  tts: z.boolean().nullish(),
  nonce: z.union([z.string().max(25), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  poll: refused('polls'),
  sticker_ids: refused('stickers'),
  thread_name: refused('threads'),
});
export type MessageBody = z.infer<typeof messageBody>;
