/** How the data were split, and how models and settings were chosen, in English. */
export const splitNotesEn = {
  'note.split-drawn':
    'Drawn with seed {seed}, stratified by class, {train}/{validation}/{test} % train/validation/test.',
  'note.split-grouped': 'Duplicates and groups were kept together ({groups} {groups|group|groups}).',
  'note.split-given': 'The {parts} part is the one given in the data.',
  'note.split-rest-drawn': 'The {parts} part was drawn from the rest, stratified, seed {seed}.',
  'note.split-copies-removed':
    '{count} {count|sample|samples} with a copy in a given part {count|was|were} left out of training.',
  'note.split-separate-test':
    'Test part: the separate file {name} ({count} {count|sample|samples}). Train and validation drawn with seed {seed}, stratified, {train}/{validation} %.',
  'note.split-tested-removed':
    '{count} {count|sample that also stands|samples that also stand} in the test file (or in a group with one) {count|was|were} left out of training.',
  'note.split-missing-classes': 'The {part} part has no sample of {names}.',
  'note.compared-on-validation':
    'Contenders were compared on the validation part ({count} {count|sample|samples}).',
  'note.compared-by-folds':
    'Contenders were compared by stratified {folds}-fold cross-validation over train and validation together ({count} {count|sample|samples}), then fitted on both.',
  'note.compared-by-repeated-folds':
    'Contenders were compared by stratified {folds}-fold cross-validation over train and validation together ({count} {count|sample|samples}, repeated {times} times), then fitted on both.',
  'note.scores-of-fewer':
    'The scores shown are those of the first {count} of {all} {all|prediction|predictions}, which the tuned network made too.',
  'note.split-series':
    'Counts are time steps. Rolling origins: {validation} validation {validation|window|windows} and {test} test {test|window|windows} of {horizon} {horizon|step|steps} at the end of the series; season of {period}.',
  'note.split-episodes':
    'Counts are steps; whole episodes were kept together ({train}, {validation} and {test}). The delivered policy learnt from all of them after the test.',
  'note.episodes-cut-by-clock':
    'Episodes of {steps} {steps|step|steps} were taken as cut by the clock: their last step does not end the value.',
  'note.split-texts':
    'Whole texts, drawn with seed {seed}, 70/15/15 % of the characters train/validation/test.',
  'note.split-texts-grouped': 'Near-duplicates were kept together ({groups} {groups|group|groups}).',
  'note.split-blocks': 'Read in blocks of at most {count} {count|token|tokens}; every token counts once.',

  'note.backbones-compared':
    'Pretrained models were compared by a ridge probe on {count} {count|sample|samples} of train and validation: {figures}; {model} was taken.',
  'note.backbones-compared-tied':
    'Pretrained models were compared by a ridge probe on {count} {count|sample|samples} of train and validation: {figures}; {model} was taken, as the difference to the best is within its error.',
  'note.backbones-time-ended': '{count} more could not be compared: time ended, or they could not be read.',
  'note.backbones-not-fetched':
    'Not compared, since they were not fetched from the Hub: {models}. Named with model:, each is fetched.',
  'note.tuning-no-time': 'The time budget left nothing for tuning layers.',
  'note.tuning-too-long':
    'Tuning {layers} layers of {model} (unfreeze:{depth}) was left out: it would take about {needed} s, and {left} s were left. A larger budget would try it.',
  'note.deeper-does-not-pay':
    'Tuning {layers} layers of {model} was left out: on validation the step before it did no better than a shallower one.',
  'note.tuning-unfinished': 'Tuning {layers} layers of {model} in full was not finished.',
  'note.settings-searched':
    '{count} {count|way|ways} to tune the layers entered successive halving on the first fold (epochs by round: {epochs}).',
  'note.settings-search-cut':
    '{count} {count|way|ways} to tune the layers entered successive halving on the first fold (epochs by round: {epochs}); the budget ended it in rung {rung} after {scored} of {of}.',
  'note.settings-chosen': '{settings} was chosen.',
  'note.settings-none': 'None could be tried.',
} as const;
