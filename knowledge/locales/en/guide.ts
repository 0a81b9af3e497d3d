/** English texts of `/help` and `/start`. Placeholders are `{name}`. */
export const guideEn = {
  'help.lead': '**I find a pretrained model for your task and train it on your data.**',
  'help.steps':
    '1. **/recommend** says which model suits.\n2. **/finetune** with a file trains it; the verdict comes to the channel.\n3. *Try it* under the verdict uses it.\nNot sure what to do? **/start**',
  'help.data':
    '**Pictures** and **sounds**: a zip with one folder a class, or Parquet that holds them. **Text**: a CSV, TSV or JSONL file with a column of texts and one of labels. **Time series**: a CSV of times and values. **Logged decisions**: a CSV of episode, step, states, action, reward. **Plain text**, to tune a text generator of the Hub. Larger data: **source** takes an https address or a data set of the Hub.',
  'help.data-title': 'Data',
  'help.privacy':
    'Your files are stored to train and are not used for anything else. What somebody else posted is used only if they agree. **/recommend** keeps the description and the file for {days} {days|day|days}, so that its buttons work; so does a **/finetune** that waits for your choice. A run and its model can be seen in its channel only; **/runs delete** removes it with its data.',
  'help.privacy-title': 'Your data',
  'help.commands-title': 'Commands',
  'help.apps':
    'On a message: Apps → **Recommend a model for this**; with a file: Apps → **Fine-tune on this**.',

  'start.ask': '**What do you have?** I then say what to attach and what comes of it.',
  'start.choose': 'I have …',
  'start.have.image': 'Pictures in classes',
  'start.have.text': 'Texts with labels',
  'start.have.audio': 'Sounds in classes',
  'start.have.series': 'Numbers over time',
  'start.have.policy': 'Logged decisions',
  'start.have.prose': 'Texts in a style to learn',
  'start.have.idea': 'Only an idea',
  'start.next':
    '**Attach {data}.**\nTo see first which model suits: {recommend}\nTo train at once: {finetune}. It takes two minutes unless you give it more, and the verdict comes to the channel.',
  'start.next-idea': '**Say it in a sentence**, as in {command}. I name a model, and what data it takes.',
  'start.example': 'sort photos of leaves by disease',
} as const;
