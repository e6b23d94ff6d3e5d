"""Measures a written record at annotated instants. NumPy only; shares no code with the project.

usage: ruler.py RECORD INSTANTS.json
RECORD is a WFDB path without ending (format 16). INSTANTS holds seconds: "qrs", "p", "t" as lists of
[onset, offset] and "pulses" as a list of starts, and "rrInterval" that was asked for.
Prints {"record": {measure: value}, "beats": {measure: [...]}, "leads": {measure: {lead: [...]}}} in
milliseconds, millivolts, degrees, percent. Onsets and offsets are the ruler's own, looked for near
the annotated ones: QRS where the speed over eight leads exceeds 5 % of its largest, P and T where
their size over eight leads exceeds 10 % and 5 % of its largest. A P wave is one only if it stands
0.05 mV above the line between its feet, over eight leads; one that nobody annotated counts too.
"""
import json
import sys

import numpy as np

EIGHT = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]
SMALLEST_P = 0.05


def read(path):
    lines = [line for line in open(path + ".hea") if line.strip() and line[0] != "#"]
    count, rate = int(lines[0].split()[1]), float(lines[0].split()[2].split("/")[0])
    signals = [line.split() for line in lines[1 : 1 + count]]
    assert all(s[1] == "16" for s in signals), "format 16 only"
    gains = np.array([float(s[2].split("/")[0].split("(")[0]) for s in signals])
    units = np.fromfile(path + ".dat", "<i2").reshape(-1, count)
    return {s[-1]: units[:, i] / gains[i] for i, s in enumerate(signals)}, rate


def without_pulses(leads, rate, pulses):
    """Straight lines in place of pulses, each from 4 ms before to 6 ms after its start."""
    clean = {name: x.copy() for name, x in leads.items()}
    for start in pulses:
        a, b = int((start - 0.004) * rate), int(np.ceil((start + 0.006) * rate))
        if a < 0 or b >= len(clean["I"]):
            continue
        for x in clean.values():
            x[a : b + 1] = np.linspace(x[a], x[b], b - a + 1)
    return clean


def above_line(x):
    """Size over eight leads above the straight line from the first to the last sample."""
    line = x[:, :1] + (x[:, -1:] - x[:, :1]) * np.linspace(0, 1, x.shape[1])
    return np.sqrt(((x - line) ** 2).sum(0))


def p_wave(eight, rate, onset, offset, end=np.inf):
    """First and last sample of a P wave near annotated ends, None if the samples show none."""
    a = max(int(round((onset - 0.03) * rate)), 0)
    b = int(min(round((offset + 0.03) * rate), end, eight.shape[1] - 1))
    if b - a < 0.03 * rate:
        return None
    size = above_line(eight[:, a : b + 1])
    if size.max() < SMALLEST_P:
        return None
    first, last = outermost(size, 0.10)
    return a + first, a + last


def p_count(eight, rate, qrs, t, following, annotated):
    """P waves that the samples show between T and the following QRS."""
    between = [p for p in annotated if qrs[0] < p[0] and p[1] < following[0]]
    count = sum(p_wave(eight, rate, *p, following[0] * rate - 2) is not None for p in between)
    # What is left between T, the annotated P waves and QRS must be flat.
    edges = [t[1] + 0.05] + [x for p in between for x in (p[0] - 0.03, p[1] + 0.03)]
    edges.append(following[0] - 0.01)
    for a, b in zip(edges[::2], edges[1::2]):
        gap = eight[:, int(a * rate) : int(b * rate)]
        if b - a > 0.06 and above_line(gap).max() >= SMALLEST_P:
            count += 1
    return count


def outermost(size, limit):
    above = np.flatnonzero(size >= limit * size.max())
    return above[0], above[-1]


