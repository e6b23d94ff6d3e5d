"""Writes what wfdb-python reads from records, for comparison.

    python dump_records.py FOLDER OUTPUT

For every NAME.hea below FOLDER, numbered in sorted order, OUTPUT gets N.digital (int32,
[signal, sample]), N.physical (float64, the same shape) and one object in records.json.
"""
import json
import os
import sys

import numpy as np
import wfdb

SIGNAL_FILES = {"hea", "dat", "mat", "xyz"}


def annotations(path, suffix):
    marks = wfdb.rdann(path, suffix, return_label_elements=["symbol", "label_store"])
    rows = zip(marks.sample, marks.symbol, marks.label_store, marks.subtype, marks.chan,
               marks.num, marks.aux_note)
    return [
        {"sample": int(sample), "symbol": symbol if isinstance(symbol, str) else f"[{code}]",
         "subtype": int(subtype), "channel": int(channel), "number": int(number),
         # wfdb-python keeps the zero that ends a C string.
         "text": text.rstrip("\0")}
        for sample, symbol, code, subtype, channel, number, text in rows]


def main(folder, output):
    paths = sorted(os.path.join(where, name)[:-4] for where, _, names in os.walk(folder)
                   for name in names if name.endswith(".hea"))
    records = []
    for number, path in enumerate(paths):
        digital = wfdb.rdrecord(path, physical=False)
        physical = wfdb.rdrecord(path)
        np.ascontiguousarray(digital.d_signal.T.astype("<i4")).tofile(
            os.path.join(output, f"{number}.digital"))
        np.ascontiguousarray(physical.p_signal.T.astype("<f8")).tofile(
            os.path.join(output, f"{number}.physical"))
        stem = os.path.basename(path) + "."
        suffixes = sorted(
            name[len(stem):] for name in os.listdir(os.path.dirname(path))
            if name.startswith(stem) and name[len(stem):] not in SIGNAL_FILES)
        records.append({
            "path": path, "name": digital.record_name, "samplingRate": digital.fs,
            "sampleCount": digital.sig_len, "names": digital.sig_name, "units": digital.units,
            "gains": digital.adc_gain, "baselines": digital.baseline,
            # WFDB's default for both is the ADC zero, and for that 0.
            "zeros": [zero or 0 for zero in digital.adc_zero],
            "initialValues": [first if first is not None else zero or 0
                              for first, zero in zip(digital.init_value, digital.adc_zero)],
            "checksums": digital.checksum,
            "comments": digital.comments,
            "annotations": {suffix: annotations(path, suffix) for suffix in suffixes}})
    with open(os.path.join(output, "records.json"), "w") as file:
        json.dump(records, file)


main(*sys.argv[1:])
