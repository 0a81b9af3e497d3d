/**
 * Application commands as the bot registers them → typed definitions within Discord's limits (≤ 25 options, ≤ 25
 * choices, required options first); next: commands.ts. Option types that the page has no control for (user,
 * channel, role, mentionable) are refused.
 */
import { z } from 'zod';

const slashName = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u)
  .refine((name) => name === name.toLowerCase(), { message: 'Application command names are lower-case' });
const localizations = (text: z.ZodType<string>) => z.record(z.string(), text.nullable()).nullish();
const description = z.string().min(1).max(100);

const choice = z.object({
  name: z.string().min(1).max(100),
  name_localizations: localizations(z.string().min(1).max(100)),
  value: z.union([z.string().max(100), z.number()]),
});
export type Choice = z.infer<typeof choice>;
/** What an autocomplete callback may answer. */
export const autocompleteSchema = z.object({ choices: z.array(choice).max(25) });

const named = {
  name: slashName,
  name_localizations: localizations(slashName),
  description,
  description_localizations: localizations(description),
};
const valueOption = z
  .object({
    ...named,
    type: z.union([z.literal(3), z.literal(4), z.literal(5), z.literal(10), z.literal(11)], {
      message: 'The playground implements string, integer, boolean, number and attachment options',
    }),
    required: z.boolean().optional(),
    choices: z.array(choice).max(25).nullish(),
    autocomplete: z.boolean().optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    min_length: z.number().int().min(0).max(6000).optional(),
    max_length: z.number().int().min(1).max(6000).optional(),
  })
  .refine((option) => !(option.autocomplete && option.choices?.length), {
    message: 'Autocomplete and choices exclude each other',
  });
export type ValueOption = z.infer<typeof valueOption>;

const valueOptions = z
  .array(valueOption)
  .max(25)
  .refine((options) => new Set(options.map((option) => option.name)).size === options.length, {
    message: 'Option names must be unique',
  })
  .refine((options) => !options.some((option, i) => option.required && i > 0 && !options[i - 1]!.required), {
    message: 'Required options must be placed before non-required options',
  });

const subcommand = z.object({ ...named, type: z.literal(1), options: valueOptions.optional() });
export type Subcommand = z.infer<typeof subcommand>;
const subcommandGroup = z.object({
  ...named,
  type: z.literal(2),
  options: z.array(subcommand).min(1).max(25),
});

const shared = {
  default_member_permissions: z
    .union([z.string().regex(/^\d+$/), z.number().int()])
    .nullish()
    .transform((bits) => (bits === undefined || bits === null ? null : String(bits))),
  contexts: z.array(z.number().int().min(0).max(2)).nullish(),
  integration_types: z.array(z.number().int().min(0).max(1)).nullish(),
  dm_permission: z.boolean().nullish(),
  nsfw: z.boolean().optional(),
};

const slashCommand = z.object({
  ...named,
  ...shared,
  type: z.literal(1).default(1),
  options: z
    .union([valueOptions, z.array(z.discriminatedUnion('type', [subcommand, subcommandGroup])).max(25)])
    .optional(),
});
const messageCommand = z.object({
  ...shared,
  type: z.literal(3),
  name: z.string().min(1).max(32),
  name_localizations: localizations(z.string().min(1).max(32)),
});

export const commandSchema = z.union([messageCommand, slashCommand]);
export const commandsSchema = z.array(commandSchema).max(110);
export type CommandBody = z.infer<typeof commandSchema>;

/** A registered command, in the form that Discord returns. */
export type Command = CommandBody & {
  id: string;
  application_id: string;
  guild_id?: string;
  version: string;
};
export type SlashCommand = Extract<Command, { type: 1 }>;
