import { expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { phrase } from '../../src/text/phrases.ts';
import { bracketed, sourcesOf, splitArguments } from '../source-code.ts';

const zh = (english: string) => phrase('zh-CN', english);
const LITERAL = /'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;

/** Texts that a piece of code may give, whatever it puts into its templates. */
const textsOf = (code: string) =>
  [...code.replace(/\$\{[^}]*\}/g, 'X1').matchAll(LITERAL)].map(([, plain, filled]) => plain ?? filled!);

const training = sourcesOf(['src/training']);

it('knows every step that a Run tells of', () => {
  const steps = training.flatMap(({ text }) =>
    [...text.matchAll(/(?:progress\.begin)(?=\()/g)].flatMap((match) => {
      const [step = ''] = splitArguments(bracketed(text, match.index + match[0].length));
      return /^['`]/.test(step) ? textsOf(step).slice(0, 1) : [];
    }),
  );
  expect(steps.length).toBeGreaterThan(25);
  // Of "Reading the ${…}" the two things that are read are known.
  const unknown = steps.filter((step) => step !== 'Reading the X1' && zh(step) === step);
  expect(unknown).toEqual([]);
  expect(zh('Reading the images')).toBe('正在读取图片');
});

it('knows every contender and every measure', () => {
  const names = training
    .filter(({ path }) =>
      /contenders|methods|mixer-forecasters|race\.ts|report\.ts|unfrozen\.ts|finalist|evaluate-(series|policy)|classifier-features/.test(
        path,
      ),
    )
    .flatMap(({ text }) =>
      [...text.matchAll(/\bname: (['`].*)/g)].flatMap(([, rest]) => textsOf(rest!).slice(0, 1)),
    )
    .filter((name) => /^[A-Z].* |^[a-z][a-z -]+$|X1/.test(name));
  expect(names.length).toBeGreaterThan(25);
  // Which layers are tuned is put into the name: "top" or "upper".
  const known = (name: string) =>
    zh(name.replace('X1 layers', 'top layers')) !== name || ['policy', 'MSTL + ETS'].includes(name);
  expect(names.filter((name) => !known(name))).toEqual([]);
});

it('knows every way to write a time', () => {
  const source = sourcesOf(['src/datasets/series']).find(({ path }) => path.endsWith('timestamps.ts'));
  const formats = [...source!.text.matchAll(/\bname: '([^']+)'/g)].map(([, name]) => name!);
  expect(formats.length).toBeGreaterThan(10);
  expect(formats.filter((name) => zh(name) === name)).toEqual(['yyyymmdd']);
});

it('says a name within a name, and leaves the names of models alone', () => {
  expect(zh('Linear probe on ConvNeXt-Tiny with TF-IDF + logistic regression')).toBe(
    'ConvNeXt-Tiny 上的线性探针，混合 TF-IDF + 逻辑回归',
  );
  expect(zh('accuracy beyond Majority class')).toBe('相对 多数类 的正确率差');
  expect(zh('Weighted mean of Theta, Pretrained mixer, fine-tuned')).toBe(
    'Theta 法、预训练混合网络（微调） 的加权平均',
  );
  expect(zh('openai/whisper-tiny')).toBe('openai/whisper-tiny');
  expect(phrase('en-US', 'Majority class')).toBe('Majority class');
});

it('knows why each model of the catalogue runs here or not', () => {
  for (const { runsHereReason, offer, licence } of loadKnowledge().models)
    for (const text of [runsHereReason, offer.note, licence.commercial])
      if (text) expect(zh(text), text).not.toBe(text);
});

it('knows the parts that take time, and those that compute', () => {
  const timed = training.flatMap(({ text }) =>
    [...text.matchAll(/\bseconds\.(\w+) =|\b(?:timed|clock)\('(\w+)'/g)].map(([, a, b]) => a ?? b!),
  );
  const reports = training.filter(({ path }) => path.endsWith('report.ts'));
  const engines = reports.flatMap(({ text }) =>
    [...text.matchAll(/engines: (\{[^}]*\})|\bhead = (\{[^}]*\})|(\{ \.\.\.head,[^}]*\})/g)].flatMap(
      ([found]) => [...found.matchAll(/[{,] *'?([a-z ]+)'?: /g)].map(([, name]) => name!),
    ),
  );
  expect(new Set(timed).size).toBeGreaterThan(10);
  expect(new Set(engines).size).toBeGreaterThan(3);
  expect([...timed, ...engines].filter((name) => name !== 'total' && zh(name) === name)).toEqual([]);
});

it('knows what is told while a model is fetched', () => {
  const told = sourcesOf(['src/backbones', 'src/hub']).flatMap(({ text }) =>
    [...text.matchAll(/onProgress\?\.(?=\()/g)].flatMap((match) =>
      textsOf(bracketed(text, match.index + match[0].length)),
    ),
  );
  expect(told.length).toBeGreaterThan(2);
  expect(told.filter((text) => zh(text) === text)).toEqual([]);
});
