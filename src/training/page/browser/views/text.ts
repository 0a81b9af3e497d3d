/** Texts: typed or pasted, classified as they are typed. */
import { openClassifier } from '../../../classifier/export/classify.ts';
import { bars } from '../bars.ts';
import { button, el } from '../dom.ts';
import type { View } from '../view.ts';

/** Rest after a key before it is classified. */
const PAUSE_MS = 250;

export const textView: View = async ({ host, t, input, predict, output }) => {
  const classifier = await openClassifier(host);
  const { classes } = classifier.pipeline;
  const field = el('textarea', { id: 'text', rows: 5, placeholder: t('text.placeholder') });
  const go = async () => {
    const text = field.value.trim();
    if (text === '') return output.replaceChildren();
    await predict(async () => {
      const [shares] = await classifier.classify([{ text }]);
      return bars(classes, shares!, t('classes.more'));
    });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), PAUSE_MS);
  });
  input.append(
    el('label', { for: 'text' }, t('text.label')),
    field,
    el(
      'div',
      { class: 'row' },
      button(t('text.go'), () => void go(), { class: 'primary' }),
    ),
  );
  return classes;
};
