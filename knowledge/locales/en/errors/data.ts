/** Errors about data sets: where they come from, archives, tables, labels, series, logs, in English: what failed, the value seen, the limit, the mend. */
export const dataErrorsEn = {
  'error.bad-source':
    'The source "{source}" is neither an address that begins with https:// nor a data set of the Hugging Face Hub (owner/name, with @revision or :folder if needed).',
  'error.one-data-source':
    'Both dataset (an attachment) and source are given. Attach a file as dataset, or give as source an https address or a data set of the Hugging Face Hub (owner/name): one of the two.',
  'error.no-data-source':
    'There is no data set. Attach a file as dataset, or give as source an https address or a data set of the Hugging Face Hub (owner/name): one of the two.',
  'error.source-host':
    'The address leads to {host}, from which I do not fetch. Addresses begin with https:// and the allowed hosts are: {allowed}. Attach the file, or name a data set of the Hugging Face Hub (owner/name).',
  'error.source-too-large':
    '"{name}" has {size} or more; the limit here is {limit}. Make a sample of it, or ask the bot\'s operator to raise MAX_DATASET_MIB.',
  'error.source-unreachable':
    'The data set at {host} could not be downloaded: {reason}. Check the address in a browser, or attach the file.',
  'error.source-is-a-page':
    'The address gives a web page ("{name}", {type}), not a data file. Use the address of the download itself.',
  'error.source-empty': '"{name}" is empty (0 bytes). Check the address.',
  'error.attachment-host':
    'The file is at {protocol}//{host}, and I only fetch files from Discord. Attach the file itself to the command.',
  'error.attachment-too-large':
    '"{name}" has {size} or more; the limit here is {limit}. Shrink the pictures or send fewer samples.',
  'error.attachment-empty': '"{name}" is empty (0 bytes). Attach a file with data.',
  'error.attachment-unreachable':
    '"{name}" could not be downloaded: {reason}. Links to attachments expire in a day; attach the file again.',
  'error.hub-data-choose':
    'The data set {name} has several parts of its own: {names}. Say which one after a colon, such as {name}:{example}.',
  'error.hub-data-gated':
    "The data set {name} is gated: its owner gives access to accounts that accepted its terms. The bot's operator sets HF_TOKEN of such an account and lists it in HUB_PRIVATE_REPOS; or download it yourself and attach it.",
  'error.hub-data-none':
    'The data set {name} has no data file that I can read ({count} {count|file|files}). Parquet, CSV, JSONL, XLSX, zip, tar.gz, or pictures and sounds in class folders are needed; data sets that are made by a script are not supported.',
  'error.hub-data-not-found':
    "The Hub knows no data set {name}, or it is private. Check the spelling, owner/name; for a private one the bot's operator sets HF_TOKEN and lists it in HUB_PRIVATE_REPOS.",
  'error.hub-data-path':
    'The data set {name} has no file or folder "{path}"; it has {known}. Name one of them after the colon, or leave it out.',
  'error.hub-data-too-large':
    "The data set {name} has {size} MiB of data files, and at most {limit} MiB are fetched. Name one folder or file of it after a colon (owner/name:folder), or ask the bot's operator to raise MAX_DATASET_MIB.",
  'error.hub-data-unreachable':
    "{endpoint}, where the data set {name} is, cannot be reached. Attach the file, or ask the bot's operator to set HF_ENDPOINT to a mirror that can be reached.",
  'error.archive-entry-too-large':
    '"{name}" in the archive expands to more than {limit}. Split it or leave it out.',
  'error.archive-expands-too-much':
    'The archive expands to more than {limit} (at most {ratio} times its own size is accepted). Send less data, or pack it without padding.',
  'error.workbook-expands-too-much': '"{name}" expands to more than {limitMiB} MiB. Send a sample, or CSV.',
  'error.archive-too-many-entries': 'The archive has more than {limit} entries. Send a sample of the data.',
  'error.archive-too-many-entries-listed':
    'The archive has {count} {count|entry|entries}; at most {limit} are accepted. Send a sample of the data.',
  'error.broken-archive':
    '{file} cannot be read: {reason}. It is probably cut off or damaged; pack and upload it again.',
  'error.broken-workbook':
    '"{name}" cannot be unpacked: {reason}. Save it again and attach it anew, or send CSV.',
  'error.no-archive':
    '"{name}" is no archive but plain text, and as a table it does not serve either: {reason} Pack the folder again and attach it.',
  'error.empty-archive':
    'The archive "{name}" holds no picture, sound or table; it is empty. Pack the files themselves.',
  'error.archive-of-others':
    'The archive "{name}" holds no picture, sound or table (it holds {others}). {mend}',
  'error.encrypted-archive': 'The archive is protected by a password ("{name}"). Pack it again without one.',
  'error.unsafe-archive':
    'The archive is refused: its entry "{name}" {why}. Only plain files with paths inside the archive are accepted; pack the folder again without it.',
  'error.unsafe-archive-shared':
    'The archive is refused: "{name}" shares its bytes with another entry, as zip bombs do. Pack the folder again with an ordinary zip tool.',
  'error.unsupported-archive':
    '"{name}" is a {ext} archive, which cannot be opened. Pack the folder as zip or tar.gz.',
  'error.prose-in-archive':
    '"{name}" is packed. To tune a text generator, attach the .txt, .md, CSV or JSONL file itself.',
  'error.bad-json':
    '{count} of the {total} {total|row|rows} of "{name}" {count|is no JSON object|are no JSON objects} (first: row {first}; limit 20 %). JSONL needs one object a line, e.g. {example}.',
  'error.bad-parquet': '"{name}" cannot be read as Parquet: {reason}. Save it again, or send CSV.',
  'error.parquet-without-columns':
    '"{name}" has no column of a table, only files ({columns}). Add a column of labels.',
  'error.bad-xlsx': '"{name}" cannot be read as an XLSX workbook: {reason}. Save it again, or send CSV.',
  'error.empty-workbook': '"{name}" has no filled sheet.',
  'error.binary-file':
    '"{name}" holds binary data, not text. Send a CSV, TSV, JSONL, JSON, Parquet or XLSX table, or a zip of pictures or sounds.',
  'error.empty-file': '"{name}" is empty. Attach it again.',
  'error.empty-table': '"{name}" has no rows.',
  'error.file-without-text': '"{name}" holds no text.',
  'error.web-page':
    '"{name}" is a web page (HTML), not a table. Attach the data file itself; a link to it may have led to a page that asks to sign in.',
  'error.too-few-rows':
    '"{name}" has {count|a single row|no rows} (columns {columns}), and nothing can be learnt from it. Attach the file with its data.',
  'error.ragged-table':
    '{count} of the {total} {total|row|rows} of "{name}" {count|does|do} not have {width} fields (first: row {first}; limit 20 %). Check the delimiter (read as {delimiters}) and put quotes around texts that contain it.',
  'error.table-too-large':
    '"{name}" has {sizeMiB} MiB; tables up to {limitMiB} MiB are accepted. Send a sample.',
  'error.row-group-too-large':
    '"{name}" keeps {sizeMiB} MiB in one row group; at most {limitMiB} MiB are read at once. Save it with smaller row groups, such as of 100 rows.',
  'error.too-many-columns': '"{name}" has {count} {count|column|columns}; at most {limit} are accepted.',
  'error.too-many-keys': '"{name}" has {count} different {count|key|keys}; at most {limit} are accepted.',
  'error.too-many-rows': '"{name}" has {rows} {rows|row|rows}; at most {limit} are accepted. Send a sample.',
  'error.too-many-rows-together':
    'The tables have {count} {count|row|rows} together; at most {limit} are accepted. Send a sample.',
  'error.ambiguous-column': '"{name}" fits several columns: {listed}. Give the whole name of one of them.',
  'error.unknown-column': 'There is no column "{name}". The columns are {listed}.',
  'error.unsupported-file':
    '"{name}" is a {extension} file, which cannot be read. Send a zip or tar.gz of pictures or sounds in class folders, or a CSV, TSV, JSONL, JSON, Parquet or XLSX table.',
  'error.single-file':
    '"{name}" is a single {one}. To train, pack many {many} as a zip with a folder for each class (at least 3 each, better 20 and more).',
  'error.wrong-kind':
    'The archive "{name}" holds no {wanted} ({count} other {count|file|files}, {damaged} damaged). Leave the task option out to let the content tell.',
  'error.wrong-kind-table':
    '"{name}" is a table (columns {columns}), not an archive of {wanted}. Pack the files as a zip with a folder for each class.',
  'error.wrong-input-kind':
    '"{name}" is a {ext} file, but this model needs text: a table with a text column, or a text file with one text a line.',
  'error.wrong-input-archive':
    '"{name}" holds {media} pictures or sounds and no table, but this model needs text: a table with a text column, or a text file with one text a line.',
  'error.wrong-input-media': '"{name}" is no {one} and no archive of {many}, which this model needs.',
  'error.wrong-input-in-archive':
    '"{name}" holds no {many} ({count} other {count|file|files}), which this model needs.',
  'error.no-input-rows': '"{name}" has no rows below its header. Attach the file with its texts.',
  'error.too-many-damaged':
    '{count} of {total} {words} cannot be read (limit 20 %); first: {first}. Export them again.',
  'error.no-labels':
    'The archive has {count} {words} but nothing that labels them. Put each class in a folder of its own (e.g. cats/1.jpg, dogs/2.jpg), or add a metadata.csv with the columns file_name and label.',
  'error.no-labels-in-table':
    '"{name}" has {count} {words} but no column that labels them (its other columns with one value a row: {listed}). Name the label column with the target option, or add one.',
  'error.file-names':
    'The column {column} holds names of pictures or sounds (such as {example}), not texts. Put the files themselves and this table into one zip, and send that.',
  'error.no-sentences':
    'The column {column} holds identifiers, dates or names (such as {example}), from which no class can be learnt. Send a table that also has a column of sentences or words.',
  'error.several-labels':
    '{column} holds several labels in one cell (such as {example}) in {rows} of {total} {total|row|rows}; a model learns one class a row here. Write one class a row, the most important one, or make a column of yes and no for each label ({names}) and train on one of them at a time.',
  'error.sideways':
    '"{name}" lies on its side: {columns} {columns|column|columns} and {rows} {rows|row|rows}, which begin with {names}. Swap rows and columns (transpose the table), so that each row is a sample, and send it again.',
  'error.number-to-predict':
    'The column {column} holds {distinct} different {distinct|number|numbers} (e.g. {examples}): a number to predict, and from texts only classes can be learnt. Sort the numbers into named ranges (such as low, middle, high) in a column of their own, and send the table again.',
  'error.number-beside-classes':
    'The column {column} holds {distinct} different {distinct|number|numbers} (e.g. {examples}): a number to predict, and from texts only classes can be learnt. Sort the numbers into named ranges (such as low, middle, high) in a column of their own, or choose a column of classes with the target option: {others}.',
  'error.no-classes':
    'No column holds classes: few values that come back. The columns are {columns}. Add a column with the class of each row.',
  'error.no-label-column':
    'No column looks like labels (few different, short values). The columns are {columns}; name the one to predict with the target option.',
  'error.no-text-column':
    'No column holds text. The columns are {columns}. Text needs a column with sentences (and one with labels to train on), a time series a column of dates, a log of decisions the columns action and reward; tables of plain numbers are not supported.',
  'error.no-known-class':
    '{column} has none of the classes of the training data ({known}); it has {unknown}.',
  'error.numeric-target':
    '{column} holds {distinct} different {distinct|number|numbers} (e.g. {examples}), so it looks like a measurement; classes are needed, at most {limit} different numbers. Choose the label column with the target option, or sort the numbers into named ranges.',
  'error.labels-empty': '{column} has no labels; at least two are needed to learn a difference.',
  'error.one-class':
    '{column} has only one class ({listed} {listed|sample|samples}); at least two are needed to learn a difference.',
  'error.too-few-samples':
    '{column} has fewer than two classes with {limit} samples ({listed}). Each class needs at least {limit}, better 20 and more.',
  'error.too-many-classes':
    '{column} has {classes} different {classes|value|values} in {samples} {samples|sample|samples}; at most {limit} classes, with two samples each on average, are accepted. Choose the label column with the target option.',
  'error.no-independent-samples':
    'Nothing is left for the {part} part: the {samples} {samples|sample|samples} are {groups} {groups|group|groups} of copies, near-copies or common source, a group stands on one side, and what a given test holds is not trained on. At least three groups are needed, better one for every sample. Send data that differ.',
  'error.irregular-series':
    'The times are not at equal steps: distances reach from {least} to {most}, and no step fits {share} % of them. Bring the data to equal steps (e.g. hourly or daily means) first.',
  'error.mostly-gaps':
    'Every series is mostly gaps at steps of {step}: {share} steps have a value, at least {least} % must. Is the right time column used? Events need to be counted first (e.g. per day).',
  'error.no-time-column':
    'No column holds dates or times. The columns are {columns}; a time series needs e.g. series_id, timestamp, value.',
  'error.mixed-dates':
    'The column "{column}" writes its dates in several ways ({examples}), so that a date such as 03/04/2024 is ambiguous: April or March. Write all of them in one way, best as year-month-day (2024-04-03).',
  'error.number-too-large':
    '"{where}" holds the number {value}; numbers up to {limit} can be computed with. Correct or empty that cell if it is an error, else give the whole column in larger units (e.g. divide it by one number).',
  'error.numbers-too-small':
    'The largest number of "{where}" is {value}; it must reach {limit} to be computed with. Give the whole column in smaller units (e.g. multiply it by one number).',
  'error.no-value-column': 'No column beside "{time}" holds numbers. The columns are {columns}.',
  'error.series-of-one-time': 'No series has values at two different times; forecasting needs a history.',
  'error.too-short-series': 'No series has {least} values ({found}); forecasting needs a longer history.',
  'error.too-long-series':
    'The series "{id}" spans {count} {count|step|steps} of {step}; at most {limit} are accepted.',
  'error.target-not-numeric': 'The column "{column}" holds no numbers to forecast.',
  'error.continuous-actions':
    'The column "{column}" holds {count} different {count|fraction|fractions} (e.g. {examples}), so the actions are continuous; only discrete actions can be learnt. Sort them into ranges first.',
  'error.no-policy-columns':
    'The table has no {missing}. Its columns are {columns}; a log of decisions needs episode, step, s0…, action, reward, ns0…, done (episode, step, ns0… and done may be absent).',
  'error.no-state-rows': '"{name}" has no row with all {count} {count|state|states}.',
  'error.one-action-in-column':
    'The column "{column}" holds only the action "{action}"; there is nothing to choose between.',
  'error.too-few-transitions':
    'The log has {count} usable {count|transition|transitions}; at least {limit} are needed, better thousands.',
  'error.too-many-actions':
    'The column "{column}" holds {count} different {count|action|actions}; at most {limit} are accepted.',
  'error.too-many-bad-rows':
    '{count} of {total} {total|row|rows} {count|lacks|lack} a number for a state or the reward, or an action (limit 20 %; first: row {first}).',
  'error.no-text-rows': '"{name}" holds no rows with text.',
  'error.too-little-text':
    '"{name}" holds {documents} {documents|text|texts} with {characters} {characters|character|characters}; at least {fewestTexts} texts and {fewestCharacters} characters are needed to tune a text generator and to test it. Send more text.',
} as const;
