"""python predict.py picture.jpg ...  ->  one line of JSON a picture: its class and the probability of each.

Needs onnxruntime, numpy and Pillow. Pixels are prepared as in training: resized by a kernel that widens as the picture
shrinks, and fitted into a square as pipeline.json says ("crop", if it says nothing).
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))
SETTINGS = PIPELINE['image']
FIT = SETTINGS.get('fit', 'crop')
REACH = {'bilinear': 1, 'bicubic': 2}[SETTINGS['interpolation']]


def kernel(distance):
    x = np.abs(distance)
    if REACH == 1:
        return np.maximum(0, 1 - x)
    return np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))


def weights(length, resized, start, count, box):
    """[count, boxes]: how much each box of pixels counts for each of the pixels from `start` on of `resized` ones."""
    step = length / resized / box
    boxes = length // box
    centres = (start + np.arange(count) + 0.5) * step
    widening = max(1, step)
    places = np.arange(boxes)
    first = np.clip(np.floor(centres - REACH * widening + 0.5), 0, boxes - 1)
    end = np.maximum(first + 1, np.minimum(boxes, np.floor(centres + REACH * widening + 0.5)))
    table = kernel((places[None] + 0.5 - centres[:, None]) / widening)
    table *= (places[None] >= first[:, None]) & (places[None] < end[:, None])
    return table / table.sum(axis=1, keepdims=True)


def fitted(length, sides):
    """Pixels that a side becomes, the first of them that is kept, how many are, and where they begin in the square."""
    size = SETTINGS['size']
    if FIT == 'crop':
        resized = max(size, int(length * int(size / SETTINGS['cropShare'] + 0.5) / min(sides) + 0.5))
        return resized, (resized - size) // 2, size, 0
    resized = size if FIT == 'squash' else min(size, max(1, int(length * size / max(sides) + 0.5)))
    return resized, 0, resized, (size - resized) // 2


def crop(pixels):
    sides = pixels.shape[:2]
    down, across = [fitted(length, sides) for length in sides]
    box = max(1, min([*sides, *(int(length / part[0] / 3) for length, part in zip(sides, (down, across)))]))
    rows, columns = (length // box for length in sides)
    boxes = pixels[:rows * box, :columns * box].reshape(rows, box, columns, box, 3).mean(axis=(1, 3))
    wide = np.einsum('xc,rck->rxk', weights(sides[1], *across[:3], box), boxes)
    inner = np.einsum('yr,rxk->yxk', weights(sides[0], *down[:3], box), wide)
    square = np.full((SETTINGS['size'], SETTINGS['size'], 3), 255.0)
    square[down[3]:down[3] + down[2], across[3]:across[3] + across[2]] = np.clip(np.floor(inner + 0.5), 0, 255)
    return square


def decode(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert('RGBA')
    white = Image.new('RGBA', picture.size, 'white')
    return np.asarray(Image.alpha_composite(white, picture).convert('RGB'))


def tensor(path):
    values = (crop(decode(path)) * SETTINGS['scale'] - SETTINGS['mean']) / SETTINGS['deviation']
    values = values.astype(np.float32)[None]
    return values.transpose(0, 3, 1, 2) if SETTINGS['layout'] == 'nchw' else values


session = onnxruntime.InferenceSession(str(HERE / PIPELINE['modelPath']), providers=['CPUExecutionProvider'])
for path in sys.argv[1:]:
    (shares,) = session.run(['probabilities'], {'pixel_values': np.ascontiguousarray(tensor(path))})[0]
    probabilities = dict(zip(PIPELINE['classes'], map(float, shares)))
    print(json.dumps({'input': path, 'prediction': PIPELINE['classes'][shares.argmax()], 'probabilities': probabilities}))
