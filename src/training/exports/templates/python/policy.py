"""python predict.py states.csv ...  ->  one line of JSON a row: the action, and the softmax of the scores of all actions.

Needs onnxruntime and numpy. The table has a column for every state that pipeline.json names; others do not matter.
"""
import csv
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

HERE = Path(__file__).parent
PIPELINE = json.loads((HERE / 'pipeline.json').read_text(encoding='utf-8'))

session = onnxruntime.InferenceSession(str(HERE / PIPELINE['modelPath']), providers=['CPUExecutionProvider'])
for path in sys.argv[1:]:
    with open(path, newline='', encoding='utf-8-sig') as file:
        rows = list(csv.DictReader(file))
    states = np.array([[float(row[name]) for name in PIPELINE['stateNames']] for row in rows], np.float32)
    scores = session.run(['scores'], {'state': states})[0].astype(np.float64)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    for number, shares in enumerate(powers / powers.sum(axis=1, keepdims=True), 1):
        probabilities = dict(zip(PIPELINE['actions'], map(float, shares)))
        action = PIPELINE['actions'][shares.argmax()]
        print(json.dumps({'row': str(number), 'prediction': action, 'probabilities': probabilities}))
