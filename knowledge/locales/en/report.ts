/** English texts of the report: summary embed and model card. Placeholders are `{name}`. */
export const reportEn = {
  'report.title.classification': '{model}: {percent} right on the test part',
  'report.title.measure': '{model}: {name} {value}',
  'report.verdict.noBetter':
    'This does not work yet: right on {accuracy} of {count} test {count|sample|samples}, where always guessing the commonest class is right on {guessing}. Check that the labels belong to this column and follow from the data; then more samples a class, or fewer classes.',
  'report.verdict.notShown':
    'Not shown to be better than guessing: right on {accuracy} of {count} test {count|sample|samples}, always guessing the commonest class on {guessing}. More samples would tell, and help.',
  'report.verdict.accuracy': '{value} (accuracy)',
  'report.verdict.transfer':
    'Transfer learning won: {transfer} scored {transferScore} on validation, the best model without it ({baseline}) {baselineScore}; the difference ({low} to {high} points, 95 % interval) is beyond chance, and the test part agrees.',
  'report.verdict.tie':
    'No difference shown between transfer learning ({transfer}, {transferScore} on validation) and the best model without it ({baseline}, {baselineScore}): the 95 % interval of the difference, {low} to {high} points, includes none. You get {chosen}.',
  'report.verdict.takenBack':
    'No difference shown: on validation {transfer} ({transferScore}) and the best model without transfer ({baseline}, {baselineScore}) differed by {low} to {high} points, and the test part does not agree. You get {chosen}.',
  'report.verdict.baseline':
    'Transfer learning lost on this data: {transfer} scored {transferScore} on validation, {baseline} {baselineScore} without it; the difference ({low} to {high} points, 95 % interval) is beyond chance. You get {chosen}.',
  'report.verdict.policyLearnt':
    'Delivered: {chosen}. On held-out episodes it is estimated to change the return by {score} deviations of the logged returns (an estimate from the log, not a trial).',
  'report.verdict.policyImitates':
    'Delivered: {chosen}, which imitates the log: no policy learnt from rewards was estimated better. Estimated change of the return: {score} deviations of the logged returns.',
  'report.verdict.beside': '{chosen} scored {score} on validation, {rival} {rivalScore}. You get the first.',
  'report.verdict.generationTuned':
    'Delivered: {chosen}. Perplexity on validation (lower is better): {tuned} after tuning, {untouched} before, {ngram} for a trigram model counted on the same texts.',
  'report.verdict.generationUntouched':
    'Delivered: {chosen}, as nothing better came of tuning. Perplexity on validation (lower is better): {untouched}; tuned {tuned}; {ngram} for a trigram model counted on the same texts.',
  'report.verdict.only': 'Delivered: {chosen}, {score} on validation.',
  'report.field.test': 'Test ({n} {n|sample|samples}, never seen before)',
  'report.field.delivery': 'Size and speed',
  'report.field.compared': 'Compared with, by {measure}',
  'report.field.classes': 'Per class',
  'report.field.classesWorst': 'Per class (the {count} weakest of {total})',
  'report.field.data': 'Data',
  'report.field.model': 'Model',
  'report.field.time': 'Time',
  'report.field.warnings': 'Please note',
  'report.test.accuracy': 'accuracy **{value}** (95 % interval {low} – {high})',
  'report.test.macro': 'macro precision {precision}, recall {recall}, F1 **{f1}**',
  'report.test.calibration': 'log-loss {logLoss}, calibration error {ece}{auc}',
  'report.test.auc': ', ROC-AUC {value}',
  'report.test.measure': '{name} **{value}**{interval}{baseline}',
  'report.test.interval': ' (95 % interval {low} – {high})',
  'report.test.baseline': ' — best baseline {value}',
  'report.delivery.compact':
    '**{bytes} → {smaller}**, {figure} **{score} → {smallerScore}** on the same {count} test {count|sample|samples} ({form}). {sent}',
  'report.delivery.compactSent': 'The smaller one is sent, and `/predict` runs it.',
  'report.delivery.fullSent': 'The full one is sent, and `/predict` runs it.',
  'report.delivery.full': '**{bytes}**; no smaller form is worth while.',
  'report.delivery.notAsGood':
    '**{bytes}**, {figure} {score}. Smaller forms were not as good, so none is sent: {tried}.',
  'report.delivery.int8': 'weights in 8 bits',
  'report.delivery.int4': 'weights in 4 bits',
  'report.delivery.fp16': 'weights in 16 bits',
  'report.delivery.cost':
    'To run it here: {one} a sample on one thread, {all} on {threads}; {load} to load, {memory} MiB of memory.',
  'report.compared.row': '{name}: {test} on test, {validation} on validation',
  'report.compared.rowValidation': '{name}: {validation} on validation',
  'report.classes.header': 'class',
  'report.classes.precision': 'prec',
  'report.classes.recall': 'rec',
  'report.classes.f1': 'F1',
  'report.classes.samples': 'n',
  'report.data.counts': '{name}: {samples} {samples|sample|samples}, {classes} {classes|class|classes}',
  'report.data.prose': '{name}: {samples} {samples|text|texts}',
  'report.data.series': '{name}: {samples} {samples|row|rows} or series',
  'report.data.split': '{train} train / {validation} validation / {test} test (seed {seed})',
  'report.model.backbone': '{name}, {frozen}; weights: {licence}',
  'report.model.none': 'no pretrained model in the delivered pipeline',
  'report.model.engines': 'engines: {engines}',
  'report.model.trials': 'Settings: {count} {count|trial|trials}, see the chart and report.json',
  'report.time.total': '{total} in all: {parts}',
  'report.field.insight': 'Labels and more data',
  'report.insight.suspects':
    '{found} of {checked} {checked|label|labels} {found|looks|look} wrong (confident learning; see suspects.csv): {first}',
  'report.insight.suspectCount':
    '{found} of {checked} {checked|label|labels} {found|looks|look} wrong (confident learning).',
  'report.insight.suspect': '{id}: {given} → {suggested} ({confidence})',
  'report.insight.noSuspects': 'No label looks clearly wrong among {checked} {checked|sample|samples}.',
  'report.insight.helps':
    'Twice the {from} {from|sample|samples} would add about {range} points of accuracy (a power law carried on, 80 % interval).',
  'report.insight.perhaps':
    'Twice the {from} {from|sample|samples} might add up to {high} points of accuracy, or nothing: what was measured cannot tell.',
  'report.insight.flat':
    'The curve is flat: twice the {from} {from|sample|samples} would add less than 1 point. Better labels or another model will help more.',
  'report.insight.fewSizes': 'Too few samples to say what more would bring.',
  'report.insight.noCurve':
    'What more data would bring was not measured: too few samples, or too little time.',
  'report.insight.weakest':
    'Few samples and often mistaken, so more of these first (figures of the training samples, each predicted from the others, not of the test table): {classes}.',
  'report.insight.weakClassBoth':
    '{name} (precision {precision}, recall {recall}, {samples} {samples|sample|samples})',
  'report.insight.weakClass': '{name} (recall {recall}, {samples} {samples|sample|samples})',
  'report.field.threshold': 'Threshold',
  'report.field.groups': 'Weakest groups',
  'report.field.mistakes': 'Most confident mistakes',
  'report.mistakes.row': '{id}: {truth} taken for {predicted} ({confidence})',
  'report.mistakes.more': '… and {count} more, all in mistakes.csv',
  'report.groups.row': '{name}: {value} right ({low} – {high}, {n} {n|sample|samples})',
  'report.threshold.keep': 'For "{positive}" the usual threshold 0.5 is as good as any by F1.',
  'report.threshold.change': 'For "{positive}" another threshold than 0.5 gives a better F1.',
  'report.threshold.row': '{goal}: {threshold} → precision {precision}, recall {recall}, F1 {f1} on test',
  'report.threshold.unreached': '{goal}: not reached by any threshold on validation',
  'report.threshold.default': 'usual',
  'report.threshold.best-f1': 'best F1',
  'report.threshold.recall-95': 'recall ≥ 0.95',
  'report.threshold.precision-95': 'precision ≥ 0.95',
  'report.evaluate.title': 'Run {id} on {name}',
  'report.evaluate.test': 'On this file ({n} {n|sample|samples})',
  'report.evaluate.drift': 'Against the own test of the run',
  'report.drift.figures': '{name} {file} here, {run} there: {difference} (95 % interval {low} to {high})',
  'report.drift.none': 'No difference beyond chance.',
  'report.drift.worse':
    '**Worse, beyond chance**: these data differ from those the model learnt from. Train anew with some of them.',
  'report.drift.better': 'Better, beyond chance: these data are easier than the test part was.',
  'report.compare.title': '{count} {count|run|runs} side by side',
  'report.compare.same': 'All were judged on the same test part.',
  'report.compare.otherData': 'Their data sets differ, so the figures do not say which model is better.',
  'report.compare.otherKind': 'Their kinds of data differ, so the figures cannot be compared at all.',
  'report.compare.otherQuestion':
    'The data are the same, but the classes or the label column differ: each Run answers a question of its own, so neither is better.',
  'report.compare.otherTest':
    'The data set is the same, but the test parts differ (another seed, split or horizon): small differences mean nothing.',
  'report.compare.overlap': '{best} and {other}: no clear difference, their intervals overlap.',
  'report.compare.apart': '{best} is better than {other}: their intervals do not overlap.',
  'report.compare.paired':
    '{best} against {other}, sample by sample: {difference} points (95 % interval {low} to {high}, McNemar p = {p}): {verdict}.',
  'report.compare.pairedClear': 'beyond chance',
  'report.compare.pairedTie': 'no clear difference',
  'report.compare.noInterval': '{best} and {other}: there is no interval to tell them apart by.',
  'report.compare.model': 'model: {name}',
  'report.compare.chosen': 'delivered: {name}',
  'report.compare.score': 'test: {figures}',
  'report.compare.size': '{time} of training, {size} to download',
  'report.list.between': ', ',
  'report.items.between': '; ',
  'report.sentences.between': ' ',
  'report.footer.run': 'Run {id}',
} as const;
