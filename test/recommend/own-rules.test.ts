import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readKnowledge } from '../../src/catalogue/knowledge.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

/** An administrator's copy of the folder, changed with an editor of texts. */
let dir: string;
beforeAll(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'tunesmith-rules-')), 'knowledge/');
  cpSync(fileURLToPath(new URL('../../knowledge', import.meta.url)), dir, { recursive: true });
});
afterAll(() => rmSync(join(dir, '..'), { recursive: true }));

const rulesSchema = z.array(z.looseObject({ id: z.string() }));
type Rules = z.infer<typeof rulesSchema>;

/** Changes one file of rules, ranks with it, and puts the file back. */
async function withRules(file: string, change: (rules: Rules) => Rules) {
  const path = join(dir, 'rules', file);
  const original = readFileSync(path, 'utf8');
  writeFileSync(path, JSON.stringify(change(rulesSchema.parse(JSON.parse(original)))));
  try {
    return await recommend(understand({ description: 'classify photos' }), { knowledge: readKnowledge(dir) });
  } finally {
    writeFileSync(path, original);
  }
}

describe('rules edited without code', () => {
  it('takes the rule of knowledge/README.md as it stands there', async () => {
    const page = readFileSync(join(dir, 'README.md'), 'utf8');
    const added = rulesSchema.element.parse(JSON.parse(/```json\n([\s\S]+?)```/.exec(page)![1]!));
    const before = await withRules('filters.json', (rules) => rules);
    const after = await withRules('filters.json', (rules) => [...rules, added]);
    const gone = before.eligible.filter(({ id }) => !after.eligible.some((one) => one.id === id));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every(({ sizeMiB }) => sizeMiB !== null && sizeMiB > 400)).toBe(true);
    const rejected = after.rejected.find(({ id }) => id === gone[0]!.id)!;
    expect(rejected.reasons.at(-1)!.key).toBe('rule.our-servers-are-small');
    expect(rejected.constraints).toEqual(['size']);
  });

  it('takes another amount of a rule that is there', async () => {
    const before = await withRules('preferences.json', (rules) => rules);
    const after = await withRules('preferences.json', (rules) =>
      rules.map((rule) => (rule.id === 'heavy-classic' ? { ...rule, amount: -0.9 } : rule)),
    );
    const score = (ranking: typeof before) => ranking.eligible.find(({ id }) => id === 'vgg16')!.score;
    expect(score(after)).toBeLessThan(score(before));
  });

  it('names the file and the place of a rule that cannot be used', async () => {
    const broken = withRules('notes.json', (rules) => rules.map((rule) => ({ ...rule, rationale: '' })));
    await expect(broken).rejects.toMatchObject({
      code: 'bad-knowledge',
      context: { path: expect.stringContaining('rules/notes.json'), at: '0.rationale' },
    });
  });
});
