/** `/forget-me`: what would go, a button that confirms it, and the receipt of what went. */
import { chatCommand, componentCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { code } from '../../src/text/escape.ts';
import { forgetPerson, isActive } from './forget-person.ts';

const ASKED = { where: 'anywhere', unlisted: true } as const;

export const forgetMe = chatCommand({
  definition: { kind: 'chat', name: 'forget-me', ...ASKED, forUsers: true, options: [] },
  async run({ respond, services, person, t }) {
    await respond.defer({ ephemeral: true });
    const found = await services.runs.ofPerson(person.id);
    const active = found.filter(isActive).length;
    await respond.send({
      content: [
        t('forget.ask', { runs: found.length }),
        ...(active > 0 ? [t('forget.ask-active', { active })] : []),
        t('forget.ask-posted'),
      ].join('\n'),
      buttons: [
        { id: `forget-me:${person.id}`, label: t('button.forget'), style: 'danger' },
        { id: 'forget-nothing:', label: t('button.keep'), style: 'secondary' },
      ],
      result: { runs: found.length, active },
    });
  },
});

export const forgetButton = componentCommand({
  name: 'forget-me',
  ...ASKED,
  async run(context, personId) {
    const { respond, person, t } = context;
    await respond.deferUpdate();
    // Only they see the button; whoever presses it is forgotten, and nobody else.
    if (personId !== person.id) throw new UserError('outdated-command');
    const receipt = await forgetPerson(context);
    const { runs, recommendations, requests, left } = receipt;
    await respond.send({
      content: [
        t('forget.done', {
          runs,
          recommendations,
          requests,
          when: `<t:${Math.floor(Date.now() / 1_000)}:f>`,
        }),
        ...(left.length > 0 ? [t('forget.left', { ids: left.map((id) => code(id)).join(' ') })] : []),
        t('forget.ask-posted'),
      ].join('\n'),
      result: { forgotten: true, ...receipt },
    });
  },
});

export const keepButton = componentCommand({
  name: 'forget-nothing',
  ...ASKED,
  async run({ respond, t }) {
    await respond.deferUpdate();
    await respond.send({ content: t('forget.nothing'), result: { forgotten: false } });
  },
});
