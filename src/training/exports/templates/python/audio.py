"""python predict.py sound.wav ...  ->  one line of JSON a sound: its class and the probability of each.

Needs onnxruntime and numpy; reads WAV by itself, other formats where soundfile is installed.
"""
import json
import sys
import wave
from math import gcd
from pathlib import Path

import numpy as np
import onnxruntime

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))
MAX_SECONDS = 60
TAPS = 16


def decode(path):
    """Mono samples from -1 to 1, and their rate."""
    try:
        import soundfile

        samples, rate = soundfile.read(path, dtype='float32', always_2d=True)
        return samples.mean(axis=1), rate
    except ImportError:
        pass
    with wave.open(path) as file:
        width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
        data = file.readframes(file.getnframes())
    if width == 1:
        samples = (np.frombuffer(data, np.uint8) - 128.0) / 128
    elif width == 3:
        bytes_ = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
        samples = ((bytes_[:, 0] << 8 | bytes_[:, 1] << 16 | bytes_[:, 2] << 24) >> 8) / 2**23
    else:
        samples = np.frombuffer(data, f'<i{width}') / 2.0 ** (8 * width - 1)
    return samples.reshape(-1, channels).mean(axis=1), rate


def resample(samples, source, target):
    """Band-limited, by a Hann-windowed sinc of 16 zero crossings on each side, as in training."""
    if source == target:
        return samples
    step, phases = source // gcd(source, target), target // gcd(source, target)
    half = TAPS / min(1, target / source)
    reach = int(np.ceil(half))
    places = np.arange(max(1, int(len(samples) * target / source + 0.5))) * step
    whole, fraction = places // phases, (places % phases) / phases
    padded = np.concatenate([np.zeros(reach), samples, np.zeros(reach + 1)])
    result = np.zeros(len(places))
    ratio = TAPS / half
    for k in range(2 * reach + 1):
        x = k - reach - fraction
        weight = ratio * np.sinc(ratio * x) * (0.5 + 0.5 * np.cos(np.pi * x / half)) * (np.abs(x) <= half)
        result += weight * padded[np.minimum(whole + k, len(padded) - 1)]
    return result


session = onnxruntime.InferenceSession(str(HERE / PIPELINE['modelPath']), providers=['CPUExecutionProvider'])
for path in sys.argv[1:]:
    samples, rate = decode(path)
    heard = resample(samples[:MAX_SECONDS * rate], rate, PIPELINE['audio']['rate'])
    (shares,) = session.run(['probabilities'], {'input_values': heard.astype(np.float32)[None]})[0]
    probabilities = dict(zip(PIPELINE['classes'], map(float, shares)))
    print(json.dumps({'input': path, 'prediction': PIPELINE['classes'][shares.argmax()], 'probabilities': probabilities}))
