/** Every text of commands, replies and messages, in English. `zh-CN.ts` has the same keys. Placeholders: `{name}`. */
import { commandsEn } from './commands.en.ts';

export const en = {
  ...commandsEn,

  // Words used in many places.
  'kind.image': 'images',
  'kind.text': 'text',
  'kind.audio': 'audio',
  'kind.series': 'time series',
  'kind.policy': 'policy',
  'kind.prose': 'plain text',
  'state.queued': 'waiting',
  'state.running': 'training',
  'state.succeeded': 'succeeded',
  'state.failed': 'failed',
  'state.cancelled': 'cancelled',
  'button.cancel': 'Cancel',
  'button.predict': 'Predict',
  'button.download': 'Download the model',
  'button.export': 'Give the token and push',

  // What was understood of a data set.
  'data.title': 'What I understood of {name}',
  'data.summary': 'Kind: **{kind}**, samples: **{count}**',
  'data.classes': 'Classes ({count})',
  'data.more': '… and {count} more',
  'data.facts': 'Details',
  'data.fact': '**{label}**: {value}',
  'data.problems': 'Worth knowing',

  // /finetune and its Run.
  'finetune.started': 'Run {id} is queued. I will report here, and you need not stay.',
  'finetune.plan': 'Plan',
  'finetune.budget': 'Time budget: {time}',
  'finetune.model': 'Model: {model}',
  'finetune.auto': 'auto (the best that runs here)',
  'finetune.unfreeze': 'Depth: {mode}',
  'finetune.seed': 'Seed: {seed}',
  'finetune.horizon': 'Forecast: {steps} steps',
  'finetune.test': 'Judged on: {name}',
  'run.title.queued': 'Run {id} is waiting',
  'run.title.running': 'Run {id} is training',
  'run.title.succeeded': 'Run {id} is finished',
  'run.title.failed': 'Run {id} failed',
  'run.title.cancelled': 'Run {id} was cancelled',
  'run.final': 'Run {id} · {state}',
  'run.eta': 'About {time} left',
  'run.epoch': '{model}, epoch {epoch}: {score} on validation',
  'run.retried': 'Taken up again after an interruption ({times})',
  'run.footer': '{name} · model: {model}',
  'run.done': '{user} your model for {name} is ready.',
  'run.too-large': 'Not attached: {title} ({size}); files here may have {limit}.',
  'run.refused-files': 'The model file is larger than Discord takes here and is not attached.',
  'run.failed': '{user} the run on {name} failed.',
  'run.cancelled': 'No model was made. The attached data stay until /runs delete.',

  // /runs
  'runs.title': 'Your runs',
  'runs.title-everybody': 'Runs of this server',
  'runs.none': 'There is none yet. /finetune starts one.',
  'runs.line': '{id} · {state} · {kind} · {name} · {when}',
  'runs.cancelled': 'Run {id} is cancelled.',
  'runs.cancelling': 'Run {id} is being stopped.',
  'runs.deleted':
    'Run {id} is deleted: its model, report and charts, and the attached data unless another run uses it. What was posted in the channel stays until somebody deletes it there.',
  'runs.download': 'The model of run {id} ({size}). README.md inside says how to use it.',

  // /predict
  'predict.title': 'Prediction by run {id}',
  'predict.continued': 'The text goes on: {text}',
  'predict.many': '{count} predictions; the table has all of them. The first:',
  'predict.skipped': '{id} left out: {reason}',
  'predict.how': 'Attach a picture or a zip of them: /predict run:{id} file:…',
  'predict.form-title': 'Predict with run {id}',
  'predict.form-text': 'Text',

  // /export
  'export.ask':
    'The model of run {id} goes to {repo} on the Hub, with your own token (permission: write). I use it once and keep it nowhere. Beside the model go the card, the figures and their charts; no text, picture or file name of your samples. A model of texts holds the words and word pairs that it weighs.',
  'export.form-title': 'Push run {id} to the Hub',
  'export.form-token': 'Your Hugging Face token (write)',
  'export.pushed': 'Pushed to {repo}: {url}',

  // /recommend
  'recommend.title': 'My recommendation',
  'recommend.title-none': 'No recommendation yet',
  'recommend.understood': 'What I understood',
  'recommend.remarks': 'Also worth knowing',
  'recommend.snippet': 'To start with it elsewhere',
  'recommend.footer': 'Ranked by rules and facts with sources; /models shows them.',
  'recommend.measuring': 'Measuring {count} models on your data … {progress}',
  'recommend.not-measured':
    'Not measured on your data: that takes pictures, texts or sounds, and a candidate that runs here without the network.',
  'recommend.change-task': 'The task is another one …',
  'recommend.change': 'Change a condition and rank again …',
  'recommend.condition': '{name}: {value}',
  'recommend.compare': 'Compare two of them …',
  'recommend.score': 'score {score}',
  'recommend.finetune': 'Fine-tune {name}',
  'recommend.correct': 'Correct what I understood',
  'recommend.form.title': 'What I understood',
  'recommend.form.description': 'Your task in your own words',
  'recommend.form.samples': 'Number of samples',
  'recommend.form.classes': 'Number of classes',
  'recommend.form.maxLatency': 'Time limit for one sample (empty: none)',
  'recommend.form.maxSize': 'Size limit of the model (empty: none)',
  'recommend.attach':
    'To fine-tune {name} I need your data: {data}. Type {command} and attach it there; or attach it to /recommend, and this button starts at once.',
  'recommend.attach.image': 'a zip with one folder of pictures a class',
  'recommend.attach.text': 'a CSV, TSV, JSONL, Parquet or XLSX file with a column of texts and one of labels',
  'recommend.attach.prose': 'a text file in the style to learn',
  'recommend.attach.audio': 'a zip with one folder of sounds (wav, flac, ogg, mp3) a class',
  'recommend.attach.series': 'a CSV with a column of times and columns of values',
  'recommend.attach.policy':
    'a CSV or JSONL of transitions: episode, step, state columns, action, reward, done',
  'condition.hardware': 'Hardware',
  'condition.licence': 'Licence',
  'condition.access': 'Access',
  'condition.priority': 'What counts most',
  'condition.maxLatency': 'Time limit',
  'condition.maxSize': 'Size limit',
  'condition.language': 'Language',
  'condition-value.any': 'any',
  'condition-value.phone': 'phone',
  'condition-value.browser': 'browser',
  'condition-value.edge': 'edge device',
  'condition-value.laptop': 'laptop',
  'condition-value.server': 'server',
  'condition-value.gpu': 'GPU',
  'condition-value.commercial': 'commercial use',
  'condition-value.permissive': 'permissive',
  'condition-value.open': 'open weights',
  'condition-value.paid-api': 'paid API',
  'condition-value.balanced': 'balanced',
  'condition-value.accuracy': 'accuracy',
  'condition-value.speed': 'speed',
  'condition-value.size': 'small size',
  'condition-value.en': 'English',
  'condition-value.zh': 'Chinese',
  'condition-value.multi': 'many languages',
  'criterion.relevance': 'fit',
  'criterion.quality': 'quality',
  'criterion.latency': 'speed',
  'criterion.availability': 'ease of use',
  'compare.rank': 'rank',
  'compare.score': 'score',
  'compare.measured': 'on your data',
  'compare.not-measured': 'not measured',
  'compare.latency': 'one input',
  'compare.size': 'size',
  'compare.params': 'parameters',
  'compare.licence': 'licence',
  'compare.access': 'access',
  'access.open': 'open',
  'access.gated': 'gated',
  'access.paid-api': 'paid API',
  'access.unknown': 'unknown',
  'compare.languages': 'languages',
  'compare.here': 'fine-tuned here',
  'compare.here.embedded': 'yes',
  'compare.here.hub-onnx': 'after a download',
  'compare.here.remote': 'no, a service',
  'compare.here.not-here': 'no',
  'compare.note':
    'Points = value × weight, the value in brackets; ≈ is estimated. /models model:… shows the sources.',

  // /models
  'models.title': 'Models I know',
  'models.hint': 'Choose one to see its facts and their sources, or /models model:…',
  'models.select': 'Show the facts of …',
  'models.line': '**{name}** {id} · {kind} · {where}',
  'models.where': '{where}: {reason}',
  'models.where.embedded': 'fine-tuned here, no network',
  'models.where.hub-onnx': 'fine-tuned here, from the Hugging Face Hub',
  'models.where.remote': 'remote provider',
  'models.where.not-here': 'not here',
  'models.facts': 'Facts',
  'models.unknown': 'unknown',
  'models.params': 'Parameters: {value}',
  'models.year': 'Year: {value}',
  'models.licence': 'Licence of the weights: {value} (commercial use: {commercial})',
  'models.access': 'Access: {value}',
  'models.input': 'Input: {value}',
  'models.dim': 'Size of its features: {value}',
  'models.latency': 'Latency: {ms} ms, {hardware}',
  'models.hub': 'On the Hub: {value}',
  'models.languages': 'Languages: {value}',
  'models.metrics': 'Published results',
  'models.metric': '{name} on {dataset}: {value}',
  'models.here': 'Here',
  'models.notes': 'Notes',
  'models.sources': 'Sources (read {date})',
  'models.source': 'source',

  // /help
  'help.title': 'I recommend pretrained models and fine-tune them on your data',
  'help.intro':
    'Ask **/recommend** what suits your task, attach data to **/finetune**, and use the result with **/predict**.',
  'help.data':
    '**Pictures** and **sounds**: a zip with one folder a class, or Parquet that holds them. **Text**: a CSV, TSV or JSONL file with a column of texts and one of labels. **Time series**: a CSV of times and values. **Logged decisions**: a CSV of episode, step, states, action, reward. **Plain text**, to tune a text generator of the Hub. Larger data: **source** takes an https address or a data set of the Hub.',
  'help.data-title': 'Data',
  'help.privacy':
    'Your files are stored to train and are not used for anything else. **/recommend**, also on somebody’s message, keeps the description and the file for 7 days, so that its buttons work. A run and its model can be seen in its server only; **/runs delete** removes it with its data.',
  'help.privacy-title': 'Your data',
  'help.commands-title': 'Commands',
  'help.apps':
    'On a message: Apps → **Recommend a model for this**; with a file: Apps → **Fine-tune on this**.',

  // Errors without a UserError.
  'reply.bug':
    'Something went wrong on my side; it is logged as {id}. Try again, or tell the operator this id.',

  // UserErrors, by code. English shows the error’s own message; these serve other languages and the tests.
  'error.attachment-host':
    'The file is at {host}, and I only fetch files from Discord. Attach the file itself.',
  'error.attachment-too-large': '“{name}” has {size} or more; the limit here is {limit}.',
  'error.attachment-empty': '“{name}” is empty (0 bytes). Attach a file with data.',
  'error.attachment-unreachable': '“{name}” could not be downloaded: {reason}. Attach the file again.',
  'error.bad-budget':
    'The budget “{value}” cannot be used: give {minimum} to {maximum}, such as 90s, 10m or 1h.',
  'error.bot-lacks-permission': 'I lack the permission {missing} in this channel.',
  'error.not-a-trainer': 'Training is limited to these roles: {roles}.',
  'error.outdated-command':
    'This command or button belongs to another version of the bot. Type / and choose again.',
  'error.guild-only': 'This works only in a server, where a run can be reported.',
  'error.unknown-task': 'The task “{task}” is not known. Choose one of {tasks}, or leave it out.',
  'error.test-classes': 'The test file “{name}” has {count} classes that the data set lacks: {names}.',
  'error.horizon-without-series':
    'The option horizon ({horizon}) is for time series; this data set is {kind}.',
  'error.bad-token': 'Discord does not accept the DISCORD_TOKEN.',
  'error.one-attachment': 'This message has {count} files; I need exactly one data set.',
  'error.not-your-run':
    'Run {id} was started by somebody else; only they or a manager can cancel or delete it.',
  'error.run-active': 'Run {id} still waits or trains. Stop it with /runs cancel, then delete it.',
  'error.run-over': 'Run {id} is over already ({state}); there is nothing to cancel.',
  'error.run-not-finished': 'Run {id} has no model. Choose a run that succeeded; /runs list shows them.',
  'error.model-too-large': 'The model of Run {id} has {size}; Discord takes {limit} here. Stored as {key}.',
  'error.predict-input': 'I need either text or file: exactly one of them.',
  'error.bad-hub-token': 'This is no Hugging Face token: they begin with hf_.',
  'error.hub-unreachable':
    'The model {model} is not on this machine and {endpoint} cannot be reached. Set HF_ENDPOINT to a mirror that can be reached, attach the ONNX file with model-file, or choose a model that needs no network (model: auto).',
  'error.hub-not-found':
    "The Hub knows no model {model}, or it is private. Check the spelling, owner/name; for a private model the bot's operator sets HF_TOKEN and lists it in HUB_PRIVATE_REPOS.",
  'error.hub-gated':
    "The model {model} is gated: its owner gives access to accounts that accepted its terms. The bot's operator sets HF_TOKEN of such an account and lists it in HUB_PRIVATE_REPOS; or choose another model.",
  'error.hub-no-onnx':
    'The model {model} holds {found}; onnx/model.onnx in full precision is needed. Look for an ONNX copy of it (Xenova/… or onnx-community/…), or export it and attach the file with model-file.',
  'error.hub-too-large':
    "The model {model} is {size} MiB, and at most {limit} MiB are fetched. Choose a smaller model, or ask the bot's operator to raise MAX_MODEL_MIB.",
  'error.generation-needs-model':
    'Tuning a text generator needs a pretrained causal decoder in ONNX, and none is built in. Give its Hugging Face id with model, e.g. gpt2, which needs the Hub or a mirror (HF_ENDPOINT); or attach a zip of model.onnx, config.json and tokenizer.json with model-file.',
  'error.model-and-file': 'Both model ({model}) and model-file ({name}) are given. Give one of them.',
  'error.model-file-kind':
    'A model-file serves pictures, texts, sounds and policies; this data set is {kind}. Leave it out.',
  'error.bad-repo': 'The repository {repo} is not of the form owner/name.',
  'error.predictions-too-large': 'The table of {count} predictions is larger than Discord takes here.',
  'error.run-unknown': 'There is no Run {id} in this server. /runs list shows the Runs.',
  'error.quota-user': 'You have {active} Runs waiting or training, and the limit is {limit}.',
  'error.quota-guild': 'This server has {active} Runs waiting or training, and the limit is {limit}.',
  'error.object-missing': 'The stored file {key} is not there any more. Attach it again.',
  'error.unknown-model': 'I know no model “{model}”. Give auto, a Hugging Face id, or one of {known}, …',
  'error.model-not-here': '{model} cannot be fine-tuned here: {reason}',
  'error.model-other-kind': '{model} is a model for {kind} data, and this data set is {dataKind}.',
  'error.model-not-known': 'I know no model “{model}”. /models lists all of them.',
  'error.recommendation-expired':
    'This recommendation is not kept any more ({days} days). Ask /recommend again.',
  'error.not-your-recommendation':
    'This recommendation was asked for by somebody else. Ask your own with /recommend.',
  'error.nothing-to-recommend':
    'This message has {files} files and {characters} characters of text; I need a text, one data set, or both.',
  'error.candidate-gone':
    'The candidate “{model}” is not in this ranking any more. Choose two from the newest answer.',
  'error.nothing-to-finetune':
    'The model of this button is not first any more, or is not trained here. Choose one with /finetune model:…',
  'error.other-kind': '{name} holds {found} data, and the run learnt from {wanted} data.',
  'error.kind-not-evaluated': 'A run on {kind} data cannot be judged on a later labelled file.',
  'error.series-too-short':
    'No series is long enough: {least} steps are needed, a season of {period} and {horizon} to forecast.',
  'error.other-states': 'The log lacks the states {missing}.',
  'error.other-actions': 'The log has actions that the policy does not know: {unknown}.',
  'error.compare-same': 'The run {id} is given twice. Give two to four different runs.',
  'error.bad-option': 'The option {option} cannot be “{value}”.',
} as const;

export type Messages = Readonly<Record<keyof typeof en, string>>;
