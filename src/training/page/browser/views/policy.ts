/** Policies: one number a state, or a pasted row of them; out comes the action. */
import { statesOf } from '../../../../datasets/policy/states-of.ts';
import { readDelimited } from '../../../../datasets/tables/read-delimited.ts';
import { openPolicy } from '../../../policy/choose-actions.ts';
import { bars } from '../bars.ts';
import { button, el } from '../dom.ts';
import type { View } from '../view.ts';

/** Beyond this only a pasted row serves. */
const MOST_FIELDS = 40;

/** A row of the state's numbers, or a table with its header: then the first row. */
function readStates(text: string, names: readonly string[]): number[] {
  const numbers = text
    .trim()
    .split(/[\s,;]+/)
    .map(Number);
  if (numbers.length === names.length && numbers.every(Number.isFinite)) return numbers;
  const states = statesOf(readDelimited(text, 'pasted rows', 'utf-8'), names, 'pasted rows');
  return Array.from(states.values.subarray(0, names.length));
}

export const policyView: View = async ({ host, t, input, predict }) => {
  const policy = await openPolicy(host);
  const { stateNames, actions } = policy.pipeline;
  const fields = stateNames.slice(0, MOST_FIELDS).map((name, i) => ({
    name,
    field: el('input', { id: `state-${i}`, type: 'number', step: 'any', value: 0 }),
  }));
  const pasted = el('textarea', { id: 'pasted', rows: 2, placeholder: t('policy.placeholder') });
  const decide = (read: () => number[]) =>
    predict(async () => {
      const [decision] = await policy.decide(read());
      return bars(actions, decision!.shares, t('classes.more'));
    });
  const fromFields = () => fields.map(({ field }) => field.valueAsNumber || 0);
  const go = () => void decide(pasted.value.trim() ? () => readStates(pasted.value, stateNames) : fromFields);
  const form = el(
    'div',
    { class: 'states' },
    ...fields.map(({ name, field }, i) => el('label', { for: `state-${i}` }, name, field)),
  );
  input.append(
    ...(stateNames.length <= MOST_FIELDS ? [form] : []),
    el('label', { for: 'pasted' }, t('policy.pasted', { names: stateNames.join(', ') })),
    pasted,
    el('div', { class: 'row' }, button(t('policy.go'), go, { class: 'primary' })),
    el('p', { class: 'hint' }, t('policy.hint')),
  );
  return actions;
};
