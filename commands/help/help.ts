/** `/help`: what the bot does, in one embed. */
import { chatCommand } from '../../src/discord/command.ts';
import { keptDays } from '../../src/storage/kept-records.ts';
import type { MessageKey } from '../../src/text/localise.ts';

const DESCRIBED = [
  ...(['recommend', 'finetune', 'predict', 'evaluate', 'compare'] as const),
  ...(['export', 'runs', 'models', 'privacy', 'forget-me'] as const),
];

export const help = chatCommand({
  definition: { kind: 'chat', name: 'help', where: 'anywhere', options: [] },
  async run({ respond, t }) {
    const commands = DESCRIBED.map((name) => `**/${name}**: ${t(`command.${name}` satisfies MessageKey)}`);
    await respond.send(
      {
        embeds: [
          {
            title: t('help.title'),
            description: t('help.intro'),
            color: 0x5865f2,
            fields: [
              { name: t('help.commands-title'), value: [...commands, t('help.apps')].join('\n') },
              { name: t('help.data-title'), value: t('help.data') },
              { name: t('help.privacy-title'), value: t('help.privacy', { days: keptDays() }) },
            ],
          },
        ],
        result: { commands: DESCRIBED.map((name) => `/${name}`) },
      },
      { ephemeral: true },
    );
  },
});
