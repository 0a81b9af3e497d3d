import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Region } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confusionMatrixChart } from '../../src/report/charts/confusion-matrix.ts';
import { renderChart, renderGallery, shorten } from '../../src/report/charts/render-chart.ts';
import { mistakesChart } from '../../src/report/charts/suspects.ts';
import { classifierEvaluationSchema } from '../../src/report/evaluation.ts';
import { writeCharts } from '../../src/report/write-charts.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

const english = reportWords('en');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunesmith-charts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Share of pixels darker than mid-grey in a region: ink. */
async function ink(png: Buffer, region?: Region): Promise<number> {
  const picture = region ? sharp(png).extract(region) : sharp(png);
  const { data } = await picture.greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.reduce((dark, value) => dark + (value < 128 ? 1 : 0), 0) / data.length;
}

describe('writeCharts', () => {
  it('writes learning curve, confusion matrix and contenders as PNG', async () => {
    const files = await writeCharts(sampleReport(), folder, english);
    expect(files.map(({ path }) => path)).toEqual([
      'charts/learning-curve.png',
      'charts/confusion-matrix.png',
      'charts/contenders.png',
    ]);
    for (const { path } of files) {
      const png = await readFile(join(folder, path));
      const { format, width } = await sharp(png).metadata();
      expect(format).toBe('png');
      expect(width).toBeGreaterThan(700);
      expect(await ink(png)).toBeGreaterThan(0.002);
    }
  });

  it('adds reliability and curves where the classifier was judged so closely', async () => {
    const bin = { from: 0.5, to: 0.6, count: 3, confidence: 0.55, accuracy: 0.67 };
    const evaluation = classifierEvaluationSchema.parse({
      uncalibrated: [bin],
      calibrated: [bin],
      brier: 0.2,
      averagePrecision: 0.8,
      curves: [
        {
          name: 'dog',
          positives: 2,
          rocAuc: 0.75,
          averagePrecision: 0.8,
          roc: [
            [0, 0],
            [0.5, 1],
            [1, 1],
          ],
          precisionRecall: [
            [0, 1],
            [1, 0.67],
          ],
        },
      ],
      thresholds: null,
      groups: [],
      mistakes: [],
      mistakeCount: 0,
      testPart: 'x',
    });
    const files = await writeCharts(sampleReport(['cat', 'dog'], { evaluation }), folder, english);
    for (const path of ['charts/reliability.png', 'charts/roc.png']) {
      expect(files.map((file) => file.path)).toContain(path);
      expect(await ink(await readFile(join(folder, path)))).toBeGreaterThan(0.002);
    }
  });

  it('leaves out the learning curve when nothing was trained by epochs', async () => {
    const files = await writeCharts(sampleReport(['a', 'b'], { history: [] }), folder, english);
    expect(files.map(({ path }) => path)).not.toContain('charts/learning-curve.png');
  });
});

describe('confusionMatrixChart', () => {
  const chart = (names: string[]) => confusionMatrixChart(sampleReport(names).classification!, english);

  it.each([2, 30, 120])('stays below 3,000 px a side with %i classes', async (count) => {
    const names = Array.from({ length: count }, (_, index) => `class ${index}`);
    const { width, height } = await sharp(await renderChart(chart(names))).metadata();
    expect(Math.max(width, height)).toBeLessThan(3_000);
  });

  it.each(['constructor', '__proto__', 'a\u0001b', '<b>&amp;</b>', '{a|b}'])(
    'draws the class name %j, and other charts after it',
    async (name) => {
      const odd = await renderChart(chart([name, 'other']));
      expect(await ink(odd)).toBeGreaterThan(0.002);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(await ink(await renderChart(chart(['cat', 'dog'])))).toBeGreaterThan(0.002);
    },
  );

  it('draws Chinese class names with ink, not as empty boxes', async () => {
    // The same glyph box for every missing letter would make these two pictures equal.
    const [first, second] = await Promise.all([
      renderChart(chart(['鸟', '车'])),
      renderChart(chart(['花', '鱼'])),
    ]);
    expect(first.equals(second)).toBe(false);
    expect(await ink(first)).toBeGreaterThan(0.002);
  });
});

describe('renderGallery', () => {
  it('takes less than half of the bytes for photographs, and keeps the lettering', async () => {
    const random = seededRandom(4);
    const items = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const pixels = Buffer.from(
          Array.from(
            { length: 240 * 240 * 3 },
            (_, at) => 128 + 60 * Math.sin(at / (90 + i)) + 40 * random.next(),
          ),
        );
        const photo = sharp(pixels, { raw: { width: 240, height: 240, channels: 3 } });
        const picture = `data:image/png;base64,${(await photo.png().toBuffer()).toString('base64')}`;
        return { id: `IMG_${i}.jpg`, given: 'oak', suggested: 'ash', confidence: 0.9, picture };
      }),
    );
    const chart = mistakesChart(items, english);
    const [plain, gallery] = [await renderChart(chart), await renderGallery(chart)];
    expect(gallery.length).toBeLessThan(plain.length / 2);
    const { width, height } = await sharp(gallery).metadata();
    expect([width, height]).toEqual([2 * chart.width, 2 * chart.height]);
    const letters = { left: 0, top: 0, width: width!, height: 2 * 50 };
    expect(await ink(gallery, letters)).toBeCloseTo(await ink(plain, letters), 3);
  });
});

describe('shorten', () => {
  it('keeps both ends of a long name and leaves short ones alone', () => {
    expect(shorten('short', 10)).toBe('short');
    expect(shorten('abcdefghijklmnop', 8)).toBe('abcde…op');
  });
});
