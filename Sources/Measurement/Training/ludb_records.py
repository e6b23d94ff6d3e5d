"""Records of the Lobachevsky University database with their marks, and those that may be trained on."""
import csv
import hashlib
import os

import numpy as np
import wfdb

from mark_inputs import RATE, resampled, without_pulses

LEADS = ["i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6"]


def hashed(text):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value


def rhythm(row):
    """The kind of rhythm by which records are dealt out."""
    if row["Cardiac pacing"].strip():
        return "paced"
    for word, kind in (("fibrillation", "fibrillation"), ("flutter", "flutter"),
                       ("Wandering", "wandering")):
        if word in row["Rhythms"]:
            return kind
    return row["Rhythms"].strip()


def tuning_records(folder):
    with open(os.path.join(folder, "ludb.csv")) as file:
        rows = list(csv.DictReader(file))
    order = sorted((rhythm(r), hashed("1/" + r["ID"]), int(r["ID"])) for r in rows)
    return sorted(record for k, (_, _, record) in enumerate(order) if k % 3 != 2)


def fingerprint(folder, records):
    """SHA-256 over the samples and annotations of records, in their order."""
    digest = hashlib.sha256()
    for record in records:
        for ending in ["dat"] + LEADS:
            with open(os.path.join(folder, "data", f"{record}.{ending}"), "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()


def waves(path, lead):
    """Triples of onset, peak and offset of one lead, NaN where unknown."""
    marks = wfdb.rdann(path, lead)
    found, onset, peak = [], None, None
    kinds = {"p": "p", "N": "qrs", "t": "t"}
    for sample, symbol in zip(marks.sample, marks.symbol):
        if symbol == "(":
            onset = sample
        elif symbol == ")":
            if peak:
                found.append((peak[0], np.nan if onset is None else onset, peak[1], sample))
            onset, peak = None, None
        elif symbol in kinds:
            peak = (kinds[symbol], sample)
    return found


def groups(leads, rate):
    """Waves that at least seven leads show: median marks, and each lead's."""
    found = []
    for kind, gap in (("p", 0.08), ("qrs", 0.1), ("t", 0.12)):
        marks = []
        for lead, list_ in enumerate(leads):
            for k, onset, peak, offset in list_:
                if k == kind:
                    start = peak if np.isnan(onset) else onset
                    marks.append(((start + offset) / 2, lead, (onset, peak, offset)))
        marks.sort(key=lambda m: m[:2])
        start = 0
        for i in range(1, len(marks) + 1):
            if i < len(marks) and marks[i][0] - marks[i - 1][0] <= gap * rate:
                continue
            part = marks[start:i]
            start = i
            if len({m[1] for m in part}) >= 7:
                values = np.array([m[2] for m in part], float)
                own = np.full((12, 3), np.nan)
                for m in part:
                    own[m[1]] = m[2]
                found.append((kind, np.nanmedian(values, 0), own))
    return sorted(found, key=lambda g: g[1][1])


def read(folder, record):
    """Samples at 250 Hz in millivolts and beats: marks in samples at 250 Hz, [beat][wave]."""
    path = os.path.join(folder, "data", str(record))
    header = wfdb.rdrecord(path, physical=False)
    order = [[n.lower() for n in header.sig_name].index(lead) for lead in LEADS]
    samples = header.d_signal.T[order] / 1000.0
    samples = resampled(without_pulses(samples, header.fs), header.fs)
    all_waves = groups([waves(path, lead) for lead in LEADS], header.fs)
    scale = RATE / header.fs
    complexes = [w for w in all_waves if w[0] == "qrs"]
    beats = []
    for k, (_, median, own) in enumerate(complexes):
        before = complexes[k - 1][1][1] if k else -np.inf
        after = complexes[k + 1][1][1] if k + 1 < len(complexes) else np.inf
        p = [w for w in all_waves if w[0] == "p" and before < w[1][1] < median[1] < w[1][1] + 250]
        t = [w for w in all_waves if w[0] == "t" and median[1] < w[1][1] < min(after, median[1] + 400)]
        beat = {"qrs": (median * scale, own * scale)}
        if p:
            beat["p"] = (p[-1][1] * scale, p[-1][2] * scale)
        if t:
            beat["t"] = (t[0][1] * scale, t[0][2] * scale)
        beats.append(beat)
    return samples, beats
