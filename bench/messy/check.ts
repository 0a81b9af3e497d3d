/**
 * Is the bank itself sound? Clean files must be clean: no token decides a class, no class stands in its texts, no two
 * texts are equal; legacy encodings hold every sign; two calls make the same bytes. Run: npx tsx bench/messy/check.ts.
 */
import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { type Made, makeBank, makeDrafts } from './banks.ts';
import { BANKS } from './series.ts';

/** A token that stands in so many texts of one class, and in hardly any other, gives the class away. */
const TELLING_SHARE = 0.6;
const NAMED_SHARE = 0.15;

/** Words; pairs of signs where words are not divided. */
function tokensOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const pairs = words.flatMap((word) =>
    /[\u3040-\u9fff\uac00-\ud7af]/.test(word)
      ? Array.from({ length: Math.max(1, word.length - 1) }, (_, i) => word.slice(i, i + 2))
      : [word],
  );
  return new Set(pairs);
}

function tellingTokens(texts: readonly string[], labels: readonly string[]): string[] {
  const counts = new Map<string, Map<string, number>>();
  texts.forEach((text, i) => {
    for (const token of tokensOf(text)) {
      const own = counts.get(token) ?? new Map<string, number>();
      counts.set(token, own.set(labels[i]!, (own.get(labels[i]!) ?? 0) + 1));
    }
  });
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...counts].flatMap(([token, own]) => {
    const all = [...own.values()].reduce((sum, count) => sum + count, 0);
    const [label, count] = [...own].toSorted((a, b) => b[1] - a[1])[0]!;
    return count >= TELLING_SHARE * sizes.get(label)! && count >= 0.95 * all ? [`${token} → ${label}`] : [];
  });
}

function complaintsOf({ draft, theme, format }: Made): string[] {
  const text = draft.columns?.findIndex((name) => name === theme.columns.text || name === 'text') ?? -1;
  const outcome = draft.expectation.outcomes[0]!;
  const label =
    outcome.kind === 'taken' && typeof outcome.label === 'string'
      ? draft.columns?.indexOf(outcome.label)
      : -1;
  const complaints: string[] = [];
  const written = draft.rows.flat().join('\n');
  if (
    iconv.decode(
      iconv.encode(written, format.encoding.replace('-bom', '')),
      format.encoding.replace('-bom', ''),
    ) !== written
  )
    complaints.push(`${format.encoding} does not hold every sign`);
  if (!draft.isClean || text < 0 || label === undefined || label < 0) return complaints;
  const texts = draft.rows.map((row) => row[text]!);
  const labels = draft.rows.map((row) => row[label]!);
  complaints.push(...tellingTokens(texts, labels).map((rule) => `a token tells the class: ${rule}`));
  const naming = texts.filter((words, i) => words.toLowerCase().includes(labels[i]!.toLowerCase())).length;
  if (naming > NAMED_SHARE * texts.length && (labels[0]?.length ?? 0) > 2)
    complaints.push(`${naming} of ${texts.length} texts name their class`);
  if (new Set(texts).size < texts.length)
    complaints.push(`${texts.length - new Set(texts).size} texts come twice`);
  return complaints;
}

const digest = (files: readonly { bytes: Uint8Array }[]): string => {
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex').slice(0, 16);
};

for (const bank of BANKS) {
  const drafts = await makeDrafts(bank);
  for (const made of drafts)
    for (const complaint of complaintsOf(made))
      console.log(`${bank}/${made.theme.id}/${made.name}: ${complaint}`);
  const [first, second] = [digest(await makeBank(bank)), digest(await makeBank(bank))];
  console.log(
    `${bank}: ${drafts.length} files, ${first}${first === second ? '' : `, and ${second} at the second call`}`,
  );
}
