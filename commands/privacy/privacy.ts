/** `/privacy`: what this bot keeps, where, how long, who else gets it, and what a person may do; from its configuration. */
import type { Config } from '../../src/config.ts';
import { type Context, chatCommand } from '../../src/discord/command.ts';
import type { Translate } from '../../src/text/localise.ts';

export const privacy = chatCommand({
  definition: {
    kind: 'chat',
    name: 'privacy',
    where: 'anywhere',
    forUsers: true,
    unlisted: true,
    options: [],
  },
  async run({ respond, services: { config }, t }: Context) {
    const field = (name: 'kept' | 'where' | 'others' | 'yours', lines: readonly string[]) => ({
      name: t(`privacy.${name}-title`),
      value: lines.map((line) => `• ${line}`).join('\n'),
    });
    await respond.send(
      {
        embeds: [
          {
            title: t('privacy.title'),
            description: t('privacy.intro'),
            color: 0x5865f2,
            fields: [
              field('kept', keptLines(config, t)),
              field('where', whereLines(config, t)),
              field('others', otherLines(config, t)),
              field('yours', rightLines(config, t)),
            ],
          },
        ],
        result: { keepDays: config.keepDays, storage: storageOf(config), llm: config.llm?.model ?? null },
      },
      { ephemeral: true },
    );
  },
});

function keptLines({ keepDays: { runs, uploads, recommendations } }: Config, t: Translate): string[] {
  const whole = runs > 0 ? t('privacy.time.days', { days: runs }) : t('privacy.time.ever');
  const files = uploads > 0 ? t('privacy.time.days', { days: uploads }) : whole;
  return [
    t('privacy.kept.files', { time: files }),
    t('privacy.kept.runs', { time: whole }),
    t('privacy.kept.recommendations', { days: recommendations }),
    t('privacy.kept.questions'),
    t('privacy.kept.not'),
  ];
}

const storageOf = ({ storageUrl }: Config) => (storageUrl === undefined ? 'folder' : 'object-store');

const whereLines = (config: Config, t: Translate): string[] => [
  t(`privacy.where.${storageOf(config)}`),
  t(config.databaseUrl === undefined ? 'privacy.where.embedded' : 'privacy.where.postgres'),
  t('privacy.where.seen'),
];

const otherLines = ({ llm, tuning }: Config, t: Translate): string[] => [
  llm === null ? t('privacy.others.no-llm') : t('privacy.others.llm', { model: llm.model }),
  t('privacy.others.hub'),
  ...Object.values(tuning.services).flatMap((service) =>
    service ? [t('privacy.others.service', { name: service.name, host: new URL(service.url).host })] : [],
  ),
];

function rightLines({ operator: { contact, privacyUrl, termsUrl } }: Config, t: Translate): string[] {
  return [
    t('privacy.yours.delete'),
    contact === undefined ? t('privacy.yours.operator') : t('privacy.yours.contact', { contact }),
    ...(privacyUrl === undefined ? [] : [t('privacy.yours.policy', { url: privacyUrl })]),
    ...(termsUrl === undefined ? [] : [t('privacy.yours.terms', { url: termsUrl })]),
  ];
}
