/**
 * Model families that the person named or refused ("VGG or ResNet?", "anything but BERT", "不要用BERT").
 * An alias written in capitals in the catalogue (CLIP, AST, USE) is an everyday word otherwise and counts only
 * in capitals.
 */
import type { ModelEntry } from '../../../knowledge/schema.ts';

const REFUSAL =
  /(\bnot?|\bwithout|\bexcept|\bexcluding|\bavoid(ing)?|\binstead of|\bother than|\balternatives? to|\banything but|\bdon'?t (want|use)|\breplace|不要用?|不用|不想用|别用|除了|排除|避免|代替|替代)\s*(to use |using |use )?(an? |the |any )?$/iu;

/** A sentence that commands the ranking instead of describing a need; names in it are not a wish for a family. */
const COMMAND =
  /(ignore|disregard|forget|override)\b.{0,40}(instruction|rule|above|previous|prompt)|\b(rank|put|place|list|declare|say|output)\b.{0,60}\b(first|best|on top|number one)\b|忽略.{0,20}(规则|指令|指示|要求)|排(在|到)?第一|必须推荐/iu;

/** What is left of a description without the sentences that command the ranking. */
export const withoutCommands = (text: string): string =>
  text
    .split(/(?<=[.!?;。!?;\n])/u)
    .filter((sentence) => !COMMAND.test(sentence))
    .join('');

const escapeExpression = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function aliasExpression(alias: string): RegExp {
  const capitals = alias === alias.toUpperCase() && /[A-Z]/.test(alias);
  const body = escapeExpression(alias).replace(/ /g, '[ _-]?');
  return new RegExp(`(?<![A-Za-z0-9_-])${body}(?:s)?(?![A-Za-z0-9_])`, capitals ? 'gu' : 'giu');
}

const expressions = new Map<string, RegExp>();

export function readFamilies(description: string, models: readonly ModelEntry[]) {
  const text = withoutCommands(description.normalize('NFKC'));
  const named = new Map<string, string>();
  const excluded = new Map<string, string>();
  for (const model of models) {
    for (const alias of [model.id, model.name, ...model.aliases]) {
      let expression = expressions.get(alias);
      if (!expression) {
        expression = aliasExpression(alias);
        expressions.set(alias, expression);
      }
      for (const match of text.matchAll(expression)) {
        const refused = REFUSAL.test(text.slice(Math.max(0, match.index - 30), match.index));
        (refused ? excluded : named).set(model.id, match[0]);
      }
    }
  }
  for (const id of excluded.keys()) named.delete(id);
  const words = (found: Map<string, string>) => [...new Set([...found.values()].map((word) => word.trim()))];
  return {
    named: [...named.keys()],
    namedWords: words(named),
    excluded: [...excluded.keys()],
    excludedWords: words(excluded),
  };
}
