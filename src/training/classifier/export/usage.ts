/** What a trained classifier consists of goes in, the card's section on using it comes out (Markdown). */
import type { LabelledDataset } from '../../../datasets/dataset.ts';
import type { TrainedClassifier } from '../train-classifier.ts';

export function describeUsage(
  kind: LabelledDataset['kind'],
  { fitted, backbones }: TrainedClassifier,
): string {
  const padded = [...backbones.values()].some(
    ({ preprocessing }) => preprocessing.kind === 'image' && preprocessing.fit === 'pad',
  );
  const usesTfidf = fitted.parts.some(({ part }) => part.kind === 'tfidf');
  const usesTokens = kind === 'text' && fitted.parts.some(({ part }) => part.kind === 'head');
  const lines = [
    'The model is one ONNX file, `model/onnx/model.onnx`, with outputs `logits` and `probabilities` (one a class, in the order of `model/labels.json`).',
  ];
  if (kind === 'image') lines.push(...imageUsage(padded));
  if (kind === 'audio') lines.push(...AUDIO_USAGE);
  if (usesTokens)
    lines.push(
      '- Inputs `input_ids` and `attention_mask` [batch, tokens]: by `model/tokenizer.json` (any Hugging Face tokenizers library).',
    );
  if (usesTfidf) lines.push(...TFIDF_USAGE);
  return lines.join('\n');
}

const imageUsage = (padded: boolean): string[] => [
  padded
    ? '- Input `pixel_values`: RGB. The picture is first laid in the middle of a white square of its longer side, then prepared as `model/preprocessor_config.json` says.'
    : '- Input `pixel_values`: RGB prepared as `model/preprocessor_config.json` says.',
  '',
  '```js',
  "import { pipeline } from '@huggingface/transformers';",
  "const classify = await pipeline('image-classification', './model', { dtype: 'fp32' });",
  padded
    ? "console.log(await classify('photo.jpg')); // a square one"
    : "console.log(await classify('photo.jpg'));",
  '```',
];

const AUDIO_USAGE = [
  '- Input `input_values` [1, samples]: a mono waveform at 16,000 Hz with values from −1 to 1, of any length, one clip a run. Everything else (log-mel spectrogram, embedding, pooling over time) is inside the file.',
  '',
  '```python',
  'import json, librosa, numpy as np, onnxruntime',
  "labels = json.load(open('model/labels.json'))",
  "session = onnxruntime.InferenceSession('model/onnx/model.onnx')",
  "samples, _ = librosa.load('clip.wav', sr=16000, mono=True, duration=60)",
  "(probabilities,) = session.run(['probabilities'], {'input_values': samples[None].astype(np.float32)})",
  'print(labels[probabilities[0].argmax()], probabilities[0].max())',
  '```',
  '',
  '```js',
  "import { pipeline } from '@huggingface/transformers';",
  "const classify = await pipeline('audio-classification', './model', { dtype: 'fp32' });",
  "console.log(await classify('clip.wav')); // in a browser; in Node.js pass a Float32Array at 16,000 Hz",
  '```',
];

const TFIDF_USAGE = [
  '- Input `tfidf` [batch, terms]: the terms of `model/vectorizer.json`, by these rules:',
  '',
  '```python',
  'import json, math, unicodedata, numpy as np, onnxruntime',
  "spec = json.load(open('model/vectorizer.json'))",
  'UNSPACED = [(0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF)]',
  'def words(text):',
  "    run = ''",
  "    for ch in text + ' ':",
  '        alone = any(a <= ord(ch) <= b for a, b in UNSPACED)',
  "        if not alone and (unicodedata.category(ch)[0] in 'LNM' or ch == '_'): run += ch; continue",
  "        if run: yield run; run = ''",
  '        if alone: yield ch',
  'def terms(text, block):',
  '    low, high = block["shortest"], block["longest"]',
  "    if block['kind'] == 'word':",
  '        w = list(words(text))',
  "        return [' '.join(w[i:i+k]) for i in range(len(w)) for k in range(low, high + 1) if i + k <= len(w)]",
  "    return [p[i:i+k] for p in (f' {x} ' for x in text.split(' ')) for i in range(len(p)) for k in range(low, high + 1) if i + k <= len(p)]",
  'def tfidf(text):',
  "    text = ' '.join(unicodedata.normalize('NFKC', text).lower().split())[:spec['maxCharacters']]",
  '    row = []',
  "    for block in spec['blocks']:",
  "        index = {t: i for i, t in enumerate(block['terms'])}",
  '        counts = np.zeros(len(index))',
  '        for t in terms(text, block):',
  '            if t in index: counts[index[t]] += 1',
  "        values = np.where(counts > 0, (1 + np.log(np.maximum(counts, 1))) * block['idf'], 0)",
  '        row.append(values / (np.linalg.norm(values) or 1))',
  '    return np.concatenate(row).astype(np.float32)',
  '```',
];