class Beat:
    """One beat with bounds that the ruler finds near the annotated ones."""

    def __init__(self, leads, rate, qrs, p, t):
        self.leads, self.rate = leads, rate
        self.all = np.array([leads[name] for name in EIGHT])
        self.p = self.level = None
        self.find_qrs(*qrs)
        if p is not None:
            self.p = p_wave(self.all, rate, *p, self.on - 2)
        self.find_t(*t)

    def index(self, seconds):
        return int(round(seconds * self.rate))

    def find_qrs(self, onset, offset):
        a, b = self.index(onset - 0.03), self.index(offset + 0.03)
        speed = np.sqrt((((self.all[:, a + 1 : b + 1] - self.all[:, a - 1 : b - 1]) / 2) ** 2).sum(0))
        first, last = outermost(speed, 0.05)
        self.on, self.j = a + first, a + last
        self.level = self.all[:, self.on]
        size = ((self.all[:, self.on : self.j] - self.level[:, None]) ** 2).sum(0)
        self.peak = self.on + int(size.argmax())

    def find_t(self, onset, offset):
        a, b = self.j + self.index(0.04), min(self.index(offset + 0.05), self.all.shape[1] - 1)
        size = np.sqrt(((self.all[:, a:b] - self.level[:, None]) ** 2).sum(0))
        self.t_end = a + outermost(size, 0.05)[1]

    def milliseconds(self, a, b):
        return 1000.0 * (b - a) / self.rate

    def in_lead(self, name):
        x = self.leads[name]
        y = x - x[self.on]
        qrs = y[self.on : self.j + 1]
        # A rise that lasts up to J belongs to the ST segment: it is no R wave.
        below = np.flatnonzero(qrs <= 0.02)
        tail = qrs[below[-1] + 1 :] if len(below) else qrs[:0]
        if len(tail) and tail.argmax() == len(tail) - 1:
            qrs = qrs[: below[-1] + 1]
        up = np.flatnonzero(qrs > 0.02)
        # Q ends where the first positive deflection of at least 0.02 mV begins.
        if len(up):
            rise = np.flatnonzero(qrs[: up[0] + 1] <= 0)
            start = rise[-1] if len(rise) else 0
            q = max(-qrs[: start + 1].min(), 0.0)
            q_width = 1000.0 * (qrs[: start + 1] < -0.1 * max(q, 1e-9)).sum() / self.rate if q > 0.02 else 0.0
            s = max(-qrs[up[0] :].min(), 0.0)
        else:
            q, s = -qrs.min(), -qrs.min()
            q_width = self.milliseconds(self.on, self.j)
        r = max(qrs.max(), 0.0) if len(up) else 0.0
        after = lambda ms: float(y[self.j + int(round(ms * self.rate / 1000))])
        t = y[self.j + self.index(0.04) : self.t_end + 1]
        top = t[np.abs(t).argmax()]
        k = self.j + self.index(0.04) + int(np.abs(t).argmax())
        left = right = k
        while y[left] / top > 0.5 and left > self.j:
            left -= 1
        while y[right] / top > 0.5 and right < len(y) - 1:
            right += 1
        out = dict(
            qAmplitude=q, qDuration=q_width, rAmplitude=r, sAmplitude=s, isQS=float(len(up) == 0),
            rToSRatio=r / s if s > 0 else 1e9, rToDeepestRatio=r / max(-qrs.min(), 1e-9),
            qrsAmplitude=np.ptp(qrs),
            qrsArea=1000.0 * qrs.sum() / self.rate, jLevel=after(0), j40Level=after(40),
            j60Level=after(60), tAmplitude=top, tLowest=min(t.min(), 0.0),
            tWidth=self.milliseconds(left, right), tToRRatio=top / r if r > 0 else 1e9,
        )
        if self.p is not None:
            p = x[self.p[0] : self.p[1] + 1]
            p = p - np.linspace(p[0], p[-1], len(p))
            out["pAmplitude"] = p[np.abs(p).argmax()]
            out["pInitialAmplitude"] = max(p.max(), 0.0)
            tail = p[len(p) // 2 :]
            out["pTerminalForce"] = max(-tail.min(), 0.0) * 1000.0 * (p < 0).sum() / self.rate
        return out


def locked_p(leads, rate, onsets, name):
    """Peak to peak of the mean window from 280 to 20 ms before QRS, line removed."""
    windows = [
        leads[name][k - int(0.28 * rate) : k - int(0.02 * rate)] for k in onsets if k > 0.28 * rate
    ]
    mean = np.mean(windows, axis=0)
    x = np.arange(len(mean))
    return float(np.ptp(mean - np.polyval(np.polyfit(x, mean, 1), x)))


def pulse(leads, rate, start):
    """Width at half height in ms and area in mV ms of a pulse, in the lead where it is largest."""
    a, b = int((start - 0.004) * rate), int(np.ceil((start + 0.006) * rate))
    best = (0.0, 0.0)
    for x in leads.values():
        y = x[a : b + 1] - np.linspace(x[a], x[b], b - a + 1)
        area = 1000.0 * y.sum() / rate
        if abs(area) > abs(best[1]):
            best = (1000.0 * (np.abs(y) > 0.5 * np.abs(y).max()).sum() / rate, area)
    return best


def main(path, instants):
    raw, rate = read(path)
    marks = json.load(open(instants))
    leads = without_pulses(raw, rate, marks["pulses"])
    length = len(raw["I"]) / rate
    beats = []
    for qrs in marks["qrs"]:
        ahead = [p for p in marks["p"] if qrs[0] - 0.35 < p[0] and p[1] < qrs[0]]
        t = [t for t in marks["t"] if qrs[1] < t[1] < qrs[1] + 0.6]
        begin = ahead[-1][0] if ahead else qrs[0]
        # A P wave that runs into QRS hides its onset.
        hidden = marks["dissociated"] and any(
            p[0] < qrs[1] and qrs[0] - 0.06 < p[1] for p in marks["p"]
        )
        if not t or begin < 0.05 or qrs[0] < 0.3 or t[0][1] > length - 0.06:
            continue
        locked = ahead[-1] if ahead and not marks["dissociated"] else None
        beats.append(Beat(leads, rate, qrs, locked, t[0]))
        beats[-1].hidden = hidden
    rr = np.diff([b.peak for b in beats]) / rate
    out = {"record": {}, "beats": {}, "leads": {}}
    record, each, by_lead = out["record"], out["beats"], out["leads"]
    record["heartRate"] = 60 / rr.mean()
    record["rrRange"] = 1000 * np.ptp(rr)
    record["longestRR"] = 1000 * rr.max()
    record["rrRangePart"] = 100 * np.ptp(rr) / rr.min()
    each["rrStep"] = 100 * np.abs(np.diff(rr)) / np.minimum(rr[1:], rr[:-1])
    multiple = rr.max() / np.median(rr)
    record["pauseFromMultiple"] = abs(multiple - round(multiple))
    each["rrInterval"] = 1000 * rr
    each["rrFromProgrammed"] = 1000 * np.abs(rr - marks["rrInterval"])
    each["qrsDuration"] = [b.milliseconds(b.on, b.j) for b in beats if not b.hidden]
    each["qtcFridericia"] = [b.milliseconds(b.on, b.t_end) / np.cbrt(rr.mean()) for b in beats]
    record["qtcOfMeans"] = float(np.median(each["qtcFridericia"]))
    each["qtInterval"] = [b.milliseconds(b.on, b.t_end) for b in beats]
    longest = int(rr.argmax())
    rest = slice(beats[longest].t_end + int(0.1 * rate), beats[longest + 1].on - int(0.35 * rate))
    for name in raw:
        still = leads[name][rest]
        by_lead.setdefault("pauseAmplitude", {})[name] = [float(np.ptp(still))] if len(still) else []
        rows = [b.in_lead(name) for b in beats]
        for measure in rows[0]:
            by_lead.setdefault(measure, {})[name] = [row[measure] for row in rows]
        for measure, source in (("qrsAlternans", "qrsAmplitude"), ("tAlternans", "tAmplitude")):
            values = np.abs([row[source] for row in rows])
            difference = abs(np.median(values[::2]) - np.median(values[1::2]))
            by_lead.setdefault(measure, {})[name] = [100 * difference / values.max()]
        by_lead.setdefault("lockedPAmplitude", {})[name] = [
            locked_p(leads, rate, [b.on for b in beats], name)
        ]
    area = by_lead["qrsArea"]
    each["qrsAxis"] = [
        float(np.degrees(np.arctan2(2 / np.sqrt(3) * f, i))) for i, f in zip(area["I"], area["aVF"])
    ]
    r, s = by_lead["rAmplitude"], by_lead["sAmplitude"]
    each["sokolowLyonVoltage"] = np.add(s["V1"], np.maximum(r["V5"], r["V6"]))
    each["cornellVoltage"] = np.add(r["aVL"], s["V3"])
    if all(b.p is not None for b in beats):
        pr = np.array([b.milliseconds(b.p[0], b.on) for b in beats])
        each["prInterval"], each["prDeviation"] = pr, np.abs(pr - pr.mean())
        each["pDuration"] = [b.milliseconds(*b.p) for b in beats]
    eight = np.array([leads[name] for name in EIGHT])
    if not marks["dissociated"]:
        each["pWavesPerBeat"] = [
            p_count(eight, rate, qrs, t, following, marks["p"])
            for qrs, t, following in zip(marks["qrs"], marks["t"], marks["qrs"][1:])
        ]
    if marks["dissociated"]:
        # Every annotated P wave that stands clear of QRS and T; its mean must be a P wave.
        clear = [
            p for p in marks["p"]
            if p[0] > 0.05 and p[1] < length - 0.05
            and not any(q[0] - 0.02 < p[1] and p[0] < t[1] + 0.02
                        for q, t in zip(marks["qrs"], marks["t"]))
        ]
        windows = [leads["II"][int(p[0] * rate) :][: int(0.1 * rate)] for p in clear]
        record["meanPAmplitude"] = float(np.ptp(np.mean(windows, axis=0)))
        found = [bounds[0] / rate for p in clear if (bounds := p_wave(eight, rate, *p))]
        ahead = [1000 * (min(q[0] for q in marks["qrs"] if q[0] > p) - p) for p in found
                 if any(q[0] > p for q in marks["qrs"])]
        record["prSpread"] = float(np.ptp(ahead)) if len(ahead) > 1 else 0.0
    inside = [x for x in marks["pulses"] if 0.01 < x < length - 0.01]
    if inside:
        shapes = [pulse(raw, rate, x) for x in inside]
        record["pulseWidth"] = float(np.median([w for w, _ in shapes]))
        record["pulseArea"] = float(np.median([a for _, a in shapes]))
        each["pulsesPerBeat"] = [
            float(sum(x.peak / rate < p < y.peak / rate for p in inside))
            for x, y in zip(beats, beats[1:])
        ]
        each["captureDelay"] = [
            1000 * min((b.on / rate - p for p in inside if p < b.peak / rate), key=abs)
            for b in beats if not b.hidden
        ]
    print(json.dumps(out, default=lambda x: np.asarray(x, float).tolist(), allow_nan=False))


main(*sys.argv[1:3])
