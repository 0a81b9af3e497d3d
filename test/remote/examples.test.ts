import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readEnvironment } from '../../src/environment.ts';
import { priceOf, withinAgreed } from '../../src/remote/plan.ts';
import { openService, parseServiceModel } from '../../src/remote/services.ts';
import { classOfAnswer } from '../../src/training/service/examples.ts';

const tuning = (environment: NodeJS.ProcessEnv) => readConfig(environment).tuning;
const OPENAI = { REMOTE_TUNING_URL: 'https://api.openai.com/v1', REMOTE_TUNING_KEY: 'k' };

test('a model of a service is told from one of the Hub or the catalogue', () => {
  expect(parseServiceModel('together:meta-llama/Llama-3')).toEqual({
    id: 'together',
    model: 'meta-llama/Llama-3',
  });
  expect(parseServiceModel('openai:gpt-4.1')).toEqual({ id: 'remote', model: 'gpt-4.1' });
  for (const other of ['owner/name', 'auto', 'together:', undefined])
    expect(parseServiceModel(other)).toBeNull();
});

test('without a key a service is off, and OpenAI is closed from the day it said', () => {
  expect(() => openService(tuning({}), 'together')).toThrow(expect.objectContaining({ code: 'service-off' }));
  const open = (day: string) => openService(tuning(OPENAI), 'remote', new Date(day));
  expect(open('2027-01-05').host).toBe('api.openai.com');
  expect(() => open('2027-01-06')).toThrow(expect.objectContaining({ code: 'service-closed' }));
});

test('keys are sent only over https or within this machine', () => {
  expect(() => readConfig({ TOGETHER_URL: 'http://example.com/v1' })).toThrow(/TOGETHER_URL/);
  expect(
    tuning({ TOGETHER_API_KEY: 'k', TOGETHER_URL: 'http://127.0.0.1:1/v1' }).services.together?.key,
  ).toBe('k');
});

test('keys are taken out of the environment that children and libraries see', () => {
  process.env.TOGETHER_API_KEY = 'a';
  process.env.REMOTE_TUNING_KEY = 'b';
  expect(readEnvironment()).toMatchObject({ TOGETHER_API_KEY: 'a', REMOTE_TUNING_KEY: 'b' });
  expect([process.env.TOGETHER_API_KEY, process.env.REMOTE_TUNING_KEY]).toEqual([undefined, undefined]);
});

test('a price is rounded up to cents, keeps to the least and to the limit, and is never guessed', () => {
  const together = (more: NodeJS.ProcessEnv) => tuning({ TOGETHER_API_KEY: 'k', ...more });
  expect(priceOf(1_000_001, 'together', together({ TOGETHER_PRICE: '0.5' }))).toBe(0.51);
  expect(priceOf(10, 'together', together({ TOGETHER_PRICE: '0.5', TOGETHER_LEAST: '4' }))).toBe(4);
  const code = (wanted: string) => expect.objectContaining({ code: wanted });
  expect(() => priceOf(10, 'together', together({}))).toThrow(code('service-price-unknown'));
  expect(() => priceOf(1e9, 'together', together({ TOGETHER_PRICE: '0.5' }))).toThrow(
    code('service-too-dear'),
  );
  expect([withinAgreed(1.2, 1), withinAgreed(1.5, 1)]).toEqual([true, false]);
});

test('an answer names a class by its name, whatever its case and dressing, and no other', () => {
  const classes = ['billing', 'shipping', 'Shipping '];
  expect(classOfAnswer('billing', classes)).toBe(0);
  expect(classOfAnswer(' "Billing." ', classes)).toBe(0);
  expect(classOfAnswer('SHIPPING', classes)).toBe(-1);
  expect(classOfAnswer('It is about billing', classes)).toBe(-1);
});
