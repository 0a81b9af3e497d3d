import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { explain } from '../../src/recommend/explain/explain.ts';
import type { MeasuredResult } from '../../src/recommend/rank/measured.ts';
import { recommend, withMeasurements } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

const ask = (description: string, settings = {}) => recommend(understand({ description }), settings);

describe('recommend', () => {
  it('gives contributions that add up to the score, in descending order', async () => {
    const { eligible } = await ask('classify photos of leaves');
    for (const candidate of eligible) {
      const sum = candidate.contributions.reduce((total, { points }) => total + points, 0);
      expect(sum).toBeCloseTo(candidate.score, 12);
      expect(candidate.score).toBeGreaterThanOrEqual(0);
      expect(candidate.score).toBeLessThanOrEqual(1);
    }
    const scores = eligible.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('estimates the time on a phone and a Raspberry Pi from the published one, and says so', async () => {
    const ranking = await ask('classify photos on a phone');
    const timed = ranking.ranking.find(({ latencyMs }) => latencyMs !== null)!;
    const { lines } = explain(ranking, 'en').candidates.find(({ id }) => id === timed.id)!;
    const line = lines.find((text) => text.includes('Raspberry Pi'))!;
    expect(line).toMatch(/^Estimated from/);
    const phone = Number(/about ([\d.]+) ms on a phone/.exec(line)![1]);
    // A Pixel 3 takes 44 ms for MobileNetV3-Large, the laptop 7.4.
    expect(phone / timed.latencyMs!).toBeCloseTo(44 / 7.4, 0);
    const unknown = ranking.ranking.find(({ latencyMs }) => latencyMs === null);
    const own = explain(ranking, 'en').candidates.find(({ id }) => id === unknown?.id);
    expect(own?.lines.join(' ') ?? '').not.toContain('Raspberry');
  });

  it('does not reorder the others when a model is added', async () => {
    const knowledge = loadKnowledge();
    const extra = {
      ...knowledge.models.find(({ id }) => id === 'convnext_tiny')!,
      id: 'newcomer',
      name: 'Newcomer',
    };
    const before = await ask('classify photos');
    const after = await ask('classify photos', { extra: [extra] });
    const order = after.eligible.map(({ id }) => id).filter((id) => id !== 'newcomer');
    expect(order).toEqual(before.eligible.map(({ id }) => id));
    const score = (ranking: typeof before, id: string) =>
      ranking.eligible.find((one) => one.id === id)?.score;
    expect(score(after, 'resnet50')).toBe(score(before, 'resnet50'));
  });

  it('lets nothing compensate a failed filter and keeps every reason', async () => {
    const { ranking, rejected } = await ask('classify support tickets, commercial, under 50 ms on a laptop');
    expect(ranking.every(({ latencyMs }) => latencyMs === null || latencyMs <= 50)).toBe(true);
    const bert = rejected.find(({ id }) => id === 'bert_base_uncased')!;
    expect(bert.constraints).toEqual(['latency']);
    const line = explain(await ask('classify support tickets under 50 ms'), 'en').remarks.find((text) =>
      text.includes('BERT base'),
    );
    expect(line).toContain('your limit is 50 ms');
  });

  it('says what giving up a constraint would change', async () => {
    const { ranking, counterfactuals } = await ask('most accurate way to classify photos under 20 ms');
    const change = counterfactuals.find((one) => one.change === 'latency')!;
    expect(change.id).not.toBe(ranking[0]!.id);
    const free = await ask('most accurate way to classify photos');
    expect(change.id).toBe(free.ranking[0]!.id);
  });

  it('says too close to call exactly when 20 % on a weight puts another first', async () => {
    const { closeness, ranking } = await ask('VGG or ResNet for flower photos?');
    for (const { criterion, factor, id } of closeness.flips) {
      const weights = { ...loadKnowledge().scoring.weights };
      weights[criterion] *= factor;
      const varied = await ask('VGG or ResNet for flower photos?', { weights });
      expect(varied.ranking[0]!.id).toBe(id);
      expect(id).not.toBe(ranking[0]!.id);
    }
    expect(closeness.close).toBe(closeness.flips.length > 0);
  });

  it('marks as Pareto exactly those that none beats in quality, latency and size', async () => {
    const { eligible } = await ask('classify photos');
    const known = eligible.filter(({ pareto }) => pareto !== null);
    const quality = (one: (typeof known)[number]) => one.contributions[1]!.value;
    for (const one of known) {
      const beaten = known.some(
        (other) =>
          other !== one &&
          quality(other) >= quality(one) &&
          other.latencyMs! <= one.latencyMs! &&
          other.sizeMiB! <= one.sizeMiB! &&
          (quality(other) > quality(one) ||
            other.latencyMs! < one.latencyMs! ||
            other.sizeMiB! < one.sizeMiB!),
      );
      expect(one.pareto, one.id).toBe(!beaten);
    }
    expect(eligible.find(({ id }) => id === 'vgg19')?.pareto).toBe(false);
  });

  it('takes the weights of the person', async () => {
    const { ranking } = await ask('classify photos', {
      weights: { quality: 10, latency: 0, availability: 0, relevance: 0 },
    });
    expect(ranking[0]!.id).toBe('vit_b16');
  });

  it('refuses honestly what the catalogue cannot serve, with a pointer', async () => {
    const result = await ask('draw bounding boxes around cars in photos');
    expect(result.ranking).toEqual([]);
    expect(result.unserved?.id).toBe('object-detection');
    expect(explain(result, 'en').summary[0]).toMatch(/YOLO/);
    expect(explain(result, 'zh-CN').summary[0]).toMatch(/目标检测/);
  });

  it('asks back when it cannot tell the task', async () => {
    const result = await ask('hello there');
    expect(result.requirements.task).toBeNull();
    expect(explain(result, 'en').summary[0]).toContain('could not tell');
  });

  it('names the closest model when nothing is left', async () => {
    const result = await ask('classify photos under 0.5 ms with a known model, VGG only, smaller than 1 MB');
    const text = explain(result, 'en').summary.join(' ');
    if (result.ranking.length === 0) expect(text).toContain('Closest');
    else expect(result.ranking.every(({ latencyMs }) => latencyMs === null)).toBe(true);
  });

  it('is the same twice', async () => {
    const [first, second] = [await ask('识别鸟叫声'), await ask('识别鸟叫声')];
    expect(second).toEqual(first);
  });

  it('has a framework and a snippet for the winner of every task', async () => {
    for (const task of loadKnowledge().tasks) {
      const result = await recommend(understand({ options: { task: task.id } }));
      expect(result.framework, task.id).not.toBeNull();
      expect(result.framework!.snippet?.code ?? '', `${task.id}: ${result.ranking[0]!.id}`).not.toMatch(
        /\{\{/,
      );
      expect(result.framework!.snippet, `${task.id}: ${result.ranking[0]!.id}`).not.toBeNull();
    }
  });
});

describe('measurements', () => {
  const measured: MeasuredResult = {
    n: 200,
    noTransfer: { accuracy: 0.6, difference: { mean: -0.3, standardError: 0.03 } },
    zeroShot: null,
    measurements: [
      { id: 'mobilenet_v2', accuracy: 0.9, logme: 0.2, seconds: 1, difference: null },
      {
        id: 'resnet50',
        accuracy: 0.89,
        logme: 0.5,
        seconds: 1,
        difference: { mean: -0.01, standardError: 0.02 },
      },
      {
        id: 'nsfwjs_mobilenet_v2_mid',
        accuracy: 0.7,
        logme: 0.1,
        seconds: 1,
        difference: { mean: -0.2, standardError: 0.03 },
      },
    ],
    skipped: [{ id: 'vit_b16', reason: 'out of time' }],
  };

  it('puts measured candidates first, breaks ties by LogME and keeps the static score beside', async () => {
    const ranking = withMeasurements(await ask('classify photos'), measured);
    const plain = await ask('classify photos');
    expect(ranking.eligible.slice(0, 3).map(({ id }) => id)).toEqual([
      'resnet50',
      'mobilenet_v2',
      'nsfwjs_mobilenet_v2_mid',
    ]);
    expect(ranking.eligible.slice(0, 3).map((one) => one.measured!.tied)).toEqual([true, true, false]);
    expect(ranking.eligible[1]!.score).toBe(plain.eligible.find(({ id }) => id === 'mobilenet_v2')!.score);
    expect(ranking.measured!.transferWins).toBe(true);
    const text = explain(ranking, 'en').summary.join(' ');
    expect(text).toContain('Not distinguishable');
    expect(text).toContain('Without transfer: 60.0 %');
  });

  it('says why a model with more points stands behind one that was measured', async () => {
    const one = { ...measured, measurements: [measured.measurements[2]!] };
    const ranking = withMeasurements(await ask('classify photos'), one);
    const [first, second] = ranking.eligible;
    expect(first!.id).toBe('nsfwjs_mobilenet_v2_mid');
    expect(second!.score).toBeGreaterThan(first!.score);
    expect(explain(ranking, 'en').summary[1]).toMatch(
      /^Next is .*, which has more points \(0\.\d\d\) but was not measured on your data/,
    );
    expect(explain(withMeasurements(await ask('classify photos'), measured), 'en').summary[1]).not.toContain(
      'more points',
    );
  });

  it('does not claim a win when the no-transfer baseline was the best of all', async () => {
    const beaten: MeasuredResult = {
      ...measured,
      noTransfer: { accuracy: 0.95, difference: null },
      zeroShot: null,
      measurements: measured.measurements.map((one) => ({
        ...one,
        difference: { mean: -0.1, standardError: 0.02 },
      })),
    };
    const ranking = withMeasurements(await ask('classify photos'), beaten);
    expect(ranking.measured!.transferWins).toBe(false);
    expect(ranking.ranking[0]!.id).toBe('mobilenet_v2');
    expect(explain(ranking, 'en').summary.join(' ')).toContain('not clearly ahead');
  });

  it('says that transfer is not clearly ahead when the difference is within the noise', async () => {
    const close = {
      ...measured,
      noTransfer: { accuracy: 0.88, difference: { mean: -0.02, standardError: 0.02 } },
      zeroShot: null,
    };
    const ranking = withMeasurements(await ask('classify photos'), close);
    expect(ranking.measured!.transferWins).toBe(false);
    expect(explain(ranking, 'en').summary.join(' ')).toContain('not clearly ahead');
  });
});
