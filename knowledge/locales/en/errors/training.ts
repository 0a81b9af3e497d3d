/** Errors about training, prediction and evaluation, in English: what failed, the value seen, the limit, the mend. */
export const trainingErrorsEn = {
  'error.cancelled': 'The work was cancelled before it was finished.',
  'error.deadline-exceeded':
    'The work took longer than its deadline of {seconds} s and was stopped. Give it a larger budget, less data or a smaller model.',
  'error.out-of-memory':
    "The work needed more memory than it may have: {usedMiB} MiB seen, {limitMiB} MiB allowed. Use less data or a smaller model, or ask the bot's operator to raise TRAINER_MEMORY_MIB.",
  'error.trainer-crashed':
    'The trainer crashed {crashes} times on this Run, so it was given up. This is a fault of the bot, not of your data; its operator finds the reason in the log under the Run {id}.',
  'error.nothing-to-evaluate':
    'None of the {count} {count|sample|samples} can be read. Attach a file with readable samples.',
  'error.nothing-readable':
    'None of the {count} {count|sample|samples} can be read ({id}: {reason}). Attach a file with readable samples.',
  'error.pooling-not-exported':
    'The model {name} pools its features by "{pooling}", which cannot be written into the delivered file.',
  'error.audio-frontend':
    'The model "{id}" hears through "{frontend}", which is not served here; use google_speech_embedding.',
  'error.nothing-to-unfreeze': '{name} has no layers that can be unfrozen.',
  'error.kind-stays-frozen': '{name} hears; such networks stay frozen.',
  'error.pooling-not-trainable':
    'The features of this model are pooled by mean, maximum and deviation, through which nothing is trained.',
  'error.too-few-readable':
    'Only {count} of {total} {total|file|files} can be read, too few to train and test. First problem: {first}.',
  'error.kind-not-evaluated':
    'The run learnt from {kind} data, which have no later labelled file. Choose a run with classes, series or a policy.',
  'error.other-kind':
    '"{name}" holds {found} data, and the run learnt from {wanted} data. Attach a labelled file of the same kind.',
  'error.not-a-decoder':
    'The model {name} cannot be tuned to generate text: {reason}. Needed is a causal decoder such as GPT-2, exported with input_ids (attention_mask, position_ids, past_key_values) and logits.',
  'error.decoder-not-tunable':
    'This decoder cannot be tuned: {reason} GPT-2 and its kin can; choose another model.',
  'error.generation-needs-model':
    'Tuning a text generator needs a pretrained causal decoder, and none is built in (model: {model}). Give its Hugging Face id, e.g. model:HuggingFaceTB/SmolLM2-135M or model:openai-community/gpt2, which needs the Hub or a mirror (HF_ENDPOINT); or attach a zip of model.onnx, config.json and tokenizer.json with model-file. To train a classifier on these texts instead, attach a table with a column of labels.',
  'error.nothing-to-continue':
    'There is nothing to continue: give a text or attach a file with one text a row.',
  'error.too-many-prompts':
    'The file holds {count} {count|text|texts}; at most {limit} are continued at once. Send fewer.',
  'error.too-few-different-texts':
    'Nearly all of the {count} {count|text|texts} repeat each other, so that none can be kept apart for the test. Send more different texts.',
  'error.nothing-to-measure': 'Candidates for {names} are not measured; the ranking rests on facts alone.',
  'error.measured-other-kind': 'it reads {kind} data, not {wanted} data',
  'error.measure-no-answer':
    'Your data were not measured: no worker finished within {minutes} min. The ranking rests on facts alone; ask again when fewer Runs are at work.',
  'error.measure-failed':
    'Your data were not measured: the worker that did it stopped twice. The ranking rests on facts alone; the operator finds the cause in the log.',
  'error.one-action':
    'The log holds only the action "{action}"; there is nothing to choose between. At least 2 actions have to have been tried.',
  'error.too-few-episodes':
    'The log holds {episodes} {episodes|episode|episodes}; at least {limit} are needed, so that some can be kept apart for the test. Name the column that tells episodes apart "episode", or mark their ends in a column "done".',
  'error.constant-reward':
    'Every reward is {first} and every episode equally long, so nothing tells good decisions from bad ones. Log a reward that differs.',
  'error.reward-always-zero':
    'Every reward is 0, so nothing tells good decisions from bad ones. Log a reward that differs.',
  'error.no-layers': 'The network has no layer with float32 weights that could learn.',
  'error.policy-model':
    'The policy {name} does not fit this log: {problem}. It has to take one input "state" [n, states] float32, in the units and the order of the log\'s columns, and its first output has to be a score an action, [n, actions].',
  'error.other-states':
    'The log lacks the state {missing}; it has {known}. Attach a log with the columns of the training data.',
  'error.other-actions':
    'The log has the action {unknown}, which the policy does not know (it knows {known}). Leave those rows out or train a new policy.',
  'error.text-for-policy':
    'This model chooses actions: attach a table with the columns of the state, one row a decision.',
  'error.nothing-to-predict': 'There is nothing to predict: give a text or attach a file.',
  'error.text-for-other-kind': 'This model reads {wanted}, not text. Attach a file instead.',
  'error.series-too-short':
    'The longest series has {longest} {longest|step|steps}; {least} are needed: a season of {period} and the {horizon} {horizon|step|steps} that are forecast. Attach a longer history.',
  'error.text-for-series':
    'This model forecasts time series: attach a file with their recent history (the same columns as in training).',
  'error.nothing-to-forecast':
    'None of the {methods} {methods|method|methods} has a score: before its last steps every series stays at one value, or it has no values there, so no error can be put in relation. Send series that change, or a longer history.',
  'error.no-finite-score':
    'The delivered model got no score that is a number ({tried} were tried): the values are too large, too small or too few to measure an error. Send values in units that make them neither huge nor tiny, or more rows.',
  'error.horizon-too-long':
    'A horizon of {horizon} {horizon|step|steps} cannot be tested on these series: the longest has {longest} {longest|step|steps}, enough for at most {most}. Ask for a shorter horizon or add a longer history.',
  'error.export-python-method':
    'This forecaster contains MSTL, ETS or ARIMA, which have no form in numpy here. Take it with format:node or format:site instead.',
  'error.export-tfjs-op':
    'This model contains the operator {opType}, for which no form in TensorFlow.js is written here. Take it with format:site for a browser, or format:node: both run the same model on ONNX Runtime.',
  'error.export-tfjs-none':
    'This forecaster is made of methods without a network, so TensorFlow.js would have nothing to run. Take it with format:node or format:site instead.',
  'error.export-site-size':
    'The file {path} has {size} MiB; a page in a browser takes at most {limit} MiB. Take the model with format:node or format:python instead.',
  'error.no-test-file-here': 'A separate test file is not used here: {reason}. Leave test: out.',
  'error.kind-without-classes':
    'These data were understood as {kind}, not as samples with classes. Name the column of classes with target: if they are something else.',
  'error.test-of-other-kind':
    'The test file holds {kind} data, the data set {wanted} data. Attach a test file of the same kind.',
} as const;
