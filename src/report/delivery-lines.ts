/** The Delivery of a Report → its lines for the summary and the model card: bytes and test figures, then what runs cost. */
import { duration, measure, percent, type ReportWords } from '../text/words.ts';
import { type Delivery, type Variant, variantOf } from './delivery.ts';

/** 7,278,681 → `7.3 MB`, as file managers and Discord show it. */
export const megabytes = (bytes: number): string =>
  bytes < 1e5 ? `${Math.max(0.1, bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** Figures that are shares. */
const SHARES = ['accuracy', 'agreement with the full policy'];

const figureOf = ({ figureName }: Delivery, { figure }: Variant): string =>
  figure === null ? '–' : SHARES.includes(figureName) ? percent(figure) : measure(figure);

export function deliveryLines(delivery: Delivery | null, words: ReportWords): string[] {
  if (!delivery) return [];
  const full = variantOf(delivery, 'full')!;
  const compact = variantOf(delivery, delivery.compact);
  const delivered = variantOf(delivery, delivery.delivered)!;
  return [sizeLine(delivery, { full, compact }, words), ...costLines(delivered, words)];
}

function sizeLine(
  delivery: Delivery,
  { full, compact }: { full: Variant; compact: Variant | null },
  words: ReportWords,
): string {
  const figure = words.phrase(delivery.figureName);
  const before = { bytes: megabytes(full.bytes), figure, score: figureOf(delivery, full) };
  if (!compact) {
    const rest = delivery.variants.filter(({ id }) => id !== 'full');
    const tried = rest
      .map((one) => `${megabytes(one.bytes)}: ${figureOf(delivery, one)}`)
      .join(words('list.between'));
    return words(rest.length > 0 ? 'delivery.notAsGood' : 'delivery.full', { ...before, tried });
  }
  const sent = delivery.delivered === 'full' ? 'delivery.fullSent' : 'delivery.compactSent';
  return words('delivery.compact', {
    ...before,
    smaller: megabytes(compact.bytes),
    smallerScore: figureOf(delivery, compact),
    count: delivery.samples,
    form: words(`delivery.${compact.id as 'int8' | 'int4' | 'fp16'}`),
    sent: words(sent),
  });
}

function costLines({ cost }: Variant, words: ReportWords): string[] {
  if (!cost) return [];
  return [
    words('delivery.cost', {
      one: milliseconds(cost.msOneThread),
      all: milliseconds(cost.msAllThreads),
      threads: cost.threads,
      load: duration(cost.loadMs / 1_000),
      memory: Math.round(cost.peakMiB),
    }),
  ];
}

const milliseconds = (value: number): string =>
  value < 1 ? `${value.toFixed(2)} ms` : value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
