"""Beats that wfdb's XQRS and NeuroKit2 find in lead II of LUDB records.

usage: peer_peaks.py RECORD...    (paths without extension)
prints, per detector: its name, beats found, beats missed, marks that are no beat.
"""
import sys
import warnings

import neurokit2
import wfdb
from wfdb import processing

warnings.simplefilter("ignore")


def counts(reference, detected, tolerance):
    detected = [d for d in detected if reference[0] - tolerance <= d <= reference[-1] + tolerance]
    found = sum(any(abs(r - d) <= tolerance for d in detected) for r in reference)
    extra = sum(all(abs(r - d) > tolerance for r in reference) for d in detected)
    return found, len(reference) - found, extra


detectors = {
    "XQRS": lambda x, rate: processing.xqrs_detect(x, rate, verbose=False),
    "NeuroKit2": lambda x, rate: neurokit2.ecg_peaks(
        neurokit2.ecg_clean(x, sampling_rate=rate), sampling_rate=rate)[1]["ECG_R_Peaks"],
}
totals = {name: [0, 0, 0] for name in detectors}
for path in sys.argv[1:]:
    record = wfdb.rdrecord(path, physical=False)
    # The headers' gains are wrong; the raw numbers are microvolts.
    signal = record.d_signal[:, 1] / 1000
    marks = wfdb.rdann(path, "ii")
    reference = [s for s, c in zip(marks.sample, marks.symbol) if c == "N"]
    if not reference:
        continue
    for name, detect in detectors.items():
        try:
            peaks = list(detect(signal, int(record.fs)))
        except Exception:
            peaks = []
        for i, n in enumerate(counts(reference, peaks, int(0.15 * record.fs))):
            totals[name][i] += n
for name, total in totals.items():
    print(name, *total)
