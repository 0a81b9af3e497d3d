/** What a person should know about their data, in English. */
export const dataNotesEn = {
  'note.bad-json-rows':
    '{count} {count|row is no JSON object and was|rows are no JSON objects and were} left out.',
  'note.bad-rows':
    '{count} {count|row lacks|rows lack} a number for a state or the reward, or an action, and {count|was|were} left out.',
  'note.bad-timestamps':
    '{count} {count|row has no readable time and was|rows have no readable time and were} left out.',
  'note.bad-values':
    '{count} {count|value is no number and counts|values are no numbers and count} as missing.',
  'note.class-imbalance':
    'The largest class has {ratio} times as many samples as the smallest ({most} against {least}); look at macro-F1, not only at accuracy.',
  'note.class-in-text':
    'The name of the class stands in {percent} % of the texts: the model will look for it and nothing else. Take it out, unless new texts hold it too.',
  'note.conflicting-labels':
    '{count} {count|set|sets} of equal or nearly equal samples {count|has|have} different labels, and nothing can get all of them right; check which label is meant.',
  'note.constant-reward':
    'Every reward is {reward}; decisions cannot be told apart unless the episodes differ in length.',
  'note.constant-series': '{count} {count|series never changes|series never change}.',
  'note.cut-episodes':
    '{count} {count|row ends an episode that was cut before its end, without a next state, and was|rows end episodes that were cut before their end, without a next state, and were} left out.',
  'note.damaged-items': '{count} of {total} {total|file|files} cannot be read and {count|was|were} left out.',
  'note.duplicate-timestamps':
    '{count} {count|value shares its|values share their} time with another of the same series; the mean is used. If several things are measured, add a series column.',
  'note.duplicates':
    '{count} {count|sample is a copy of another|samples are copies of others}; copies stay on one side of the split.',
  'note.empty-texts': '{count} {count|row has no text and was|rows have no text and were} left out.',
  'note.few-episodes':
    'Only {count} {count|episode|episodes}: the interval of what the policy would earn will be wide.',
  'note.few-groups':
    'Only {count} {count|group is|groups are} named; each stays on one side of the split, so the test part holds very few of them and its score says little about others.',
  'note.groups-shared':
    '{count} of the {total} {total|group|groups} in the test part (speakers or sources: {names}) {count|is|are} in training too, so the score is too kind to what it says about new ones. Test on others.',
  'note.label-variants':
    '{count} {count|class was|classes were} spelt in several ways (case, spaces) and {count|was|were} merged.',
  'note.leak-column':
    'The column {column} gives the class away by single words. If it is written after the class is known, take it out of the table; the score says little otherwise.',
  'note.leak-column-unread':
    'The column {column} is not read: it gives the class away by single words, and new texts will hardly have it.',
  'note.leak-token':
    'One word alone gives a class away. Take it out, unless new texts hold it too; the score says little otherwise.',
  'note.long-texts':
    '{count} {count|text is|texts are} longer than {limit} characters; only the beginning is used.',
  'note.low-sampling-rate':
    '{count} {count|clip is|clips are} sampled below 8,000 Hz; consonants are lost there.',
  'note.missing-labels': '{count} {count|row has no label and was|rows have no label and were} left out.',
  'note.missing-steps':
    '{count} {count|step is|steps are} missing within episodes: the rows before a gap were left out, as what the missing steps earned is not known.',
  'note.near-merged':
    '{count} rare {count|spelling was|spellings were} taken as the common one, as you asked, with {rows} {rows|row|rows}.',
  'note.near-spellings':
    '{count} rare {count|class|classes}, with {rows} {rows|row|rows}, {count|is|are} spelt nearly like a common one; {count|if it is a slip, let it|if they are slips, let them} be merged (the option merge).',
  'note.near-duplicate-class':
    'More than half of a class is nearly the same ({names}), as if made from one template. Such samples stand in training and test alike, so scores will look better than they are.',
  'note.near-duplicates':
    '{count} {count|sample is|samples are} nearly the same as another; they stay on one side of the split.',
  'note.no-done-column': 'There is no done column: the last step of every episode counts as its end.',
  'note.other-file-columns':
    'Only the column {column} was read; {count} more {count|column holds|columns hold} files.',
  'note.other-files': '{count} {count|file is|files are} of another kind and {count|was|were} left out.',
  'note.other-labels': 'Labelled by the column {column}; {names} would do too, by the target option.',
  'note.other-sheets': 'Only the sheet {sheet} was read; {count} {count|other was|others were} not.',
  'note.other-tables': 'There are tables with other columns, which were not read; {names} was.',
  'note.ragged-rows':
    '{count} {count|row does not have|rows do not have} {width} {width|field|fields} and {count|was|were} left out. A text with the delimiter in it needs quotes around it.',
  'note.rare-actions':
    '{count} {count|action was|actions were} taken in less than 1 % of the rows; little can be told of what follows.',
  'note.rare-classes':
    '{count} {count|class has|classes have} fewer than {limit} samples and {count|was|were} left out, with {rows} {rows|row|rows}.',
  'note.short-clips': '{count} {count|clip is|clips are} shorter than {seconds} s.',
  'note.short-series':
    '{count} series {count|has|have} fewer than {least} values and {count|was|were} left out.',
  'note.small-pictures':
    '{count} {count|picture is|pictures are} smaller than {pixels} pixels on the longer side; larger originals would help.',
  'note.sparse-data':
    'Only {count} {count|sample|samples}: under {limit} every score is uncertain. More data helps most.',
  'note.sparse-text':
    'Only {count} {count|character|characters}: under {limit} every score is uncertain. More text helps most.',
  'note.sparse-series':
    '{count} series {count|has|have} values at less than {share} % of the steps and {count|was|were} left out.',
  'note.several-label-columns':
    '{count} {count|column|columns} hold 0 and 1, and in {rows} {rows|row|rows} more than one of them is 1: a row has several labels at once. One column is learnt at a time; choose it with the target option.',
  'note.spread-label':
    'The classes were gathered from {count} {count|column|columns} of 0 and 1, of which exactly one is 1 in a row.',
  'note.title-lines': '{count} {count|line|lines} above the header {count|was|were} not read.',
  'note.tabular-data':
    'Only {names} is read as text; {count} {count|column of numbers is|columns of numbers are} not used. Tables of measurements are not supported.',
  'note.texts-beyond-limit':
    'The first {limit} characters are used; {count} {count|text after them was|texts after them were} left out.',
  'note.unbalanced-quotes': 'Quotation marks do not come in pairs, so they were read as ordinary characters.',
  'note.unused-columns':
    '{count} {count|column is no number and was|columns are no numbers and were} not used as {count|a state|states}: {names}. Write {count|it|them} as numbers, for example one column of 0 and 1 a value.',
  'note.unnamed-classes': 'The classes are numbers ({names}), and the file does not say what they mean.',
  'note.source-cut-files':
    "Only {taken} of the {of} training {of|file|files} {taken|was|were} fetched, evenly spaced, to stay under {limit} MiB. The bot's operator can raise MAX_DATASET_MIB.",
  'note.source-cut-parts':
    'Only the training files were fetched: with those of validation and test they have more than {limit} MiB. Both parts are drawn from the training files.',
  'note.unknown-classes':
    '{count} {count|sample belongs|samples belong} to {classes} {classes|class|classes} that the training data do not have, and {count|was|were} left out.',
  'note.unlabelled-items':
    '{count} {count|file has|files have} no label (no class folder, no label in a table) and {count|was|were} left out.',
} as const;
