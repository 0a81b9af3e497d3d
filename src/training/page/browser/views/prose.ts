/** Generators: a beginning, and how the model goes on. */
import { generationRecipe } from '../../../../../knowledge/recipes/generation.ts';
import { jsonOf } from '../../../../delivered/model-host.ts';
import { codecOf } from '../../../generation/codec.ts';
import { continueText } from '../../../generation/continue-text.ts';
import { openGenerator } from '../../../generation/open-generator.ts';
import { button, el } from '../dom.ts';
import type { View } from '../view.ts';

export const proseView: View = async ({ host, t, input, predict }) => {
  const generator = await openGenerator(host);
  const folder = generator.pipeline.tokenizerDir;
  const codec = codecOf({
    tokenizer: await jsonOf(host, `${folder}/tokenizer.json`),
    config: await jsonOf(host, `${folder}/tokenizer_config.json`).catch(() => ({})),
  });
  const { sampling } = generationRecipe;
  const field = el('textarea', { id: 'text', rows: 4, placeholder: t('prose.placeholder') });
  const seed = el('input', { id: 'seed', type: 'number', step: 1, min: 0, value: sampling.seed });
  const go = () =>
    void predict(async (signal) => {
      const text = field.value.trim();
      if (text === '') throw new Error(t('prose.empty'));
      const options = { sampling: { ...sampling, seed: seed.valueAsNumber || 0 }, signal };
      const continuation = await continueText({ generator, codec }, text, options);
      return el(
        'p',
        { class: 'prose' },
        text,
        el('mark', { 'data-continuation': continuation }, continuation),
      );
    });
  input.append(
    el('label', { for: 'text' }, t('prose.label')),
    field,
    el(
      'div',
      { class: 'row' },
      button(t('prose.go'), go, { class: 'primary' }),
      el('label', { for: 'seed', class: 'inline' }, t('prose.seed'), seed),
    ),
  );
  return [];
};
