"""python predict.py "a beginning" ...  ->  one line of JSON a beginning: how the model goes on.

Needs onnxruntime, numpy and tokenizers. Seeded top-k sampling, the same each time.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))
SAMPLING = json.loads((HERE / 'sampling.json').read_text(encoding='utf-8'))
MASK = 0xFFFFFFFF


def random(seed):
    """Mulberry32: uniform numbers in [0, 1)."""
    state = seed & MASK
    while True:
        state = (state + 0x6D2B79F5) & MASK
        mixed = (state ^ state >> 15) * (state | 1) & MASK
        mixed ^= (mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & MASK)) & MASK
        yield (mixed ^ mixed >> 14) / 2**32


def sample(logits, numbers):
    best = np.argsort(-logits, kind='stable')[:SAMPLING['topK']]
    weights = np.exp((logits[best].astype(np.float64) - logits[best[0]]) / SAMPLING['temperature'])
    draw = next(numbers) * weights.sum()
    return int(best[min(np.searchsorted(np.cumsum(weights), draw, side='right'), len(best) - 1)])


class Generator:
    def __init__(self):
        path = str(HERE / PIPELINE['modelPath'])
        self.session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
        self.seen = []
        self.past = {one['input']: np.zeros((1, one['heads'], 0, one['width']), np.float32) for one in PIPELINE['past']}

    def read(self, tokens):
        """Logits after the last of these tokens."""
        self.seen += tokens
        read, everything = (tokens if PIPELINE['past'] else self.seen), len(self.seen)
        known = {
            'input_ids': np.array([read], np.int64),
            'attention_mask': np.ones((1, everything), np.int64),
            'position_ids': np.arange(everything - len(read), everything, dtype=np.int64)[None],
            'num_logits_to_keep': np.array(0, np.int64),
        }
        names = ['logits', *(one['output'] for one in PIPELINE['past'])]
        feeds = {name: known[name] for name in PIPELINE['inputs']}
        outputs = dict(zip(names, self.session.run(names, {**feeds, **self.past})))
        self.past = {one['input']: outputs[one['output']] for one in PIPELINE['past']}
        return outputs['logits'][0, -1]


tokenizer = Tokenizer.from_file(str(HERE / PIPELINE['tokenizerDir'] / 'tokenizer.json'))
tokenizer.no_truncation()
tokenizer.no_padding()
for text in sys.argv[1:]:
    generator, numbers, written = Generator(), random(SAMPLING['seed']), []
    prompt = [PIPELINE.get('startToken', PIPELINE['endToken']), *tokenizer.encode(text, add_special_tokens=False).ids]
    following = prompt[-max(1, PIPELINE['positions'] - SAMPLING['newTokens']):]
    most = min(SAMPLING['newTokens'], PIPELINE['positions'] - len(following))
    while len(written) < most:
        token = sample(generator.read(following), numbers)
        if token == PIPELINE['endToken']:
            break
        written.append(token)
        following = [token]
    print(json.dumps({'input': text, 'prediction': tokenizer.decode(written)}))
