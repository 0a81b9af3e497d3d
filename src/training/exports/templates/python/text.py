"""python predict.py "a text" ...  ->  one line of JSON a text: its class and the probability of each.

Needs onnxruntime and numpy; and tokenizers where the model has a tokenizer.json.
"""
import json
import sys
import unicodedata
from pathlib import Path

import numpy as np
import onnxruntime

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))
UNSPACED = [(0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF)]


def words(text):
    run = ''
    for ch in text + ' ':
        alone = any(low <= ord(ch) <= high for low, high in UNSPACED)
        if not alone and (unicodedata.category(ch)[0] in 'LNM' or ch == '_'):
            run += ch
            continue
        if run:
            yield run
        run = ''
        if alone:
            yield ch


def terms(text, block):
    low, high = block['shortest'], block['longest']
    if block['kind'] == 'word':
        found = list(words(text))
        return [' '.join(found[i:i + k]) for i in range(len(found)) for k in range(low, high + 1) if i + k <= len(found)]
    pieces = [f' {piece} ' for piece in text.split(' ')]
    return [p[i:i + k] for p in pieces for i in range(len(p)) for k in range(low, high + 1) if i + k <= len(p)]


def open_tfidf(path):
    spec = json.loads(path.read_text(encoding='utf-8'))
    indices = [{term: i for i, term in enumerate(block['terms'])} for block in spec['blocks']]

    def tfidf(text):
        limit = spec['maxCharacters']
        text = ' '.join(unicodedata.normalize('NFKC', text[:4 * limit]).lower().split())[:limit]
        row = []
        for block, index in zip(spec['blocks'], indices):
            counts = np.zeros(len(index))
            for term in terms(text, block):
                if term in index:
                    counts[index[term]] += 1
            values = np.where(counts > 0, (1 + np.log(np.maximum(counts, 1))) * block['idf'], 0)
            row.append(values / (np.linalg.norm(values) or 1))
        return np.concatenate(row).astype(np.float32)[None]

    return tfidf


def open_tokens(settings):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(HERE / settings['tokenizerPath']))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    most = settings['maxTokens']

    def tokens(text):
        ids = tokenizer.encode(text[:24 * most]).ids
        if len(ids) > most:
            closing = tokenizer.encode('').ids[-1:]
            ids = ids[:most - 1] + ids[-1:] if closing == ids[-1:] else ids[:most]
        ids = ids or [0]
        made = {'ids': ids, 'mask': [1] * len(ids), 'types': [0] * len(ids), 'positions': list(range(len(ids)))}
        return {name: np.array([made[key]], np.int64) for key, name in settings['inputs'].items() if name}

    return tokens


session = onnxruntime.InferenceSession(str(HERE / PIPELINE['modelPath']), providers=['CPUExecutionProvider'])
tokens = PIPELINE['tokens'] and open_tokens(PIPELINE['tokens'])
tfidf = PIPELINE['vectoriserPath'] and open_tfidf(HERE / PIPELINE['vectoriserPath'])
for text in sys.argv[1:]:
    feeds = {**(tokens(text) if tokens else {}), **({'tfidf': tfidf(text)} if tfidf else {})}
    (shares,) = session.run(['probabilities'], feeds)[0]
    probabilities = dict(zip(PIPELINE['classes'], map(float, shares)))
    print(json.dumps({'input': text, 'prediction': PIPELINE['classes'][shares.argmax()], 'probabilities': probabilities}))
