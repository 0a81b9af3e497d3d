/** English texts of the report: summary embed and model card. Placeholders are `{name}`. */
export const reportEn = {
  'title.classification': '{model}: {percent} right on the test part',
  'title.measure': '{model}: {name} {value}',
  'verdict.transfer':
    'Transfer learning won: {chosen} scored {score} on validation, the best model without transfer ({baseline}) {baselineScore}.',
  'verdict.baseline':
    'Transfer learning did not win on this data: {chosen} scored {score} on validation, the best transfer model ({transfer}) {transferScore}. You get the better one.',
  'verdict.policyLearnt':
    'Delivered: {chosen}. On held-out episodes it is estimated to change the return by {score} deviations of the logged returns (an estimate from the log, not a trial).',
  'verdict.policyImitates':
    'Delivered: {chosen}, which imitates the log: no policy learnt from rewards was estimated better. Estimated change of the return: {score} deviations of the logged returns.',
  'verdict.tie':
    'No clear winner on validation: {chosen} scored {score}, {rival} {rivalScore}. The first was delivered: its probabilities are the better ones.',
  'verdict.generationTuned':
    'Delivered: {chosen}. Perplexity on validation (lower is better): {tuned} after tuning, {untouched} before, {ngram} for a trigram model counted on the same texts.',
  'verdict.generationUntouched':
    'Delivered: {chosen}, as nothing better came of tuning. Perplexity on validation (lower is better): {untouched}; tuned {tuned}; {ngram} for a trigram model counted on the same texts.',
  'verdict.only': 'Delivered: {chosen}, {score} on validation.',
  'field.test': 'Test ({n} samples, never seen before)',
  'field.compared': 'Compared with',
  'field.classes': 'Per class',
  'field.classesWorst': 'Per class (the {count} weakest of {total})',
  'field.data': 'Data',
  'field.model': 'Model',
  'field.time': 'Time',
  'field.warnings': 'Please note',
  'test.accuracy': 'accuracy **{value}** (95 % interval {low} – {high})',
  'test.macro': 'macro precision {precision}, recall {recall}, F1 **{f1}**',
  'test.calibration': 'log-loss {logLoss}, calibration error {ece}{auc}',
  'test.auc': ', ROC-AUC {value}',
  'test.measure': '{name} **{value}**{interval}{baseline}',
  'test.interval': ' (95 % interval {low} – {high})',
  'test.baseline': ' — best baseline {value}',
  'compared.row': '{name}: {test} on test, {validation} on validation',
  'compared.rowValidation': '{name}: {validation} on validation',
  'classes.header': 'class',
  'data.counts': '{name}: {samples} samples, {classes} classes',
  'data.prose': '{name}: {samples} texts',
  'data.series': '{name}: {samples} rows or series',
  'data.split': '{train} train / {validation} validation / {test} test (seed {seed})',
  'model.backbone': '{name}, {frozen}; weights: {licence}',
  'model.none': 'no pretrained model in the delivered pipeline',
  'model.engines': 'engines: {engines}',
  'time.total': '{total} in all: {parts}',
  'field.insight': 'Labels and more data',
  'insight.suspects':
    '{found} of {checked} labels look wrong (confident learning; see suspects.csv): {first}',
  'insight.suspect': '{id}: {given} → {suggested} ({confidence})',
  'insight.noSuspects': 'No label looks clearly wrong among {checked} samples.',
  'insight.helps':
    'Twice the {from} samples would add about {range} points of accuracy (a power law carried on, 80 % interval).',
  'insight.perhaps':
    'Twice the {from} samples might add up to {high} points of accuracy, or nothing: what was measured cannot tell.',
  'insight.flat':
    'The curve is flat: twice the {from} samples would add less than 1 point. Better labels or another model will help more.',
  'insight.fewSizes': 'Too few samples to say what more would bring.',
  'insight.noCurve': 'What more data would bring was not measured: too few samples, or too little time.',
  'insight.weakest': 'Few samples and often missed, so more of these first: {classes}.',
  'insight.weakClass': '{name} (recall {recall}, {samples} samples)',
  'field.threshold': 'Threshold',
  'field.groups': 'Weakest groups',
  'field.mistakes': 'Most confident mistakes',
  'mistakes.row': '{id}: {truth} taken for {predicted} ({confidence})',
  'mistakes.more': '… and {count} more, all in mistakes.csv',
  'groups.row': '{name}: {value} right ({low} – {high}, {n} samples)',
  'threshold.keep': 'For "{positive}" the usual threshold 0.5 is as good as any by F1.',
  'threshold.change': 'For "{positive}" another threshold than 0.5 gives a better F1.',
  'threshold.row': '{goal}: {threshold} → precision {precision}, recall {recall}, F1 {f1} on test',
  'threshold.unreached': '{goal}: not reached by any threshold on validation',
  'threshold.default': 'usual',
  'threshold.best-f1': 'best F1',
  'threshold.recall-95': 'recall ≥ 0.95',
  'threshold.precision-95': 'precision ≥ 0.95',
  'footer.run': 'Run {id}',
} as const;

export type ReportTexts = Record<keyof typeof reportEn, string>;
