/** The select under an answer of `/recommend` whose data have several columns of classes: the chosen one is measured. */
import { componentCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { openOwnConsultation } from '../../src/recommend/consultation.ts';
import { inspect } from '../children.ts';
import { openColumns } from '../column-choice.ts';
import { answerConsultation } from './answer.ts';

export const recommendColumn = componentCommand({
  name: 'recommend-column',
  where: 'anywhere',
  async run(context, id, [place]) {
    const { services, guildId, person, respond } = context;
    await respond.deferUpdate();
    const consultation = await openOwnConsultation(services.objects, id, { guildId, userId: person.id });
    const { dataset, profile } = consultation;
    const chosen = profile ? openColumns(profile, consultation.target)[Number(place)] : undefined;
    if (!dataset || !chosen) throw new UserError('outdated-command');
    await services.downloads.inFolder(async (folder) => {
      const file = (await services.downloads.fetchStored(dataset, folder)).local;
      const target = chosen.column;
      const told = await inspect(context, { file, folder, target, task: null });
      await answerConsultation(context, { ...consultation, target, profile: told });
    });
  },
});
