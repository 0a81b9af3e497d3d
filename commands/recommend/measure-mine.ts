/** "Measure on my data" under an answer that was given to words alone: how the data are attached to the same question. */
import { type Context, componentCommand } from '../../src/discord/command.ts';
import { openConsultation } from '../../src/recommend/consultation.ts';
import { code } from '../../src/text/escape.ts';
import { MEASURABLE, type Measurable } from './controls.ts';

const DESCRIPTION_CHARS = 80;

export const recommendMeasure = componentCommand({
  name: 'recommend-measure',
  where: 'anywhere',
  async run(context, argument) {
    const { services, guildId, person, respond } = context;
    await respond.defer({ ephemeral: true });
    const [id = '', kind = ''] = argument.split(':');
    const { description } = await openConsultation(services.objects, id, { guildId, userId: person.id });
    const wanted = MEASURABLE.find((one) => one === kind) ?? 'text';
    await respond.send({ content: howTo(context, description, wanted), result: { attach: wanted } });
  },
});

function howTo({ t }: Pick<Context, 't'>, description: string, kind: Measurable): string {
  const isShort = description.length <= DESCRIPTION_CHARS && !/["\\\n]/.test(description);
  const words = isShort && description !== '' ? ` description:"${description}"` : '';
  const command = code(`/recommend dataset:…${words}`, 150);
  return t('recommend.measure-how', { command, data: t(`recommend.attach.${kind}`) });
}
