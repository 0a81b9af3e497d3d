/** What a person should know of a training before they rely on it, in English. */
export const trainingNotesEn = {
  'note.few-test-samples':
    'The test part has only {count} {count|sample|samples}, so its figures have wide intervals; a separate test file or more data would narrow them.',
  'note.few-per-class':
    'The class "{name}" has only {count} {count|sample|samples} to learn from; more of it would help most.',
  'note.unknown-language':
    'The texts look like {language}, which {model} does not know (it knows {languages}). /recommend with language:{code} compares those that do.',
  'note.unknown-language-known-model':
    'The texts look like {language}, which {model} does not know (it knows {languages}). The model {other} of the Hub does: try model:{id}; /recommend with language:{code} compares those that do.',
  'note.tuning-not-better':
    'Tuning {layers} layers was tried as asked and scored {score} on validation, not clearly better than {model} ({modelScore}), which was delivered.',
  'note.steadier-f1':
    '{other} scored {otherScore} on validation, {model} {score}: a difference within one standard error, so the one was delivered whose macro-F1 is higher.',
  'note.steadier-loss':
    '{other} scored {otherScore} on validation, {model} {score}: a difference within one standard error, so the one was delivered whose log-loss is lower.',
  'note.files-unreadable':
    '{count} {count|file|files} could not be read and {count|was|were} left out: {names}.',
  'note.clips-silent':
    '{count} of {total} {total|clip|clips} {count|is|are} silent (never above −60 dB of full scale): {names}. They were kept; unless silence is a class of its own, take them out.',
  'note.clips-clipped':
    '{count} of {total} {total|clip|clips} {count|is|are} clipped (over 0.1 % of the samples at full scale): {names}. Record them with less gain where you can.',
  'note.clips-cut':
    '{count} of {total} {total|clip|clips} {count|lasts|last} {seconds} s or more: {names}. Only the first {seconds} s were heard; cut them into clips that hold what the class is about.',
  'note.features-too-slow':
    'Extracting features with {model} would have taken about {seconds} s, more than the budget of {budget} s leaves, so only models without it were compared. A larger budget would let it in; what was extracted is kept.',
  'note.fewer-samples':
    'To keep the budget of {budget} s, {count} of {total} {total|sample|samples} were used, the same share of every class. A larger budget uses more.',
  'note.core-made-smaller':
    'To keep to the time budget, {model} was tried with {tried} of {of} {of|setting|settings}, each learning from {percent} % of the samples. A larger budget tries more.',
  'note.tuning-fewer-epochs':
    'Tuning {layers} layers of {model} (unfreeze:{depth}) would take about {needed} s, and {left} s were left, so it was given {epochs} of {of} {of|epoch|epochs}. A larger budget gives it all.',
  'note.methods-left-out': 'The time budget had no room for: {names}. A larger budget tries them.',
  'note.engine-fallback':
    '{wanted} could not be used, so the processor and its default engine were: {reason}',
  'note.scratch-left-out':
    'The time budget ended before the comparison without pretraining ("scratch"); it was left out.',
  'note.layers-stayed-frozen': 'The pretrained layers stayed frozen.',
  'note.layers-not-tuned': '{layers} layers of {model} could not be tuned: {reason}',
  'note.image-input-assumed':
    "The model says nothing of its preprocessing; assumed: RGB, {size} × {size} pixels, scaled to 0–1, ImageNet's mean and deviation.",
  'note.image-input-open':
    "The model says nothing of its preprocessing; assumed: RGB, {size} × {size} pixels (its input size is open), scaled to 0–1, ImageNet's mean and deviation.",
  'note.fits-compared':
    'The pictures have many shapes, and the model reads squares; judged on {count} of them: the middle {crop} % right, squashed {squash} %, whole on white {pad} %. Taken: {fit}.',
  'note.scalings-compared':
    "The files of {model} do not say what its pixels are scaled to (RGB, {size} × {size} pixels, is assumed); judged on {count} {count|picture|pictures}: ImageNet's mean and deviation {imagenet} % right, −1 to 1 {signed} %, 0 to 1 {unit} %, 0 to 255 {bytes} %. Taken: {scaling}.",
  'note.input-no-time':
    'The time budget had no room to compare ways to feed pictures to {model}, so they are fed as its files say or as is usual. A larger budget compares them.',
  'note.sound-input-assumed':
    'The model says nothing of its preprocessing; assumed: mono sound at 16 kHz, each clip scaled to mean 0 and variance 1.',

  'note.regime-change':
    'The last {steps} {steps|step does|steps do} not continue what came before in {names}: the forecast and its intervals were learnt from another regime and may not hold.',
  'note.level-jumped': '"{name}" (its level jumped)',
  'note.swings-more': '"{name}" (it swings far more than before)',
  'note.series-not-judged':
    '{count} series {count|was|were} too short to be judged; {count|it is|they are} forecast all the same.',
  'note.few-windows':
    'The method was chosen on only {count} validation {count|window that does|windows that do} not overlap: a longer history or a shorter horizon would make the choice surer.',
  'note.no-decomposition':
    'The history is shorter than two seasons and a bit, so seasonal decomposition was not tried.',

  'note.estimate-not-trial':
    'The return of the policy is an estimate from the log, not a trial. Try the policy where a mistake is cheap before relying on it.',
  'note.estimate-beyond-log':
    'The estimate is unreliable: in {share} of the states the policy does what the log hardly ever tried there (less than 5 % of the time). Log more varied decisions.',
  'note.estimate-misses-log':
    'The estimate is unreliable: asked about the log itself it says {estimate} ({low} – {high}), while the log earned {logged}.',
  'note.estimate-disagrees':
    'The estimate is unreliable: with {count} {count|draw|draws} of its features it comes to anything from {least} to {most}. More logged episodes make the draws agree.',
  'note.test-returns-alike':
    'The estimate is unreliable: every test episode earned {value}, so it cannot tell a good policy from a bad one. Log episodes that end better.',
  'note.better-not-surely':
    '{other} was estimated better on validation ({otherValue} against {value}), but not surely: not on {share} of the resampled episodes. So {model} was delivered, which is the default; more logged episodes would tell.',
  'note.not-surely-better-than-log':
    'The interval of the estimate reaches down to the logged return: it is not certain that the policy does better than the log.',
  'note.few-test-episodes': 'The estimate stands on only {count} test {count|episode|episodes}.',
  'note.imitation-best':
    "Imitating the log's most frequent decisions was estimated best: no policy that learns from rewards was clearly better (it still differs from the log in {share} of the steps, which are its rarer decisions).",
  'note.returns-discounted':
    'Episodes are long, so returns are compared discounted: what comes hundreds of steps later counts little.',
  'note.attached-untuned': 'The attached policy entered as it is and could not be tuned. {reason}',
  'note.candidates-left-out': 'The time did not suffice to try: {models}.',

  'note.tuning-not-lower':
    'Tuning did not lower the loss on validation, so the decoder is delivered as it came.',
  'note.trigram-better':
    'A trigram model that was only counted on these texts predicts them better (test perplexity {ngram} against {chosen}); the decoder needs more text, more time or unfreeze:deep. It is delivered all the same: only it can be used as a text generator.',
  'note.few-test-texts':
    'The test part has only {count} {count|text|texts}, so its figures have wide intervals.',
  'note.likely-not-fact': 'What the model writes is likely text, not checked fact.',
  'note.nothing-tuned': 'Nothing was tuned, as unfreeze:{unfreeze} asks.',
  'note.no-time-to-tune':
    'The time did not suffice to tune, so the decoder is delivered as it came. Give a longer budget:.',
} as const;
