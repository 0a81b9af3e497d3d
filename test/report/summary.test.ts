import { describe, expect, it } from 'vitest';
import { renderModelCard } from '../../src/report/model-card.ts';
import { reportSchema } from '../../src/report/report.ts';
import { classField, summaryEmbed } from '../../src/report/summary.ts';
import { widthOf } from '../../src/text/fixed-width.ts';
import { reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

/** A warning as an earlier version stored it. */
const said = (message: string) => ({ code: '', message, values: {} });

const size = (embed: ReturnType<typeof summaryEmbed>) =>
  embed.title.length +
  embed.description.length +
  embed.footer.text.length +
  embed.fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);

describe('summaryEmbed', () => {
  it('leads with the test figure of the delivered model and says that transfer won', () => {
    const embed = summaryEmbed(sampleReport(), 'en-US');
    expect(embed.title).toBe('MobileNetV2 probe: 75.0 % right on the test part');
    expect(embed.description).toContain('Transfer learning won');
    expect(embed.description).toContain('0.875');
    expect(embed.description).toContain('HOG + ridge');
    expect(embed.footer.text).toContain('7K3M9QXA');
  });

  it('says plainly that transfer lost when a baseline is better beyond chance', () => {
    const lost = { ...sampleReport().transfer!, outcome: 'lost' as const, test: null };
    const transfer = { ...lost, validation: { mean: -0.2, interval: [-0.3, -0.1] as [number, number] } };
    const report = sampleReport(['a', 'b'], { chosen: 'no-transfer', transferWon: false, transfer });
    const embed = summaryEmbed(report, 'en');
    expect(embed.description).toContain('Transfer learning lost on this data: MobileNetV2 probe');
    expect(embed.description).toContain('You get HOG + ridge');
  });

  it('claims no win and no loss where the interval includes zero, or the test part disagrees', () => {
    const won = sampleReport().transfer!;
    const test = { mean: -0.02, interval: [-0.2, 0.2] as [number, number] };
    const unsure = { ...won, outcome: 'no-difference' as const, test };
    const tie = { ...unsure, validation: { mean: 0.1, interval: [-0.1, 0.3] as [number, number] } };
    const tied = summaryEmbed(sampleReport(['a', 'b'], { transfer: tie, transferWon: false }), 'en');
    expect(tied.description).toMatch(
      /^No difference shown between transfer learning .* −10\.0 to \+30\.0 points/,
    );
    const taken = summaryEmbed(sampleReport(['a', 'b'], { transfer: unsure, transferWon: false }), 'en');
    expect(taken.description).toContain('the test part does not agree');
    for (const { description } of [tied, taken]) expect(description).not.toMatch(/won|lost|better/);
  });

  it('says before any score, and not in green, what gives the class away', () => {
    const leak = {
      severity: 'warning' as const,
      code: 'leak-token',
      message: 'One word alone gives a class away.',
      values: {},
      items: ['*Q1* → invoice (100 %)', 'b', 'c', 'd'],
    };
    const clean = sampleReport();
    const report = sampleReport(['a', 'b'], { dataset: { ...clean.dataset, problems: [leak] } });
    const embed = summaryEmbed(report, 'en');
    expect(embed.description).toMatch(
      /^⚠️ One word alone gives a class away\. \(\\\*Q1\\\* → invoice \\\(100 %\\\); b; c\)\nTransfer learning won/,
    );
    expect(embed.color).not.toBe(summaryEmbed(clean, 'en').color);
    const card = renderModelCard(report);
    expect(card.indexOf('One word alone')).toBeLessThan(card.indexOf('Transfer learning won'));
    expect(card.indexOf('One word alone')).toBeGreaterThan(0);
  });

  it('says first, and not in green, that a model is no better than guessing', () => {
    const green = summaryEmbed(sampleReport(), 'en').color;
    const guessing = { outcome: 'no-better' as const, accuracy: 0.8, logLoss: 0.5 };
    const embed = summaryEmbed(sampleReport(['a', 'b'], { guessing }), 'en');
    expect(embed.description).toMatch(/^This does not work yet: right on 75\.0 % of 8 test samples/);
    expect(embed.description).toContain('guessing the commonest class is right on 80.0 %');
    expect(embed.color).not.toBe(green);
    const unsure = summaryEmbed(
      sampleReport(['a', 'b'], { guessing: { ...guessing, outcome: 'not-shown' } }),
      'en',
    );
    expect(unsure.description).toMatch(/^Not shown to be better than guessing/);
    expect(unsure.color).not.toBe(green);
  });

  it('claims nothing of reports that earlier versions made', () => {
    const old = sampleReport(['a', 'b'], { transfer: null, guessing: null });
    expect(summaryEmbed(old, 'en').description).toBe(
      'MobileNetV2 probe scored 0.875 (accuracy) on validation, HOG + ridge 0.625. You get the first.',
    );
  });

  it('speaks Chinese to a Chinese locale', () => {
    expect(summaryEmbed(sampleReport(), 'zh-CN').description).toContain('迁移学习胜出');
  });

  it('keeps columns in line under Chinese heads and class names', () => {
    const [head, ...rows] = classField(
      sampleReport(['好评', 'neutral']).classification,
      reportWords('zh-CN'),
    )[0]!
      .value.split('\n')
      .slice(1, -1);
    expect(head).toMatch(/^类别 .*精确率 召回率/);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(widthOf(row)).toBe(widthOf(head!));
  });

  it('keeps within the limits of an embed with 200 long class names, listing the weakest', () => {
    const names = Array.from({ length: 200 }, (_, index) => `${'very long class name '.repeat(5)}${index}`);
    const embed = summaryEmbed(
      sampleReport(names, { warnings: Array(60).fill(said('w'.repeat(400))) }),
      'en',
    );
    expect(size(embed)).toBeLessThan(6_000);
    for (const field of embed.fields) expect(field.value.length).toBeLessThanOrEqual(1_024);
    expect(embed.fields.some(({ name }) => name.includes('12 weakest of 200'))).toBe(true);
  });

  it('shows what a report of an earlier version has to say, in English where it has no codes', () => {
    const { warnings: _, ...report } = sampleReport();
    const old = reportSchema.parse({
      ...report,
      measures: [{ name: 'macro-F1', value: 0.7, interval: null, baseline: null, note: 'of eight samples' }],
      searchNote: 'Eight ways were tried.',
      warnings: ['The test part has only 8 samples.'],
    });
    const text = JSON.stringify(summaryEmbed(old, 'zh-CN'));
    expect(text).toContain('宏平均 F1 **0.7** — of eight samples');
    for (const said of ['Eight ways were tried.', 'The test part has only 8 samples.', 'Stratified.'])
      expect(text).toContain(said);
  });

  it('takes mentions, links and code fences in names apart', () => {
    const hostile = ['@everyone', '```[free](https://bad.example)', '<@&1234>'];
    const report = sampleReport(hostile, {
      warnings: [said('@here see [x](https://bad.example) <@1>')],
    });
    report.dataset.name = '@everyone <#12>.zip';
    const text = JSON.stringify(summaryEmbed(report, 'en').fields.filter(({ name }) => name !== 'Per class'));
    expect(text).not.toMatch(/@everyone|@here|<@|<#|https:\/\//);
    const table = summaryEmbed(report, 'en').fields.find(({ name }) => name === 'Per class');
    expect(table?.value.match(/```/g)).toHaveLength(2);
  });

  it('lists measures with interval and baseline where there are no classes', () => {
    const report = sampleReport([], {
      kind: 'series',
      classification: null,
      measures: [{ name: 'MASE', value: 0.8123, interval: [0.7, 0.9], baseline: 1, note: null }],
    });
    const test = summaryEmbed(report, 'en').fields[0];
    expect(test?.value).toBe('MASE **0.812** (95 % interval 0.7 – 0.9) — best baseline 1');
  });
});
