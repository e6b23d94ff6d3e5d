"""Reads rate, PR, QRS and QT of a WFDB record with NeuroKit2: what it can measure, where it can.

usage: neurokit_ruler.py RECORD
Rates by `kalidas2017` on II and V5, intervals by `dwt` on V5, medians in milliseconds.
"""
import json
import sys
import warnings

import neurokit2 as nk
import numpy as np
import wfdb

warnings.filterwarnings("ignore")
record = wfdb.rdrecord(sys.argv[1])
rate = record.fs
lead = {name: record.p_signal[:, i] for i, name in enumerate(record.sig_name)}


def peaks(name):
    return nk.ecg_peaks(lead[name], rate, method="kalidas2017")[1]["ECG_R_Peaks"]


waves = nk.ecg_delineate(lead["V5"], peaks("V5"), sampling_rate=rate, method="dwt")[1]


def median(last, first):
    difference = np.array(waves[last], float) - np.array(waves[first], float)
    return None if np.isnan(difference).all() else float(1000 * np.nanmedian(difference) / rate)


print(json.dumps({
    "rateII": float(60 * rate / np.median(np.diff(peaks("II")))),
    "rateV5": float(60 * rate / np.median(np.diff(peaks("V5")))),
    "PR": median("ECG_R_Onsets", "ECG_P_Onsets"),
    "QRS": median("ECG_R_Offsets", "ECG_R_Onsets"),
    "QT": median("ECG_T_Offsets", "ECG_R_Onsets"),
}))
