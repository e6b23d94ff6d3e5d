"""Reads rate, PR, QRS and QT of WFDB records with NeuroKit2: what it can measure, where it can.

usage: neurokit_ruler.py RECORD...
Prints a list with an object for each record: rates by `kalidas2017` on II and V5, intervals by `dwt` on
V5, medians in milliseconds. What it could not find is left out; "error" says why.
"""
import json
import sys
import warnings

import neurokit2 as nk
import numpy as np
import wfdb

warnings.filterwarnings("ignore")


def median(waves, last, first, rate):
    difference = np.array(waves[last], float) - np.array(waves[first], float)
    return None if np.isnan(difference).all() else float(1000 * np.nanmedian(difference) / rate)


def measured(path):
    record = wfdb.rdrecord(path)
    rate = record.fs
    lead = {name: record.p_signal[:, i] for i, name in enumerate(record.sig_name)}
    out, peaks = {}, {}
    try:
        for name in ("II", "V5"):
            peaks[name] = nk.ecg_peaks(lead[name], rate, method="kalidas2017")[1]["ECG_R_Peaks"]
            if len(peaks[name]) > 1:
                out["rate" + name] = float(60 * rate / np.median(np.diff(peaks[name])))
        waves = nk.ecg_delineate(lead["V5"], peaks["V5"], sampling_rate=rate, method="dwt")[1]
        out["PR"] = median(waves, "ECG_R_Onsets", "ECG_P_Onsets", rate)
        out["QRS"] = median(waves, "ECG_R_Offsets", "ECG_R_Onsets", rate)
        out["QT"] = median(waves, "ECG_T_Offsets", "ECG_R_Onsets", rate)
    except Exception as error:  # NeuroKit2 raises many kinds where there is nothing to delineate.
        out["error"] = f"{type(error).__name__}: {error}"
    return out


print(json.dumps([measured(path) for path in sys.argv[1:]]))
