"""What the networks see and say, by the program that trains them.

usage: mark_scores.py TRAINING FILE    (TRAINING: folder of mark_inputs.py and marks.json; FILE: JSON
    {"rate": hertz, "rows": [[mV]], "stages": {name: {"peaks": [], "complexes": [[on, off]]}}})
prints JSON {name: {"inputs": [beat][lead][place * input], "scores": [beat][lead][place * 3]}}.
"""
import json
import os
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from mark_inputs import STAGES, inputs, resampled  # noqa: E402


def soft(x):
    return x / (1 + abs(x))


def moved(h, d):
    zero = np.zeros_like(h[..., :abs(d), :])
    return np.concatenate([h[..., d:, :], zero] if d > 0 else [zero, h[..., :d, :]], -2)


with open(os.path.join(sys.argv[1], "marks.json")) as file:
    networks = json.load(file)["networks"]
with open(sys.argv[2]) as file:
    asked = json.load(file)
x = resampled(np.array(asked["rows"]), asked["rate"])
answer = {}
for name, beats in asked["stages"].items():
    f, _ = inputs(STAGES[name], x, beats["peaks"], beats["complexes"])
    w = {k: np.array(v) for k, v in networks[name].items()}
    h = soft(f @ w["W1"] + w["b1"])
    h = np.concatenate([h, moved(h, -4), moved(h, 4), moved(h, -10), moved(h, 10)], -1)
    z = soft(h @ w["W2"] + w["b2"]) @ w["W3"] + w["b3"]
    answer[name] = {k: v.reshape(*v.shape[:2], -1).tolist() for k, v in (("inputs", f), ("scores", z))}
json.dump(answer, sys.stdout)
