/** Errors about commands, Runs, and what an operator sets up, in English: what failed, the value seen, the limit, the mend. */
export const botErrorsEn = {
  'error.author-cannot-agree':
    'This message is by a program, or its author is not here to agree, so I use nothing of it. Post the text or the file yourself, if it is yours to give.',
  'error.consent-expired':
    'This question is answered already, or older than a day. Use the command on the message again to ask anew.',
  'error.not-your-consent': 'Only {author} can answer this: it is their message.',
  'error.not-a-member':
    'I am no member of this server, so I could not report a run here. Ask somebody who manages it to add me, or use a server where I am.',
  'error.not-a-manager':
    'Only people who manage this server (permission Manage Server) can use this. Ask one of them.',
  'error.bad-roles':
    'I found no roles in "{value}". Mention up to {limit} roles, such as @Trainers, or type everybody.',
  'error.bad-channel':
    'I found no channel of this server that you see in "{value}". Mention one, such as #models, or type none.',
  'error.downloads-off':
    'On this server no models are fetched from the Hub, and {model} has to be. Choose auto or a model that runs without the network (/models), or ask somebody who manages the server for /settings change downloads:True.',
  'error.server-quota-person':
    'You have {active} unfinished {active|run|runs} here, and this server allows {limit} a person. Wait for one, or cancel it with /runs.',
  'error.server-quota':
    'This server has {active} unfinished {active|run|runs}, and its limit is {limit}. Wait for one, or ask somebody who manages the server.',
  'error.not-your-data':
    'Run {id} learnt from data of somebody else; only they can have it trained again. Attach data of your own to /finetune.',
  'error.outdated-command':
    'This command or button belongs to another version of the bot. Type / and choose it again.',
  'error.bad-token':
    'Discord does not accept the DISCORD_TOKEN. Copy the bot’s token from https://discord.com/developers/applications (Bot → Reset Token), or leave it empty for the playground.',
  'error.bot-lacks-permission':
    'I could not report a run in this channel: I lack the permission {missing}. Ask somebody who manages the server to give it to me here, or use a channel where I have it.',
  'error.not-a-trainer':
    'Training is limited to some roles on this server, and you have none of them: {roles}. Ask somebody who manages the server for one.',
  'error.guild-not-allowed':
    "The bot's operator serves other servers only. Ask the operator to add this one to ALLOWED_GUILDS.",
  'error.guild-only': 'This works only in a server, where a run can be reported. Use it in a channel there.',
  'error.bad-budget':
    'The budget "{value}" cannot be used: give a time from {minimum} to {maximum}, such as 90s, 10m or 1h.',
  'error.one-attachment':
    'This message has {count} {count|file|files}; I need exactly one data set. Use it on a message with one file, or attach the file to /finetune.',
  'error.horizon-without-series':
    'The option horizon ({horizon}) is for time series, and this data set is {kind}. Leave it out.',
  'error.unknown-task':
    'The task "{task}" is not known. Choose one of {tasks}, or leave it out and it is detected.',
  'error.no-such-task': 'No model for the task "{task}" is known. Choose one of {tasks}.',
  'error.model-and-file': 'Both model ({model}) and model-file ({name}) are given. Give one of them.',
  'error.model-file-kind':
    'A model-file serves pictures, texts, sounds and policies, and this data set is {kind}. Leave it out.',
  'error.test-classes':
    'The test file "{name}" has {count} {count|class|classes} that the data set lacks: {names}. Name them as in the data set, or add samples of them there.',
  'error.model-other-kind':
    '{model} is a model for {kind} data, and this data set is {dataKind}. Choose a model for {dataKind}, or auto.',
  'error.model-not-here': '{model} cannot be fine-tuned here: {reason} Choose another model, or auto.',
  'error.unknown-model':
    'I know no model "{model}". Give auto, a Hugging Face id such as owner/name, or one of those that the option suggests: {known}, …',
  'error.unknown-model-near': 'I know no model "{model}". Did you mean {near}? Give its name or its id.',
  'error.model-not-known': 'I know no model "{model}". /models lists all of them.',
  'error.compare-same': 'The run {id} is given twice. Give two to four different runs.',
  'error.bad-repo':
    'The repository "{repo}" is not of the form owner/name, such as ada/leaf-classifier. Correct it and try again.',
  'error.export-too-large':
    'As {format} this model has {size}; Discord takes files up to {limit} here. Take it with format:compact, push it to the Hub with format:hub, or ask in a server with a higher limit.',
  'error.predict-neither': 'I need either text or file, and got neither. Give one of them.',
  'error.predict-both': 'I need either text or file, and got both. Give one of them.',
  'error.predictions-too-large':
    'The table of {count} {count|prediction|predictions} is larger than Discord takes here. Split the file and predict its parts.',
  'error.candidate-gone':
    'The candidate "{model}" is not in this ranking any more. Choose two from the newest answer.',
  'error.nothing-to-finetune':
    'The model of this button is not first any more, or is not trained here. Choose one with /finetune model:…',
  'error.nothing-to-recommend':
    'This message has {files} {files|file|files} and {characters} {characters|character|characters} of text; I need a text, one data set, or both. Use it on such a message, or ask /recommend.',
  'error.not-your-recommendation':
    'This recommendation was asked for by somebody else, and only they can change it or train on its data. Ask your own with /recommend.',
  'error.recommendation-expired':
    'This recommendation is not kept any more: it is older than {days} {days|day|days}, or belongs to another server. Ask /recommend again.',
  'error.not-your-draft':
    'Somebody else started this, and only they can choose. Start your own with /finetune.',
  'error.answer-expired':
    'These figures are not kept any more: they are older than {days} {days|day|days}, or belong to another server. Use the command again.',
  'error.draft-expired':
    'This choice is not open any more: the training was started already, or {days} {days|day|days} are over. Use /finetune again.',
  'error.bad-option': 'The option {option} cannot be “{value}”. It can be: {allowed}.',
  'error.bad-quantity-option': 'The option {option} cannot be “{value}”. Write for instance {example}.',
  'error.bad-language-option':
    'The option language cannot be “{value}”. Give a two-letter code such as en or zh, or multi.',
  'error.not-your-run':
    'Run {id} was started by somebody else; only they, or somebody who manages the server, can cancel or delete it.',
  'error.run-active': 'Run {id} still waits or trains. Stop it with /runs cancel, then delete it.',
  'error.run-over': 'Run {id} is over already ({state}); there is nothing to cancel.',
  'error.run-not-finished':
    'Run {id} has no model: it is {state}. Choose a run that succeeded; /runs list shows them.',
  'error.run-unknown':
    'There is no Run {id} in this server. /runs lists the Runs with their eight-character ids.',
  'error.quota-user':
    "You have {active} {active|Run|Runs} waiting or training, and the limit is {limit}. Wait until one is finished, cancel one with /runs, or ask the bot's operator to raise RUNS_PER_USER.",
  'error.quota-guild':
    "This server has {active} {active|Run|Runs} waiting or training, and the limit is {limit}. Wait until one is finished, cancel one with /runs, or ask the bot's operator to raise RUNS_PER_GUILD.",
  'error.quota-all':
    "{active} {active|Run|Runs} of everybody wait or train, and the limit is {limit}. Try again later, or ask the bot's operator to raise RUNS_IN_ALL.",
  'error.object-missing':
    'The stored file {key} is not there any more. Attach it again, or check STORAGE_URL and DATA_DIR.',
  'error.object-damaged':
    "The stored file {key} is not what was stored: its SHA-256 is another. Attach it again; the bot's operator finds its key in the log.",
  'error.artifact-missing':
    'The model of this Run is not stored any more ({key}). Train it again with /finetune.',
  'error.bad-environment':
    'The environment variable {name} cannot be used: it is "{value}"; {reason}. See .env.example.',
  'error.bad-knowledge':
    'The knowledge file {path} cannot be used: at {at}: {reason}. Compare with knowledge/schema.ts.',
  'error.bad-storage-url':
    'STORAGE_URL cannot be used: its {part} is missing or not allowed. The form is s3://KEY:SECRET@host:port/bucket?region=us-east-1&ssl=true, with key and secret percent-encoded; unset it to keep files in DATA_DIR.',
  'error.data-folder-in-use':
    'The data folder {dataDir} is in use by process {pid} on {host} since {since}; the embedded store allows one process at a time. {reach}Stop that process, set DATA_DIR to another folder, or set DATABASE_URL to share one PostgreSQL.',
  'error.database-unreachable':
    'PostgreSQL at {host} cannot be used: {reason}. Check DATABASE_URL (postgres://user:password@host:port/name) and that the server runs, or unset it to use the embedded store.',
  'error.store-unusable':
    'The embedded store in {folder} cannot be opened: {reason}. Check the free space and the rights of the folder, move it away to start with an empty store, or set DATABASE_URL.',
  'error.worker-idle':
    'WORKER_CONCURRENCY is 0, so this worker would never train. Set it to the Runs it may train at a time, 1 to 16.',
  'error.worker-needs-database':
    'A worker of its own shares the Runs with the bot through PostgreSQL, but DATABASE_URL is not set. Set it to the same database as the bot (postgres://user:password@host:port/name), or leave the work to the bot, whose embedded worker needs nothing.',
  'error.storage-unusable':
    'The file storage cannot be used: {reason}. Check STORAGE_URL (its key, secret and bucket, and the right to write there), or the rights of DATA_DIR/objects.',
  'error.quota-bytes-user':
    'Your Runs keep {used} in storage, and the limit is {limit}. Delete one that you no longer need with /runs, or ask the operator of the bot to raise STORED_GIB_PER_USER.',
  'error.quota-bytes-guild':
    'The Runs of this server keep {used} in storage, and the limit is {limit}. Delete some with /runs, or ask the operator of the bot to raise STORED_GIB_PER_GUILD.',
  'error.quota-bytes-all':
    'All Runs together keep {used} in my storage, and the limit is {limit}. Delete some with /runs, or ask the operator of the bot to raise STORED_GIB_IN_ALL.',
  'error.storage-unreachable':
    "My file storage cannot be reached at the moment, so I cannot take or give files. Nothing that was stored is lost; try again in some minutes. If this lasts, the bot's operator finds the reason in the log and checks STORAGE_URL.",
  'error.disk-full':
    "My disk is full, so I cannot take or make files at the moment. Nothing that was stored is lost; try again later. If this lasts, the bot's operator has to free space in DATA_DIR.",
  'error.database-away':
    "My database cannot be reached at the moment. Runs that were started are safe and go on when it is back; try again in some minutes. If this lasts, the bot's operator checks the server behind DATABASE_URL.",
  'error.worker-lost':
    'The process that trained this Run ended each time before it could finish, so it was given up. Start it again with /finetune; if this repeats, a smaller data set, budget or model needs less memory.',
} as const;
