/** English texts of a report as it is read in ten seconds, and of what stands behind its buttons. */
export const reportShortEn = {
  'report.short.right':
    '**Right {right} of {n} times on {things} it had never seen** ({percent} %, likely {low}–{high} %).',
  'report.short.notShown':
    '**Not shown to be better than guessing**: right {right} of {n} times on {things} it had never seen ({percent} %, likely {low}–{high} %); always guessing the commonest class: {guessed}.',
  'report.short.noBetter':
    '**This does not work yet**: right {right} of {n} times on {things} it had never seen ({percent} %, likely {low}–{high} %), and always guessing the commonest class gets {guessed}.',
  'report.short.things.image': 'pictures',
  'report.short.things.text': 'texts',
  'report.short.things.audio': 'sounds',
  'report.short.things.other': 'samples',
  'report.short.times': '{right} of {n}',
  'report.short.guessing': 'Always guessing the commonest class: {guessed} of {n}.',
  'report.short.without': 'Without transfer learning: {other}.',
  'report.short.withoutTie': 'Without transfer learning: {other}, no clear difference.',
  'report.short.withTie': 'With transfer learning: {other}, no clear difference.',
  'report.short.withLost': 'Transfer learning did not help here ({other}), so you get the simpler model.',
  'report.short.withoutUntested': 'Transfer learning helped.',
  'report.short.withoutTieUntested': 'Transfer learning made no clear difference.',
  'report.short.withLostUntested': 'Transfer learning did not help here, so you get the simpler model.',
  'report.short.series':
    '**Its forecasts miss by {percent} % less than repeating the last season**, on {count} {count|stretch|stretches} it had never seen.',
  'report.short.seriesNoBetter':
    '**No better than repeating the last season**: on {count} {count|stretch|stretches} it had never seen, its forecasts miss by {percent} % more.',
  'report.short.seriesSaved': '{percent} % less',
  'report.short.seriesSavedNothing': 'no less than that',
  'report.short.policyBetter':
    '**By estimate it earns {value} an episode{range}, the logged decisions {baseline}.**',
  'report.short.policyNotShown':
    '**Not shown to be better than the logged decisions**: by estimate it earns {value} an episode{range}, they earned {baseline}.',
  'report.short.likely': ' (likely {low} to {high})',
  'report.short.policyEstimate': 'That is an estimate from the log, not a trial: try it with care.',
  'report.short.policyImitates':
    'It imitates the log: nothing that was learnt from the rewards was estimated to be better.',
  'report.short.prose':
    '**It writes more like your texts now**: at each step it wavers between about {own} {own|piece|pieces} of text, {untouched} before, on texts it had never seen.',
  'report.short.proseNoBetter':
    '**Tuning did not help**: you get the generator as it came; it wavers between about {own} {own|piece|pieces} of text at each step, on texts it had never seen.',
  'report.short.proseCounted': 'Merely counting which piece follows which does as well ({ngram}).',
  'report.short.delivered': '**You get {name}.**',
  'report.short.confuses': 'Takes {list}.',
  'report.short.takes': '{truth} for {predicted}',
  'report.short.noMistake': 'It made no mistake there.',
  'report.short.and': ' and ',
  'report.short.improve': 'To improve: {steps}.',
  'report.short.checkColumn': 'check that the labels are those you mean',
  'report.short.suspects': '{count} {count|label looks|labels look} wrong',
  'report.short.weakest': 'more {classes} first',
  'report.short.growth': 'twice the samples would get about {range} more of 100 right',
  'report.short.flat': 'better labels or another model, as more samples would hardly help',
  'report.short.more.samples': 'more samples of every class',
  'report.short.more.series': 'a longer history, or a longer budget',
  'report.short.more.policy': 'episodes in which other actions were tried',
  'report.short.more.prose': 'more texts like these, or a longer budget',
  'report.short.warnings': '⚠️ {count} {count|thing|things} to know under “All figures”',

  'report.improve.title': 'To improve run {id}',
  'report.improve.column':
    'Check that the labels are the column you mean, and that they follow from the data at all.',
  'report.improve.series':
    'A longer history helps most: several seasons. Leave out the time before something changed for good.',
  'report.improve.policy':
    'Log episodes in which other actions were tried: what was never tried cannot be learnt from a log.',
  'report.improve.prose': 'More texts in the style to learn, and `unfreeze:deep` with a longer budget.',
  'report.improve.again':
    'Then train again on the mended data, with more time: `/finetune dataset:… budget:10m`. `/compare` tells whether it is better.',
  'report.alt.chart': 'Chart: {title}. {shown}',
  'report.alt.learning': 'Validation loss over {epochs} {epochs|epoch|epochs}: from {from} to {to}.',
  'report.alt.reliability':
    'How sure the model is against how often it is right; they differ by {error} on average.',

  'report.alt.evaluated': 'Chart: {title}, of run {id} on the later file.',
  'report.evaluate.right':
    '**Right {right} of {n} times on {things} of {name}** ({percent} %, likely {low}–{high} %).',
  'report.evaluate.measured': '**{figure} on {name}.**',
  'report.evaluate.own': 'In its own test: {figure}.',
  'report.compare.better':
    '**{best} is better than {other}**: {difference} in 100 on the same samples, beyond chance.',
  'report.compare.tie':
    '**No clear difference between {best} and {other}**: {difference} in 100 on the same samples.',

  'report.try.text':
    '**Open the attached page** on a phone or a computer: the model is inside, and nothing leaves your device.',
  'report.try.none': 'This run has no page to try it on.',
  'report.try.here': 'Or here in the channel: {command}',
} as const;
