/** A reply as plain data → the payload discord.js sends. Text mentions nobody; only `calls` does, by id. */
import { MessageFlags } from 'discord.js';
import { cut, fitEmbeds } from '../text/fit-embed.ts';

export interface Embed {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  fields?: { name: string; value: string; inline?: boolean }[];
  footer?: { text: string };
  image?: { url: string };
  timestamp?: string;
}

export interface Button {
  id: string;
  label: string;
  style: 'primary' | 'secondary' | 'success' | 'danger';
  disabled?: boolean;
}

export interface Select {
  id: string;
  placeholder: string;
  options: { label: string; value: string; description?: string }[];
  /** How many must be chosen at once; 1 unless told. */
  count?: number;
}

export interface ReplyFile {
  /** As shown in the channel. */
  name: string;
  /** Bytes, or the path of a file that exists until the reply is sent. */
  data: Buffer | string;
  /** What a picture shows, for those who do not see it. */
  alt?: string | null;
}

export interface Reply {
  content?: string;
  embeds?: Embed[];
  buttons?: Button[];
  /** A row each; with the buttons at most five rows. One without options is left out. */
  selects?: Select[];
  files?: ReplyFile[];
  /** Ids of people whom the message calls; it mentions nobody else, whatever it says. */
  calls?: string[];
  /** For scripts: what the message says, as data. Reaches the observer (the playground), never Discord. */
  result?: Record<string, unknown>;
}

/** Told about every message the bot sends or edits, with its `result`. */
export type Observer = (messageId: string, result: Record<string, unknown>) => void;

/** What Discord takes of alt text, and of a message beside its embeds. */
const [ALT_CHARS, CONTENT_CHARS] = [1_024, 2_000];

const STYLES = { primary: 1, secondary: 2, success: 3, danger: 4 } as const;

const rows = (reply: Reply) => [
  ...(reply.buttons?.length
    ? [
        {
          type: 1 as const,
          components: reply.buttons.map((button) => ({
            type: 2 as const,
            style: STYLES[button.style],
            label: cut(button.label, 80),
            custom_id: button.id,
            disabled: button.disabled ?? false,
          })),
        },
      ]
    : []),
  ...(reply.selects ?? [])
    .filter(({ options }) => options.length > 0)
    .map((select) => ({
      type: 1 as const,
      components: [
        {
          type: 3 as const,
          custom_id: select.id,
          placeholder: cut(select.placeholder, 150),
          ...(select.count ? { min_values: select.count, max_values: select.count } : {}),
          options: select.options.slice(0, 25).map((option) => ({
            label: cut(option.label, 100),
            value: option.value.slice(0, 100),
            ...(option.description ? { description: cut(option.description, 100) } : {}),
          })),
        },
      ],
    })),
];

/** An edit replaces everything: text, embeds, components and files. */
export const payload = (reply: Reply) => ({
  content: cut(reply.content ?? '', CONTENT_CHARS),
  embeds: fitEmbeds(reply.embeds ?? []),
  components: rows(reply),
  files: (reply.files ?? []).map(({ name, data, alt }) => ({
    name,
    attachment: data,
    ...(alt ? { description: cut(alt, ALT_CHARS) } : {}),
  })),
  allowedMentions: reply.calls ? { users: reply.calls } : { parse: [] },
});

export const ephemeralFlag = (ephemeral: boolean): { flags?: MessageFlags.Ephemeral } =>
  ephemeral ? { flags: MessageFlags.Ephemeral } : {};
