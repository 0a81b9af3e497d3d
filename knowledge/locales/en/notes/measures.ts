/** What stands beside a measure, and what to know of an evaluation on another file, in English. */
export const measureNotesEn = {
  'note.bootstrap-over-samples': 'bootstrap interval over test samples',
  'note.paired-mcnemar': 'paired on the test part; McNemar p = {p}',
  'note.mase-windows':
    'mean of {count} test {count|window|windows} of {horizon} {horizon|step|steps}; below 1 beats repeating the last season',
  'note.mase-last-steps':
    'last {horizon} {horizon|step|steps} of {count} series; baseline: repeating the last season',
  'note.nine-quantiles': 'mean of nine quantiles',
  'note.near-nominal': 'should be near 0.8',
  'note.fqe-estimate':
    'off-policy estimate (fitted Q evaluation, over {steps} {steps|step|steps}) on {count} test {count|episode|episodes}, not a trial; baseline: their logged return',
  'note.fqe-estimate-discounted':
    'off-policy estimate (fitted Q evaluation, discounted by {discount} a step) on {count} test {count|episode|episodes}, not a trial; baseline: their logged return',
  'note.fqe-on-file':
    'off-policy estimate (fitted Q evaluation) on {count} {count|episode|episodes}, not a trial; baseline: their logged return',
  'note.mean-of-episodes': 'mean of {count} test {count|episode|episodes}',
  'note.discount-a-step': 'discount {discount} a step',
  'note.by-cloning': 'behaviour cloning',
  'note.near-logged-return': 'should be near the logged return; a gap is the error to expect of the others',
  'note.share-of-other-actions': 'share of all logged steps with another action than the logged one',
  'note.share-of-covered': 'share of states whose action the log takes with at least 5 % probability',
  'note.share-of-same-actions': 'share of the logged steps in which the policy takes the logged action',
  'note.tokens-lower-better': '{count} {count|token|tokens}; lower is better',
  'note.lower-better': 'lower is better',
  'note.paired-over-texts': 'paired over the test texts; below 0 is better than the decoder as it came',

  'note.absent-classes': 'The file has no sample of {names}.',
  'note.file-of-training':
    'This is the very file that the Run learnt from: the figures show how well it remembers, not how well it would do.',
  'note.series-of-training':
    'This is the very file that the Run learnt from: the last steps were part of its test, no later data.',
  'note.log-of-training': 'This is the very log that the policy learnt from: the estimate flatters it.',
  'note.all-learnt':
    'All rows ({total}) are among those that the Run learnt from: the figures show how well it remembers, not how well it would do.',
  'note.some-learnt':
    '{count} of {total} {total|row|rows} {count|is|are} among those that the Run learnt from. The figures are of the other {rest}; over all rows accuracy is {accuracy} %.',
  'note.episodes-learnt':
    '{count} of {total} {total|episode|episodes} {count|is|are} the same, step by step, as {count|one|ones} that the policy learnt from: the estimate flatters it.',
  'note.series-all-learnt':
    'The last {horizon} {horizon|step|steps} of all series ({total}), or some of them, are among those that the Run learnt from: no later data, so the figures flatter it.',
  'note.series-some-learnt':
    'Of {count} of {total} series the last {horizon} {horizon|step|steps}, or some of them, are among those that the Run learnt from. The figures are of the others; with all of them MASE would be {value}.',
  'note.unknown-classes-counted':
    '{count} {count|sample is|samples are} of classes that the model cannot know ({names}) and {count|was|were} left out. Counted as wrong, accuracy is {accuracy} %.',
  'note.log-not-estimated': 'The return cannot be estimated on this log.',
} as const;
