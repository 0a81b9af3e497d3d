/** What the page and Person send to the playground's own API below `/person`, and what it answers. */
import { z } from 'zod';

const optionValue = z.union([z.string(), z.number(), z.boolean(), z.object({ upload: z.string() })]);
const fieldValue = z.union([z.string(), z.array(z.string())]);

export const sessionRequest = z.object({
  /** Absent: the guild's owner, who may do everything. Another name is an ordinary member. */
  name: z.string().min(1).max(32).optional(),
  locale: z.string().default('en-US'),
  /** Name of the guild; absent: the first one. */
  guild: z.string().optional(),
  /** Names of roles of this member; those that the guild lacks are made, without permissions. */
  roles: z.array(z.string().min(1).max(100)).default([]),
  /** Gives the member a role with the Administrator permission. */
  admin: z.boolean().default(false),
});
/** Level of the server's boosts. */
export const tierRequest = z.object({
  tier: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
});
export const localeRequest = z.object({ locale: z.string() });
export const commandRequest = z.object({
  name: z.string(),
  path: z.array(z.string()).default([]),
  options: z.record(z.string(), optionValue).default({}),
});
export const autocompleteRequest = commandRequest.extend({ focused: z.string() });
export const componentRequest = z.object({
  messageId: z.string(),
  customId: z.string(),
  values: z.array(z.string()).optional(),
});
export const modalRequest = z.object({ interactionId: z.string(), values: z.record(z.string(), fieldValue) });
export const messageCommandRequest = z.object({ name: z.string(), messageId: z.string() });
export const postRequest = z.object({
  content: z.string().max(2000).default(''),
  uploads: z.array(z.string()).max(10).default([]),
});

/** Who somebody is and where. */
export interface Session {
  id: string;
  user: { id: string; name: string };
  guild: { id: string; name: string; tier: number };
  channel: { id: string; name: string; topic: string };
  roles: { id: string; name: string }[];
  locale: string;
  bot: { id: string; name: string; online: boolean };
  uploadLimitBytes: number;
  guilds: { id: string; name: string }[];
}
