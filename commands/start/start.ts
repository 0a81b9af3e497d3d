/** `/start`: what do you have? A choice, then what to attach and the two commands that go on from there. */
import { chatCommand, componentCommand } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { code } from '../../src/text/escape.ts';
import type { Translate } from '../../src/text/localise.ts';

/** Kinds of data, and an idea without any. */
const HAVING = ['image', 'text', 'audio', 'series', 'policy', 'prose', 'idea'] as const;
type Having = (typeof HAVING)[number];

const startReply = (t: Translate): Reply => ({
  content: t('start.ask'),
  selects: [
    {
      id: 'start:what',
      placeholder: t('start.choose'),
      options: HAVING.map((one) => ({ label: t(`start.have.${one}`), value: one })),
    },
  ],
  result: { having: HAVING },
});

export const start = chatCommand({
  definition: { kind: 'chat', name: 'start', where: 'anywhere', options: [] },
  run: ({ respond, t }) => respond.send(startReply(t), { ephemeral: true }),
});

export const startChoice = componentCommand({
  name: 'start',
  where: 'anywhere',
  async run({ respond, t }, _argument, [chosen]) {
    const having = HAVING.find((one) => one === chosen) ?? 'idea';
    await respond.send({ content: nextSteps(t, having), result: { having } }, { ephemeral: true });
  },
});

function nextSteps(t: Translate, having: Having): string {
  if (having === 'idea')
    return t('start.next-idea', { command: code(`/recommend description:${t('start.example')}`, 120) });
  const model = having === 'prose' ? ' model:…' : '';
  return t('start.next', {
    data: t(`recommend.attach.${having}`),
    recommend: code('/recommend dataset:…'),
    finetune: code(`/finetune dataset:…${model}`),
  });
}
