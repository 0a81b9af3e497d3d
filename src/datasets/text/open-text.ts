/** A table of labelled texts → TextDataset. Called by `open-dataset.ts`; next: `split.ts`. */
import { UserError } from '../../errors.ts';
import { describeColumns } from '../columns.ts';
import type { Problem, TextDataset, TextSample } from '../dataset.ts';
import { isMissingLabel, makeLabels } from '../labels.ts';
import { LIMITS } from '../limits.ts';
import { classCounts, readPart } from '../profile.ts';
import { firstItems, type Table } from '../tables/table.ts';
import { type ColumnRoles, chooseColumns } from './choose-columns.ts';
import { groupTexts } from './group-texts.ts';
import { describeTexts } from './profile-texts.ts';

interface RawText {
  id: string;
  text: string;
  label: string;
  group: string | null;
  part: TextSample['part'];
}

export const joinText = (row: readonly string[], columns: readonly number[]): string =>
  columns
    .map((column) => row[column]!.trim())
    .filter((cell) => cell !== '')
    .join('\n')
    .slice(0, LIMITS.textCharacters);

function leftOut(code: string, message: string, items: string[]): Problem[] {
  if (items.length === 0) return [];
  return [{ severity: 'warning', code, message: `${items.length} ${message}`, items: firstItems(items) }];
}

function readRows(table: Table, roles: ColumnRoles): { raw: RawText[]; problems: Problem[] } {
  const raw: RawText[] = [];
  const empty: string[] = [];
  const unlabelled: string[] = [];
  table.rows.forEach((row, i) => {
    const id = String(table.numbers[i]);
    const text = joinText(row, roles.text);
    const label = row[roles.label]!;
    if (text === '') empty.push(id);
    else if (isMissingLabel(label)) unlabelled.push(id);
    else {
      const group = roles.group < 0 ? '' : row[roles.group]!.trim();
      const part = roles.part < 0 ? undefined : readPart(row[roles.part]!);
      raw.push({ id, text, label, group: group === '' ? null : group, part });
    }
  });
  const problems = [
    ...leftOut('empty-texts', 'rows have no text and were left out.', empty),
    ...leftOut('missing-labels', 'rows have no label and were left out.', unlabelled),
  ];
  return { raw, problems };
}

function refuseUnlabelled(table: Table, roles: ColumnRoles): void {
  if (roles.label >= 0) return;
  throw new UserError(
    'no-label-column',
    `No column looks like labels (few different, short values). The columns are ${table.columns
      .slice(0, 30)
      .map((name) => JSON.stringify(name))
      .join(', ')}; name the one to predict with the target option.`,
  );
}

/**
 * @param file name and SHA-256 of the attachment.
 * @throws UserError of the column choice and of `makeLabels`.
 */
export function openText(
  table: Table,
  target: string | null,
  file: { name: string; hash: string },
): TextDataset {
  const roles = chooseColumns(describeColumns(table), target);
  refuseUnlabelled(table, roles);
  const { raw, problems } = readRows(table, roles);
  const labels = makeLabels(
    raw.map(({ label }) => label),
    `The column ${JSON.stringify(table.columns[roles.label])}`,
  );
  const kept = raw
    .map((sample, i) => ({ ...sample, label: labels.index[i]! }))
    .filter(({ label }) => label >= 0);
  const grouping = groupTexts(kept, labels.classes);
  const samples = kept.map((sample, i): TextSample => {
    const { id, text, label, part } = sample;
    return { id, text, label, group: grouping.group[i]!, ...(part ? { part } : {}) };
  });
  const textColumns = roles.text.map((column) => table.columns[column]!);
  const described = describeTexts(samples);
  return {
    kind: 'text',
    classes: labels.classes,
    samples,
    columns: { text: textColumns, label: table.columns[roles.label]! },
    profile: {
      kind: 'text',
      ...file,
      sampleCount: samples.length,
      classes: classCounts(samples, labels.classes),
      facts: [
        { label: 'File', value: table.format },
        { label: textColumns.length > 1 ? 'Text columns' : 'Text column', value: textColumns.join(' + ') },
        { label: 'Label column', value: table.columns[roles.label]! },
        ...(roles.group >= 0 ? [{ label: 'Group column', value: table.columns[roles.group]! }] : []),
        ...(roles.part >= 0 ? [{ label: 'Split column', value: table.columns[roles.part]! }] : []),
        ...described.facts,
      ],
      problems: [
        ...table.problems,
        ...problems,
        ...labels.problems,
        ...grouping.problems,
        ...described.problems,
      ],
      language: described.language,
    },
  };
}
