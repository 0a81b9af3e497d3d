/**
 * Components of a message and of a modal, as the bot sends them → typed values within Discord's limits: 5 rows of
 * 5 buttons or one select, 40 components, custom_id 100 characters. Components V2 and the selects of users, roles
 * and channels are refused: the playground has no page for them.
 */
import { z } from 'zod';

const customId = z.string().min(1).max(100);
const emoji = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  animated: z.boolean().optional(),
});

const actionButton = z.object({
  type: z.literal(2),
  id: z.number().optional(),
  style: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  custom_id: customId,
  label: z.string().max(80).optional(),
  emoji: emoji.optional(),
  disabled: z.boolean().optional(),
});
const linkButton = z.object({
  type: z.literal(2),
  id: z.number().optional(),
  style: z.literal(5),
  url: z.url({ protocol: /^(https?|discord)$/ }).max(512),
  label: z.string().max(80).optional(),
  emoji: emoji.optional(),
  disabled: z.boolean().optional(),
});
const button = z.discriminatedUnion('style', [actionButton, linkButton]);

const selectOption = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  emoji: emoji.optional(),
  default: z.boolean().optional(),
});
const stringSelect = z.object({
  type: z.literal(3),
  id: z.number().optional(),
  custom_id: customId,
  options: z.array(selectOption).min(1).max(25),
  placeholder: z.string().max(150).optional(),
  min_values: z.number().int().min(0).max(25).optional(),
  max_values: z.number().int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  required: z.boolean().optional(),
});
const textInput = z.object({
  type: z.literal(4),
  id: z.number().optional(),
  custom_id: customId,
  style: z.union([z.literal(1), z.literal(2)]),
  label: z.string().min(1).max(45).optional(),
  min_length: z.number().int().min(0).max(4000).optional(),
  max_length: z.number().int().min(1).max(4000).optional(),
  required: z.boolean().optional(),
  value: z.string().max(4000).optional(),
  placeholder: z.string().max(100).optional(),
});

const fileUpload = z.object({
  type: z.literal(19),
  id: z.number().optional(),
  custom_id: customId,
  min_values: z.number().int().min(0).max(10).optional(),
  max_values: z.number().int().min(1).max(10).optional(),
  required: z.boolean().optional(),
  file_types: z.array(z.string()).max(10).optional(),
});

const messageRow = z.object({
  type: z.literal(1),
  id: z.number().optional(),
  components: z
    .array(z.union([button, stringSelect]))
    .min(1)
    .max(5)
    .refine((row) => row.length === 1 || row.every((component) => component.type === 2), {
      message: 'A select fills its row alone',
    }),
});

/** Rows of a message; custom ids are unique in it. */
export const messageComponents = z
  .array(messageRow)
  .max(5)
  .superRefine((rows, context) => {
    const components = rows.flatMap((row) => row.components);
    if (components.length + rows.length > 40) {
      context.addIssue({ code: 'custom', message: 'A message holds at most 40 components' });
    }
    const ids = components.flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
    if (new Set(ids).size < ids.length) {
      context.addIssue({ code: 'custom', message: 'Component custom id cannot be duplicated' });
    }
  });

const modalRow = z.object({
  type: z.literal(1),
  id: z.number().optional(),
  components: z.array(textInput).length(1),
});
const modalLabel = z.object({
  type: z.literal(18),
  id: z.number().optional(),
  label: z.string().min(1).max(45),
  description: z.string().max(100).optional(),
  component: z.discriminatedUnion('type', [textInput, stringSelect, fileUpload]),
});

export const modalSchema = z.object({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(z.discriminatedUnion('type', [modalRow, modalLabel]))
    .min(1)
    .max(5),
});

export type MessageRow = z.infer<typeof messageRow>;
export type MessageComponent = MessageRow['components'][number];
export type Modal = z.infer<typeof modalSchema>;
export type TextInput = z.infer<typeof textInput>;
export type FileUpload = z.infer<typeof fileUpload>;
export type StringSelect = z.infer<typeof stringSelect>;
