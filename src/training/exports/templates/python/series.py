"""python predict.py history.csv ...  ->  one line of JSON a step: series, forecast and its quantiles from 0.1 to 0.9.

Needs onnxruntime and numpy. The table has the columns series_id (may be absent), timestamp and value, one row a step and
in order; steps that are missing have to be there with an empty value.
"""
import csv
import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))
PERIOD, HORIZON = PIPELINE['period'], PIPELINE['horizon']
STEPS = np.arange(HORIZON)


def naive(history, _):
    start = len(history) - PERIOD
    return np.array([history[start + step % PERIOD] if start >= 0 else history[-1] for step in STEPS])


def drift(history, _):
    seasons = PERIOD * ((len(history) - 1) // PERIOD)
    slope = (history[-1] - history[len(history) - 1 - seasons]) / seasons
    return history[len(history) - PERIOD + STEPS % PERIOD] + slope * (STEPS // PERIOD + 1) * PERIOD


def adjusted(history):
    """Classical decomposition: the series without its season, the season's indices, whether they multiply."""
    multiplies = bool(np.all(history > 0))
    if PERIOD < 2 or len(history) < 2 * PERIOD + 1:
        return history, np.array([1.0 if multiplies else 0.0]), multiplies
    half = PERIOD // 2
    kernel = np.ones(2 * half + 1)
    if PERIOD % 2 == 0:
        kernel[[0, -1]] = 0.5
    trend = np.convolve(history, kernel / PERIOD, 'valid')
    middle = history[half:len(history) - half]
    ratio = middle / trend if multiplies else middle - trend
    places = np.arange(half, len(history) - half) % PERIOD
    indices = np.array([ratio[places == p].mean() if np.any(places == p) else float(multiplies) for p in range(PERIOD)])
    indices = indices / indices.mean() if multiplies else indices - indices.mean()
    season = indices[np.arange(len(history)) % PERIOD]
    return (history / season if multiplies else history - season), indices, multiplies


def smooth(values, alpha):
    level, squares = values[0], 0.0
    for value in values[1:]:
        error = value - level
        squares += error * error
        level += alpha * error
    return level, squares


def theta(history, _=None):
    values, indices, multiplies = adjusted(history)
    n = len(values)
    alphas = [percent / 100 for percent in range(1, 100)]
    alpha = min(alphas, key=lambda one: smooth(values, one)[1])
    level, _squares = smooth(values, alpha)
    times = np.arange(n) - (n - 1) / 2
    slope = 12 * np.sum(times * (values - values.mean())) / (n * (n * n - 1)) / 2
    point = level + slope * (STEPS + (1 - (1 - alpha) ** n) / alpha)
    season = indices[(n + STEPS) % len(indices)]
    return point * season if multiplies else point + season


def linear(history, member):
    weights = np.array(member['state']['weights'])
    if len(weights) == 0:
        return naive(history, member)
    window = history[-len(weights):]
    scale = window.std() or 1
    return window[-1] + scale * ((window - window[-1]) / scale @ weights)


def mixer(history, member):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(HERE / member['onnx']), providers=['CPUExecutionProvider'])
    grown = history
    while len(grown) < len(history) + HORIZON:
        grown = np.concatenate([grown, mixer_pass(session, grown)])
    return grown[len(history):len(history) + HORIZON]


def mixer_pass(session, history, size=96, steps=48):
    window = history[-size:]
    centre, deviation = window.mean(), window.std()
    scale = deviation if deviation > 1e-9 * (1 + abs(centre)) else 1
    normal = lambda values: np.clip((np.array(values) - centre) / scale, -20, 20)
    season = min(PERIOD, len(history))
    last = [history[len(history) - season + step % season] for step in range(steps)]
    places = [[len(history) - back * season + step % season for back in range(1, 5)] for step in range(steps)]
    mean = [np.mean([history[at] for at in backs if at >= 0]) for backs in places]
    context, mask = np.zeros(size), np.zeros(size)
    context[size - len(window):], mask[size - len(window):] = normal(window), 1
    rows = {'context': context, 'mask': mask, 'guide': np.concatenate([normal(last), normal(mean)])}
    (quantiles,) = session.run(['quantiles'], {name: row.astype(np.float32)[None] for name, row in rows.items()})
    return centre + scale * quantiles[0, :, 4].astype(np.float64)


def network(history, member):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(HERE / member['onnx']), providers=['CPUExecutionProvider'])
    grown = history
    while len(grown) < len(history) + HORIZON:
        grown = np.concatenate([grown, network_pass(session, grown, member['state'])])
    return grown[len(history):len(history) + HORIZON]


def network_pass(session, history, sizes):
    window = history[-sizes['longest']:]
    centre, scale = window.mean(), window.std() or 1e-5
    steps = -(-len(window) // sizes['patch']) * sizes['patch']
    context, mask = np.zeros((1, steps), np.float32), np.zeros((1, steps), np.float32)
    context[0, steps - len(window):], mask[0, steps - len(window):] = (window - centre) / scale, 1
    (quantiles,) = session.run(['quantiles'], {'context': context, 'mask': mask})
    return centre + scale * quantiles[0, sizes['median']].astype(np.float64)


def context_length():
    return min(192, max(8, 2 * PERIOD, min(2 * HORIZON, 96)))


METHODS = {'seasonal-naive': (naive, 0), 'theta': (theta, 0), 'drift': (drift, 2 * PERIOD + 1),
           'linear': (linear, context_length()), 'mixer': (mixer, 8), 'mixer-tuned': (mixer, 8),
           'hub-network': (network, 8), 'hub-network-tuned': (network, 8)}


def scale_of(history):
    """The mean absolute seasonal difference; of neighbours where that is none."""
    for lag in (PERIOD, 1):
        if len(history) > lag and (scale := np.mean(np.abs(history[lag:] - history[:-lag]))) > 0:
            return scale
    return 0.0


def forecast(name, history):
    members, weights = PIPELINE['members'], PIPELINE.get('weights')
    shares = weights['series'].get(name, weights['overall']) if weights else [1 / len(members)] * len(members)
    point = np.zeros(HORIZON)
    for member, share in zip(members, shares):
        method, least = METHODS[member['id']]
        point += share * (method if len(history) >= least else theta)(history, member)
    quantiles = [point + np.array(level) * scale_of(history) for level in PIPELINE['spread']]
    floor = (lambda values: np.maximum(0, values)) if PIPELINE['nonNegative'] else (lambda values: values)
    return floor(point), [floor(level) for level in quantiles]


for path in sys.argv[1:]:
    series = {}
    with open(path, newline='', encoding='utf-8-sig') as file:
        for row in csv.DictReader(file):
            series.setdefault(row.get('series_id', 'series'), []).append(float(row['value'] or 'nan'))
    for name, values in sorted(series.items()):
        values = np.array(values)
        known = ~np.isnan(values)
        filled = np.interp(np.arange(len(values)), np.flatnonzero(known), values[known])
        point, quantiles = forecast(name, filled)
        for step in range(HORIZON):
            row = {'series': name, 'step': step + 1, 'prediction': float(point[step])}
            print(json.dumps({**row, 'quantiles': [float(level[step]) for level in quantiles]}))
