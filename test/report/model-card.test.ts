import { describe, expect, it } from 'vitest';
import { renderModelCard, usageOf } from '../../src/report/model-card.ts';
import { reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

describe('renderModelCard', () => {
  it('opens with front matter that the Hub reads and names data, figures and licence', () => {
    const card = renderModelCard(sampleReport(), 'Load it like this.');
    expect(card.startsWith('---\nlibrary_name: onnx\npipeline_tag: image-classification\n')).toBe(true);
    expect(card).not.toContain('base_model');
    const report = sampleReport();
    report.backbone!.source = `Xenova/resnet-18@${'0'.repeat(40)}`;
    expect(renderModelCard(report, '')).toContain('base_model: "Xenova/resnet-18"');
    expect(card).toContain('75.0 % (95 % Wilson interval 41.0 % – 93.0 %)');
    expect(card).toContain('Load it like this.');
    expect(card).toContain('Apache-2.0');
    expect(card).toContain('Only 40 samples.');
  });

  it('keeps table rows whole when a class name holds pipes and line breaks', () => {
    const card = renderModelCard(sampleReport(['a|b\nc', 'dog']));
    const row = card.split('\n').find((line) => line.startsWith('| a\\|b c'));
    expect(row?.split(/(?<!\\)\|/)).toHaveLength(7);
  });

  it('is in the language of its reader, and gives its usage back all the same', () => {
    const card = renderModelCard(sampleReport(), 'Load it like this.', reportWords('zh-CN'));
    expect(card).toContain('## 在测试部分上的测量');
    expect(card).toContain('（95 % Wilson 区间 41.0 % – 93.0 %）');
    const prose = card.replace(/^---[\s\S]*?---/, '').replace(/Load it like this\.|Only 40 samples\./g, '');
    expect(prose).not.toMatch(/\b(the|of|samples|train|test|class|model)\b/);
    expect(usageOf(card)).toBe('Load it like this.');
  });

  it('says so when no pretrained weights are inside', () => {
    expect(renderModelCard(sampleReport(['a', 'b'], { backbone: null }))).toContain('No pretrained weights');
  });
});
