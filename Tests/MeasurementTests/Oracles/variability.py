"""Variability of RR intervals by SciPy and NeuroKit2.

usage: variability.py FILE    (JSON: [[times of R peaks in seconds], [frequencies in hertz]])
prints the one-sided densities in s^2/Hz at the frequencies; then SDNN and RMSSD in seconds and pNN50 as
a part of one.
"""
import json
import sys
import warnings

import neurokit2
import numpy as np
from scipy.signal import lombscargle

warnings.simplefilter("ignore")
with open(sys.argv[1]) as file:
    peaks, frequencies = (np.array(values) for values in json.load(file))
times, intervals = peaks[1:], np.diff(peaks)
n = len(times)
span = (times[-1] - times[0]) * n / (n - 1)
power = lombscargle(times, intervals - intervals.mean(), 2 * np.pi * frequencies)
print(*(2 * power * span / n))
rate = 1_000_000
result = neurokit2.hrv_time(np.round(peaks * rate).astype(int), sampling_rate=rate)
print(result["HRV_SDNN"][0] / 1000, result["HRV_RMSSD"][0] / 1000, result["HRV_pNN50"][0] / 100)
