/**
 * "Fine-tune …" under an answer of `/recommend`: a Run of that model on the data set that was attached to the question,
 * with the defaults of `/finetune`; without a data set, what to attach.
 */
import type { DataKind } from '../../src/datasets/dataset.ts';
import { componentCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { openOwnConsultation } from '../../src/recommend/consultation.ts';
import { code, plain } from '../../src/text/escape.ts';
import { RUN_DEMANDS } from '../finetune/request.ts';
import { startFinetune } from '../finetune/start-finetune.ts';
import { rankConsultation } from './answer.ts';
import { trainableHere } from './controls.ts';

export const recommendFinetune = componentCommand({
  name: 'recommend-finetune',
  ...RUN_DEMANDS,
  async run(context, argument) {
    const { services, guildId, person, respond, t } = context;
    // Opening what was kept and ranking it may take longer than Discord waits.
    await respond.defer();
    const [id = '', place = '0'] = argument.split(':');
    const consultation = await openOwnConsultation(services.objects, id, { guildId, userId: person.id });
    const model = trainableHere(await rankConsultation(context, consultation))[Number(place)];
    if (!model) throw new UserError('nothing-to-finetune');
    if (consultation.dataset)
      return startFinetune(context, {
        dataset: consultation.dataset,
        model: model.id,
        target: consultation.target ?? undefined,
        description: consultation.description,
        consent: consultation.consent,
      });
    const kind = model.kind as DataKind;
    await respond.sendPrivately({
      content: t('recommend.attach', {
        name: plain(model.name),
        data: t(`recommend.attach.${kind}`),
        command: code(`/finetune dataset:… model:${model.id}`, 150),
      }),
      result: { attach: kind, model: model.id },
    });
  },
});
