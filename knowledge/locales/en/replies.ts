/** Every text of commands, replies and messages, in English. Placeholders: `{name}`. */
export const repliesEn = {
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
  'button.try': 'Try it',
  'button.improve': 'Improve it',
  'button.figures': 'All figures',
  'button.download': 'Get the model',

  // The consent of a message's author.
  'button.agree': 'I agree',
  'button.decline': 'No',
  'consent.ask.finetune':
    '{author}, {asker} asks to train a model on {files} of [your message]({url}). If you agree, I store the file, train on it and post the result here; people of this channel may then use the model. Only you can answer, within a day. `/forget-me` takes it back later.',
  'consent.ask.recommend':
    '{author}, {asker} asks which model suits {files} of [your message]({url}). If you agree, I read its text, try models on its file, and keep both for {days} {days|day|days}; within them {asker} may have a model trained on it. Only you can answer, within a day. `/forget-me` takes it back later.',
  'consent.ask.words':
    '{author}, {asker} asks which model suits what [your message]({url}) describes. If you agree, I read its text and keep it for {days} {days|day|days}. Only you can answer, within a day. `/forget-me` takes it back later.',
  'consent.declined': '{author} did not agree. Nothing of the message was used, and nothing of it is kept.',
  'consent.noted': '{author} agreed to the use of [their message]({url}), {when}.',
  'consent.in-vain': '{asker}: {author} agreed, but it could not begin. {reason}',

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
  'finetune.horizon': 'Forecast: {steps} {steps|step|steps}',
  'finetune.test': 'Judged on: {name}',
  'finetune.merge': 'Merge near spellings',
  'finetune.merged': 'Near spellings of a class are merged',
  'column.title': 'Columns that could hold the classes',
  'column.ask':
    'Which column of {name} holds the classes? More than one could. Training starts when you choose one below; or say it at once with /finetune target:…',
  'column.ask-measure':
    'Which column holds the classes? Choose one below, and the models are measured on it. Until then they are ranked by facts alone.',
  'column.line': '{column}: {count} {count|class|classes} ({classes})',
  'column.choose': 'The classes stand in …',
  'column.option': '{column}: {count} {count|class|classes}',
  'run.title.queued': 'Run {id} is waiting',
  'run.title.running': 'Run {id} is training',
  'run.title.succeeded': 'Run {id} is finished',
  'run.title.failed': 'Run {id} failed',
  'run.title.cancelled': 'Run {id} was cancelled',
  'run.final': 'Run {id} · {state}',
  'run.eta': 'About {time} left',
  'run.etaLonger': 'About {time} left: it takes longer than it first seemed',
  'run.etaSoon': 'Nearly done',
  'run.epoch': '{model}, epoch {epoch}: {score} on validation',
  'run.retried': 'Taken up again after an interruption ({times})',
  'run.footer': '{name} · model: {model}',
  'run.too-large':
    'Not attached: {title} ({size}; files here may have {limit}). Push it to the Hub with `/export repo:`, boost this server, or ask the operator to set PUBLIC_URL, which makes links.',
  'run.too-large-link':
    'Not attached: {title} ({size}; files here may have {limit}). For 7 days it is here: {url}',
  'run.failed': '{user} the run on {name} failed.',
  'run.unshown':
    '{user} the run on {name} is finished and its model is kept, but its report could not be shown here.',
  'run.unshown-next': 'Press *{button}* for the model and the whole report.',
  'run.unshown-figures': 'Its figures: {figures}.',
  'run.cancelled': 'No model was made. The attached data stay until /runs delete.',

  // /runs
  'runs.title': 'Your runs',
  'runs.title-everybody': 'Runs of this server',
  'runs.none-such': 'There is none such.',
  'runs.page': 'Page {page}',
  'runs.newer': '◀ Newer',
  'runs.older': 'Older ▶',
  'runs.again': 'Run again with …',
  'runs.again.same': 'Everything as it was',
  'runs.again.longer': 'More time: {time}',
  'runs.again.auto': 'The model that suits best (auto)',
  'runs.again.deep': 'Most layers trained (deep)',
  'runs.again.seed': 'Another seed: how much is chance?',
  'runs.compare-with': 'Compare with …',
  'runs.none': 'There is none yet. /finetune starts one.',
  'runs.line': '{id} · {state} · {kind} · {name} · {when}',
  'runs.unposted':
    'Its report could not be posted yet and is tried every minute. Read it with /runs show run:{id}.',
  'runs.cancelled': 'Run {id} is cancelled.',
  'runs.cancelling': 'Run {id} is being stopped.',
  'runs.all': 'All of my runs that are over, and what /recommend kept',
  'runs.deleted-all':
    'Deleted: {runs} of your runs with their models, reports and data, and {recommendations} {recommendations|recommendation|recommendations} with theirs.',
  'runs.deleted-left': 'Left, as they still wait or train: {ids}. Cancel them, then delete again.',
  'runs.deleted-posted':
    'Messages already posted stay until somebody deletes them. The buttons of older answers end with what they used; nothing of a recommendation is kept beyond {days} {days|day|days}.',
  'runs.deleted':
    'Run {id} is deleted: its model, report and charts, and the attached data unless another run uses it. What was posted in the channel stays until somebody deletes it there.',
  'runs.download': 'The model of run {id}. README.md in the zip says how to use it.',
  'runs.download-elsewhere': 'The model of run {id} is too large for a message here.',

  // /predict
  'predict.title': 'Prediction by run {id}',
  'predict.continued': 'The text goes on: {text}',
  'predict.many': '{count} {count|prediction|predictions}; the table has all of them. The first:',
  'predict.skipped': '{id} left out: {reason}',
  'predict.form-title': 'Predict with run {id}',
  'predict.form-text': 'Text',
  'predict.form-file': 'File',
  'predict.form-file.image': 'A picture, or a zip of pictures.',
  'predict.form-file.audio': 'A recording, or a zip of recordings.',
  'predict.form-file.text': 'Instead of one text: a table of texts. The answer is a table in the same order.',
  'predict.form-file.series': 'A table with the series up to now, like the one it learnt from.',
  'predict.form-file.policy': 'A table of states, like the one it learnt from.',

  // /export
  'export.made.compact': 'The model of run {id}, only what predicting needs ({size}).',
  'export.made.site':
    'A page with the model of run {id} that needs no network ({size}). Unpack it and open index.html, or put the folder on any web server.',
  'export.made.node':
    'The model of run {id} for Node.js ({size}): npm install, then node predict.js …; predict.js is yours to change.',
  'export.made.python':
    'The model of run {id} for Python ({size}), on onnxruntime and numpy: predict.py is yours to change.',
  'export.made.tfjs':
    'The model of run {id} for TensorFlow.js ({size}): npm install, then node predict.js …; in a page, tf.loadGraphModel opens model/tfjs.',
  'export.link':
    'It is larger than the {limit} that Discord takes here, so it is a link, for 7 days or until the run is deleted; whoever has it can download: {url}',
  'export.sign-in':
    'To push the model of run {id} to {repo}, open {url} within {minutes} min, type {code} and agree. I may then make repositories and write to those that I made, once; I keep nothing. Beside the model go the card, the figures and their charts; no text, picture or file name of your samples. A model of texts holds the words and word pairs that it weighs.',
  'export.folder':
    'The repository of run {id} as a folder. Unpack it, sign in with `hf auth login` (a page of the Hub opens), and push it with {command}. It holds the model, the card, the figures and their charts; no text, picture or file name of your samples.',
  'export.pushed': 'Pushed to {repo}: {url}',

  // /recommend
  'recommend.title': 'My recommendation',
  'recommend.title-none': 'No recommendation yet',
  'recommend.understood': 'What I understood',
  'recommend.remarks': 'Also worth knowing',
  'recommend.snippet': 'To start with it elsewhere',
  'recommend.footer': 'Ranked by rules and facts with sources; /models shows them.',
  'recommend.measuring': 'Measuring {count} {count|model|models} on your data, at most {time} … {progress}',
  'recommend.measuring-fetch':
    'Measuring {count} {count|model|models} on your data, at most {time}; about {size} MiB are fetched where they are not here yet … {progress}',
  'recommend.not-measured':
    'Not measured on your data: that takes pictures, texts or sounds, and a candidate that trains here.',
  'recommend.change-task': 'The task is another one …',
  'recommend.change': 'Change a condition and rank again …',
  'recommend.condition': '{name}: {value}',
  'recommend.compare': 'Compare two of them …',
  'recommend.score': 'score {score}',
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
  'compare.here.hub': 'after a download',
  'compare.here.remote': 'no, a service',
  'compare.here.not-here': 'no',
  'compare.note':
    'Points = value × weight, the value in brackets; ≈ is estimated. /models model:… shows the sources.',

  // /models
  'models.lead':
    '**I know {count} {count|model|models} here; {here} of them {here|trains|train} without any download.** Choose one to see its facts and their sources.',
  'models.select': 'Show the facts of …',
  'models.where': '{where}: {reason}',
  'models.where.embedded': 'fine-tuned here, no network',
  'models.where.hub': 'fine-tuned here, from the Hugging Face Hub',
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

  'finetune.elsewhere': 'Its report goes to {channel}.',

  // /settings, and the first message in a server.
  'settings.title': 'Settings of this server',
  'settings.footer':
    'Change them with /settings change. What the operator of the bot limits, nothing here lifts.',
  'settings.roles': '**May train** (`roles`): {value}',
  'settings.everybody': 'everybody who may use the command',
  'settings.per-person': '**Runs at a time, a person** (`runs-per-person`): {value}',
  'settings.at-once': '**Runs at a time, all** (`runs-at-once`): {value}',
  'settings.limit': '{count} (the operator allows {most})',
  'settings.language': '**Language** (`language`): {value}',
  'settings.chat-model': '**A chat model may read descriptions** (`chat-model`): {value}',
  'settings.no-chat-model': 'the operator has none',
  'settings.channel': '**Reports go to** (`channel`): {value}',
  'settings.where-asked': 'the channel in which they are asked for',
  'settings.downloads': '**Models are fetched from the Hub** (`downloads`): {value}',
  'settings.on': 'yes',
  'settings.off': 'no',
  welcome:
    'Hello! Tell **/recommend** what you want to do, and I say which pretrained model suits it. Attach examples to **/finetune**, and I train one on them. **/help** shows more, **/privacy** what I keep. Who manages this server sets its limits with **/settings**.',

  // /privacy and /forget-me
  'button.forget': 'Delete everything of me',
  'button.keep': 'Keep it',
  'privacy.title': 'What I keep of you',
  'privacy.intro':
    'I see only what you give me: the options, files and messages on which you use a command. I train on nothing else, and on what somebody else posted only with their consent. Nothing is sold or used for advertising.',
  'privacy.kept-title': 'What, and how long',
  'privacy.kept.files': 'Files of a run: {time} after its end.',
  'privacy.kept.runs':
    'A run: who asked and where, your choices, report, charts and the model: {time} after its end. A model of texts holds words of them.',
  'privacy.kept.recommendations':
    'What you ask /recommend, and its file; a /finetune that waits for your choice; what /evaluate found: {days} {days|day|days}.',
  'privacy.kept.questions':
    'A question whether somebody may use your message: until you answer; after a day it lapses, and within three it is deleted.',
  'privacy.kept.not':
    'Nothing else: no list of members, no other message. The operator’s log names people and runs by id, without texts and files.',
  'privacy.time.days': '{days} {days|day|days}',
  'privacy.time.ever': 'until you delete it',
  'privacy.where-title': 'Where, and who sees it',
  'privacy.where.folder': 'Files and models: on a disk of the bot’s operator.',
  'privacy.where.object-store': 'Files and models: in an S3-compatible object store of the bot’s operator.',
  'privacy.where.embedded': 'Runs: in a database on that machine.',
  'privacy.where.postgres': 'Runs: in a PostgreSQL database of the operator.',
  'privacy.where.seen':
    'Runs and their models: you and whoever sees the channel. The operator can read what is stored; I do not encrypt it myself, their disks may.',
  'privacy.others-title': 'Who else gets something',
  'privacy.others.llm':
    'The descriptions of your tasks, not your files, go to the chat model {model}, so that it reads them.',
  'privacy.others.no-llm': 'No chat model reads your words; rules do.',
  'privacy.others.hub':
    'The Hugging Face Hub learns which models and data sets are fetched, and gets a model when you push it there.',
  'privacy.yours-title': 'What you can do',
  'privacy.yours.delete': '/runs delete removes a run with its data; /forget-me removes everything of yours.',
  'privacy.yours.operator':
    'Questions and problems: the operator of this bot, whom the people who manage this server can name.',
  'privacy.yours.contact': 'Questions and problems: {contact}',
  'privacy.yours.policy': 'The operator’s privacy policy: {url}',
  'privacy.yours.terms': 'The operator’s terms: {url}',
  'forget.ask':
    'This deletes everything of you, on all servers: {runs} {runs|run|runs} with models, reports and files, also those that others made of your messages with your consent; your recommendations; open questions. It cannot be undone.',
  'forget.ask-active': '{active} of them {active|waits or trains|wait or train} and will be stopped.',
  'forget.ask-posted':
    'What was posted in Discord stays until it is deleted there, and a file that somebody else attached too stays with their run.',
  'forget.nothing': 'Nothing was deleted.',
  'forget.done':
    'Deleted, {when}: {runs} {runs|run|runs} with models, reports and files, {recommendations} {recommendations|recommendation|recommendations}, {requests} open {requests|request|requests}.',
  'forget.left': 'Still being stopped: {ids}. Use /forget-me again in a minute.',

  'reply.bug':
    'Something went wrong on my side; it is logged as {id}. Try again, or tell the operator this id.',
} as const;
