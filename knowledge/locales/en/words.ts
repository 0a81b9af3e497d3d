/** Words and parts of sentences that stand in other texts, in English. */
export const wordsEn = {
  'list.between': ', ',

  'word.none': 'none',
  'word.picture': 'picture',
  'word.pictures': 'pictures',
  'word.sound': 'sound',
  'word.sounds': 'sounds',
  'word.zip-file': 'The zip file',
  'word.tar-archive': 'The tar archive',
  'word.the-column': 'The column "{name}"',
  'word.pack-files': 'Pack the files themselves.',
  'word.one-level-deep': 'Archives in an archive are opened one level deep.',
  'word.unreadable-file': '"{name}", which cannot be read: {reason}',
  'word.page-at': 'Its page is {url}. ',

  // Data of a kind: image data.
  'word.data.image': 'image',
  'word.data.text': 'text',
  'word.data.audio': 'audio',
  'word.data.series': 'series',
  'word.data.policy': 'policy',
  'word.data.prose': 'prose',

  // What data without classes were understood as; their candidates; what they are tested on.
  'word.understood.series': 'time series',
  'word.understood.policy': 'logged decisions',
  'word.understood.prose': 'plain text for a generator',
  'word.unmeasured.series': 'time series',
  'word.unmeasured.policy': 'logged decisions',
  'word.unmeasured.prose': 'plain text',
  'word.tested-on.series': 'time series are tested on their own last steps',
  'word.tested-on.policy': 'policies are tested on episodes of the log that were kept apart',
  'word.tested-on.prose': 'text generators are tested on texts of the data set that were kept apart',

  'word.part.train': 'train',
  'word.part.validation': 'validation',
  'word.part.test': 'test',
  'word.parts-and': '{one} and {other}',

  // After the first of a list.
  'word.more': '{count} more',

  // Which layers of a network are tuned: the last block, the last blocks, or every block.
  'word.depth.top': 'top',
  'word.depth.deep': 'deep',
  'word.depth.all': 'all',

  // How a picture is fitted into a square, and what its pixels are scaled to.
  'word.fit.crop': 'the middle',
  'word.fit.squash': 'squashed',
  'word.fit.pad': 'whole on white',
  'word.scaling.imagenet': "ImageNet's mean and deviation",
  'word.scaling.plus-minus-one': '−1 to 1',
  'word.scaling.zero-to-one': '0 to 1',
  'word.scaling.bytes': '0 to 255',

  // What is wrong with an entry of an archive.
  'word.entry.long-name': 'has a name of {count} {count|character|characters} (limit {limit})',
  'word.entry.control-characters': 'has control characters in its name',
  'word.entry.absolute': 'has an absolute path',
  'word.entry.outside': 'points outside the archive ("..")',
  'word.entry.link': 'is a link or a device, not a file',
} as const;
