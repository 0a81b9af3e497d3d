/**
 * `/recommend`: which pretrained model suits the task. From words and options at once; with a data set the candidates
 * that run here are measured on it. Next: `recommend-answer.ts`; the controls of its reply: `recommend-change.ts`,
 * `recommend-compare.ts`, `recommend-finetune.ts`.
 */

import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { DATA_KINDS, type DataKind } from '../../src/datasets/dataset.ts';
import { chatCommand } from '../../src/discord/command.ts';
import { newConsultation } from '../../src/recommend/consultation.ts';
import { ACCESS_WISHES, LICENCE_WISHES } from '../../src/recommend/requirements.ts';
import { startConsultation } from './answer.ts';

export const recommend = chatCommand({
  definition: {
    kind: 'chat',
    name: 'recommend',
    where: 'anywhere',
    forUsers: true,
    options: [
      { name: 'description', type: 'string', maxLength: 2_000 },
      { name: 'dataset', type: 'attachment' },
      { name: 'source', type: 'string', maxLength: 1_000 },
      { name: 'target', type: 'string', maxLength: 100 },
      { name: 'task', type: 'string', maxLength: 60, autocomplete: true },
      { name: 'licence', type: 'string', maxLength: 40, autocomplete: true },
      { name: 'access', type: 'string', maxLength: 40, autocomplete: true },
      { name: 'max-latency', type: 'string', maxLength: 20 },
      { name: 'language', type: 'string', maxLength: 40 },
      { name: 'top', type: 'integer', min: 1, max: 10 },
    ],
  },
  async run(context, { description, dataset, source, target, task, 'max-latency': maxLatency, ...options }) {
    await context.respond.defer();
    const asker = { guildId: context.guildId, userId: context.person.id };
    const consultation = newConsultation(asker, {
      description: description ?? '',
      target: target ?? null,
      options: { ...options, maxLatency, task: taskId(task) },
    });
    await startConsultation(context, consultation, { dataset, source });
  },
  async autocomplete({ option, typed, locale }) {
    const wanted = typed.toLowerCase();
    const choices =
      option === 'task'
        ? loadKnowledge().tasks.map((task) => ({ name: task.name[locale], value: task.id }))
        : (option === 'licence' ? LICENCE_WISHES : ACCESS_WISHES).map((value) => ({ name: value, value }));
    return choices.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
  },
});

/** A kind of data stands for its usual task. */
const USUAL_TASK: Record<DataKind, string> = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
  series: 'series-forecasting',
  policy: 'offline-policy',
  prose: 'text-generation',
};

function taskId(typed: string | undefined): string | undefined {
  const word = typed?.trim().toLowerCase();
  const kind = DATA_KINDS.find((one) => one === word);
  return kind ? USUAL_TASK[kind] : word;
}
