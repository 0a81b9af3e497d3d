/** Errors about the playground and its command line, in English: what failed, the value seen, the limit, the mend. */
export const playgroundErrorsEn = {
  'error.no-answer': 'The bot did not answer: {reason}.',
  'error.form-opened': 'The bot opened a form, which this command cannot fill. Use the page.',
  'error.bad-arguments': 'The arguments cannot be used: {reason}\n\n{usage}',
  'error.bad-line-quote': 'The line ends inside a quote: a {quote} is opened and not closed.',
  'error.bad-line': 'A line starts with a command such as /help; this one starts with "{word}".',
  'error.bad-line-word':
    '"{word}" belongs to no option. Write option:value, and put values with spaces in quotes: {option}:"{value} {word}".',
  'error.bad-line-twice': 'The option "{option}" is given twice; give it once.',
  'error.unknown-upload': 'There is no uploaded file {id}. Upload it, then send its id.',
  'error.unknown-message': 'There is no message {id} in this channel.',
  'error.unknown-modal': 'This form is no longer open. Open it again and send it.',
  'error.unknown-message-command': 'There is no message command "{name}". There are: {names}.',
  'error.unknown-component': 'The message has no button or select "{id}". It has: {known}.',
  'error.disabled-component': '"{id}" is disabled.',
  'error.bad-selection': 'The select "{id}" got {values}; it takes {min} to {max} of: {allowed}.',
  'error.bad-field': '"{label}" has {size} {unit}; it takes {min} to {max}.',
  'error.unknown-session': 'This session is not known here. Connect again.',
  'error.unknown-guild': 'There is no guild "{guild}". There are: {names}.',
  'error.no-playground': 'No playground answers at {base}. Start one with "npm start", or give its address.',
  'error.playground-silent': 'The playground at {url} sends no events.',
  'error.playground-closed': 'The playground closed the connection.',
  'error.playground-refused': '{message}',
  'error.playground-error': 'The playground answered {status}.',
  'error.no-message': 'No such message came within {seconds} s.',
  'error.no-commands': 'The bot registered no commands within {seconds} s.',
  'error.download-failed': 'The attachment {url} could not be fetched: {status}.',
  'error.no-such-file': 'The option "{option}" names "{path}", which {problem}.',
  'error.file-too-large':
    'The file "{path}" has {size} bytes; the upload limit here is {limit}. Send a smaller one.',
  'error.unknown-command': 'There is no command /{name} here. The commands are: {known}.',
  'error.unknown-subcommand': '{label} has no subcommand "{step}". It has: {names}.',
  'error.missing-subcommand': '{label} needs one of its subcommands: {missing}.',
  'error.unknown-option': '{label} has no option "{name}". Its options are: {names}.',
  'error.missing-option': '{label} needs the option "{option}": {description}.',
  'error.bad-option-value': 'The option "{option}" is {seen}; {allowed}.',
  'error.port-in-use':
    'The playground cannot listen on port {port}: another program does. Set PLAYGROUND_PORT to a free port, or to 0 for any.',
  'error.bad-address':
    '"{address}" is no address of a playground. It looks like http://127.0.0.1:8787/?key=…',
  'error.playground-key':
    'This needs the key of the running playground, which is made anew at every start. Use the whole address that the bot printed, or that is in the lock.json of its data folder.',
} as const;
