/** The command line of `say` → lines to say and how to answer. */
import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';

export interface SayArguments {
  lines: string[];
  /** One JSON object a message instead of text. */
  json: boolean;
  /** Folder for attachments of the answers. */
  saveDir: string | null;
  /** Address of a playground that runs already. */
  url: string | null;
  /** Discord locale of the person, such as `zh-CN`. */
  locale: string;
}

const SAY_USAGE = `npm run say -- "/command option:value …" [more lines] [--json] [--save DIR] [--url URL] [--locale zh-CN]

  Says slash commands to the bot, one after the other, and prints its answers. See docs/say.md.`;

/** @throws UserError `bad-arguments` */
export function parseSayArguments(argv: readonly string[]): SayArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        save: { type: 'string' },
        url: { type: 'string' },
        locale: { type: 'string', default: 'en-US' },
      },
    });
    if (positionals.length === 0) throw new Error('there is no line to say');
    return {
      lines: positionals,
      json: values.json,
      saveDir: values.save ?? null,
      url: values.url ?? null,
      locale: values.locale,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('bad-arguments', { reason, usage: SAY_USAGE }, { cause: error });
  }
}
