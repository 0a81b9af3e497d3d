/** The winner + Requirements → which transfer-learning framework to take, why, and a starter for the winner. */
import type { Framework, Snippet } from '../../knowledge/schema.ts';
import type { Knowledge } from '../catalogue/knowledge.ts';
import type { Candidate, FrameworkAdvice, Ranking } from './ranking.ts';
import type { Requirements } from './requirements.ts';

/** Where nobody said how many classes there are; only Python's snippets ask for it. */
const UNCOUNTED = 'classes = 2  # put your number of classes here';

function fill(snippet: Snippet, winner: Candidate, needs: Requirements): string {
  const values: Record<string, string> = {
    id: winner.id,
    name: snippet.names[winner.id] ?? winner.hubId ?? winner.id,
    classes: needs.classCount === null ? 'classes' : String(needs.classCount),
  };
  const asksClasses = needs.classCount === null && snippet.code.includes('{{classes}}');
  const code = snippet.code.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
  return asksClasses ? `${UNCOUNTED}\n${code}` : code;
}

/** A snippet that names the winner counts more than one for the task in general, and hardware decides ties. */
function suitability(framework: Framework, snippet: Snippet | null, needs: Requirements): number {
  const hardware = needs.hardware !== null && framework.hardware.includes(needs.hardware) ? 0.5 : 0;
  return framework.strength + hardware + (snippet ? 1 : 0);
}

export function adviseFramework(ranking: Ranking, knowledge: Knowledge): FrameworkAdvice | null {
  const winner = ranking.ranking[0];
  const { requirements: needs } = ranking;
  if (!winner || needs.task === null) return null;
  const task = needs.task;
  const fitting = knowledge.frameworks
    .filter(({ kinds }) => kinds.some((kind) => kind === winner.kind))
    .map((framework) => {
      const snippet =
        knowledge.snippets.find(
          (one) =>
            one.framework === framework.id && one.tasks.includes(task) && one.models.includes(winner.id),
        ) ?? null;
      return { framework, snippet, suitability: suitability(framework, snippet, needs) };
    })
    .sort((a, b) => b.suitability - a.suitability || a.framework.id.localeCompare(b.framework.id));
  const first = fitting[0];
  if (!first) return null;
  const short = ({ framework }: (typeof fitting)[number]) => ({
    id: framework.id,
    name: framework.name,
    url: framework.url,
    why: framework.when,
  });
  return {
    ...short(first),
    snippet: first.snippet && {
      language: first.snippet.language,
      code: fill(first.snippet, winner, needs),
      source: first.snippet.source,
    },
    others: fitting.slice(1, 3).map(short),
  };
}
