/**
 * The controls under an answer of `/recommend` that change what was understood: the button that shows them, the select of
 * tasks, the select of conditions, and the form. The person who asked changes it; the answer is ranked anew and replaces the old one.
 */
import { type Context, componentCommand, modalCommand } from '../../src/discord/command.ts';
import type { ModalForm } from '../../src/discord/modal.ts';
import { type Consultation, openOwnConsultation } from '../../src/recommend/consultation.ts';
import { refuseBadOptions, understand } from '../../src/recommend/understand/understand.ts';
import { answerConsultation, rankConsultation, readHints } from './answer.ts';
import { parseCondition } from './controls.ts';
import { rankingReply } from './ranking-reply.ts';

/** For a change: deferred first, as storage may take longer than Discord waits. */
async function openDeferred(context: Context, id: string): Promise<Consultation> {
  const { services, guildId, person, respond } = context;
  await respond.deferUpdate();
  return openOwnConsultation(services.objects, id, { guildId, userId: person.id });
}

/** "Change something": the same answer, with its selects. */
export const recommendOpen = componentCommand({
  name: 'recommend-open',
  where: 'anywhere',
  async run(context, id) {
    const consultation = await openDeferred(context, id);
    const ranking = await rankConsultation(context, consultation);
    await context.respond.send(rankingReply(context, ranking, { consultation, open: true }));
  },
});

export const recommendTask = componentCommand({
  name: 'recommend-task',
  where: 'anywhere',
  async run(context, id, [task]) {
    const consultation = await openDeferred(context, id);
    await answerConsultation(context, { ...consultation, options: { ...consultation.options, task } });
  },
});

export const recommendChange = componentCommand({
  name: 'recommend-change',
  where: 'anywhere',
  async run(context, id, [value]) {
    const consultation = await openDeferred(context, id);
    const condition = parseCondition(value ?? '');
    await answerConsultation(context, {
      ...consultation,
      options: { ...consultation.options, ...condition },
    });
  },
});

/** Field of the form → what stands in it: the value that holds, or nothing. */
type Fields = Record<'description' | 'samples' | 'classes' | 'maxLatency' | 'maxSize', string>;

function currentFields(consultation: Consultation): Fields {
  const needs = understand(consultation);
  const shown = (value: number | null, unit = '') => (value === null ? '' : `${value}${unit}`);
  return {
    description: needs.description,
    samples: shown(needs.sampleCount),
    classes: shown(needs.classCount),
    maxLatency: shown(needs.maxLatencyMs, 'ms'),
    maxSize: shown(needs.maxSizeMiB, 'MiB'),
  };
}

/** Opens the form with what holds now, at once. */
export const correctButton = componentCommand({
  name: 'recommend-correct',
  where: 'anywhere',
  async form({ t, services, guildId, person }, id): Promise<ModalForm> {
    const asker = { guildId, userId: person.id };
    const now = currentFields(await openOwnConsultation(services.objects, id, asker, services.recent));
    const field = (name: keyof Fields, maxLength: number, placeholder = '') => ({
      id: name,
      label: t(`recommend.form.${name}`),
      paragraph: name === 'description',
      required: false,
      maxLength,
      value: now[name],
      ...(placeholder ? { placeholder } : {}),
    });
    return {
      customId: `recommend-correct:${id}`,
      title: t('recommend.form.title'),
      fields: [
        field('description', 2_000),
        field('samples', 9, '500'),
        field('classes', 9, '10'),
        field('maxLatency', 20, '50ms, 0.2s'),
        field('maxSize', 20, '100MB, 1GB'),
      ],
    };
  },
  // A form always opens.
  run: async () => {},
});

/** A field that was left as it stood says nothing; one that was emptied says "no such condition". */
export function readForm(now: Fields, typed: Readonly<Record<string, string>>): Partial<Fields> {
  const names = Object.keys(now) as (keyof Fields)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = (typed[name] ?? now[name]).trim();
      return value === now[name].trim() ? [] : [[name, value]];
    }),
  );
}

export const correctForm = modalCommand({
  name: 'recommend-correct',
  where: 'anywhere',
  async run(context, id, typed) {
    const consultation = await openDeferred(context, id);
    const { description, ...conditions } = readForm(currentFields(consultation), typed);
    const options = Object.fromEntries(
      Object.entries(conditions).map(([name, value]) => [name, value === '' ? 'any' : value]),
    );
    const corrected = { ...consultation, options: { ...consultation.options, ...options } };
    if (description === undefined) return answerConsultation(context, corrected);
    refuseBadOptions(corrected.options);
    const hints = await readHints(context, description);
    await answerConsultation(context, { ...corrected, description, hints });
  },
});
