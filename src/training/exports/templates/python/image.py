"""python predict.py picture.jpg ...  ->  one line of JSON a picture: its class and the probability of each.

Needs onnxruntime, numpy and Pillow. Pixels are prepared as in training: resized by a kernel that widens as the picture
shrinks, the middle kept.
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
REACH = {'bilinear': 1, 'bicubic': 2}[SETTINGS['interpolation']]


def kernel(distance):
    x = np.abs(distance)
    if REACH == 1:
        return np.maximum(0, 1 - x)
    return np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))


def weights(length, scale, box):
    """[size, boxes]: how much each box of pixels counts for each pixel of the crop."""
    size = SETTINGS['size']
    resized = max(size, int(length * scale + 0.5))
    step = length / resized
    start, step, boxes = (resized - size) // 2 * step / box, step / box, length // box
    centres = start + (np.arange(size) + 0.5) * step
    widening = max(1, step)
    places = np.arange(boxes)
    first = np.clip(np.floor(centres - REACH * widening + 0.5), 0, boxes - 1)
    end = np.maximum(first + 1, np.minimum(boxes, np.floor(centres + REACH * widening + 0.5)))
    table = kernel((places[None] + 0.5 - centres[:, None]) / widening)
    table *= (places[None] >= first[:, None]) & (places[None] < end[:, None])
    return table / table.sum(axis=1, keepdims=True)


def crop(pixels):
    height, width, _ = pixels.shape
    scale = int(SETTINGS['size'] / SETTINGS['cropShare'] + 0.5) / min(width, height)
    box = max(1, int(1 / scale / 3))
    rows, columns = height // box, width // box
    boxes = pixels[:rows * box, :columns * box].reshape(rows, box, columns, box, 3).mean(axis=(1, 3))
    across = np.einsum('xc,rck->rxk', weights(width, scale, box), boxes)
    return np.clip(np.floor(np.einsum('yr,rxk->yxk', weights(height, scale, box), across) + 0.5), 0, 255)


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
