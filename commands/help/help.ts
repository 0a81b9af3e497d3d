/** `/help`: what the bot does, in a few lines; commands, data and privacy behind buttons. */
import { chatCommand, componentCommand } from '../../src/discord/command.ts';
import { keptDays } from '../../src/storage/kept-records.ts';
import type { MessageKey, Translate } from '../../src/text/localise.ts';

const DESCRIBED = [
  ...(['start', 'recommend', 'finetune', 'predict', 'evaluate', 'compare'] as const),
  ...(['export', 'runs', 'models', 'privacy', 'forget-me'] as const),
];

const TOPICS = ['commands', 'data', 'privacy'] as const;
type Topic = (typeof TOPICS)[number];

const idOf = (topic: Topic): string => `help:${topic}`;

export const help = chatCommand({
  definition: { kind: 'chat', name: 'help', where: 'anywhere', forUsers: true, options: [] },
  async run({ respond, t }) {
    await respond.send(
      {
        content: [t('help.lead'), t('help.steps')].join('\n'),
        buttons: TOPICS.map((topic) => ({
          id: idOf(topic),
          label: t(`help.${topic}-title`),
          style: 'secondary',
        })),
        result: { commands: DESCRIBED.map((name) => `/${name}`), more: TOPICS.map(idOf) },
      },
      { ephemeral: true },
    );
  },
});

export const helpTopic = componentCommand({
  name: 'help',
  where: 'anywhere',
  async run({ respond, t }, argument) {
    const topic = TOPICS.find((one) => one === argument) ?? 'commands';
    const embed = { title: t(`help.${topic}-title`), description: TEXTS[topic](t), color: 0x5865f2 };
    await respond.send({ embeds: [embed], result: { topic } }, { ephemeral: true });
  },
});

const TEXTS: Record<Topic, (t: Translate) => string> = {
  commands: (t) =>
    [
      ...DESCRIBED.map((name) => `**/${name}**: ${t(`command.${name}` satisfies MessageKey)}`),
      t('help.apps'),
    ].join('\n'),
  data: (t) => t('help.data'),
  privacy: (t) => t('help.privacy', { days: keptDays() }),
};
