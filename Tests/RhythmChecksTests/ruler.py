"""Measures written records at annotated instants. NumPy only; shares no code with the project.

usage: ruler.py LIST.json
LIST holds pairs [RECORD, INSTANTS.json]. RECORD is a WFDB path without ending (format 16). INSTANTS
holds seconds: "qrs", "p", "t" as lists of [onset, offset] and "pulses" as a list of starts, and
"rrInterval" that was asked for. Prints a list with {"record": {measure: value}, "beats": {measure:
[...]}, "leads": {measure: {lead: [...]}}} of each, in milliseconds, millivolts, degrees, percent. Onsets
and offsets are the ruler's own, looked for near the annotated ones: QRS where the speed over eight leads
exceeds 5 % of its largest, and that of f waves, P and T where their size over eight leads exceeds 10 %
and 5 % of its largest. A P wave is one only if it stands 0.05 mV above the line between its feet, over
eight leads; one that nobody annotated counts too.
"""
import json
import sys
import traceback

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


def speed_of(x):
    """Spatial speed at all samples but the first and the last, in mV a sample."""
    return np.sqrt((((x[:, 2:] - x[:, :-2]) / 2) ** 2).sum(0))


def unrest_of(eight, rate, marks):
    """Speed between T and QRS that neither P waves nor f waves exceed."""
    gaps = [(int((t[1] + 0.02) * rate), int((q[0] - 0.04) * rate))
            for t, q in zip(marks["t"], marks["qrs"][1:]) if t[1] > 0]
    speeds = [speed_of(eight[:, a:b]) for a, b in gaps if b - a > 2]
    return float(np.concatenate(speeds).max()) if speeds else 0.0


class Beat:
    """One beat with bounds that the ruler finds near the annotated ones."""

    def __init__(self, leads, rate, qrs, p, t, unrest=0.0):
        self.leads, self.rate, self.unrest = leads, rate, unrest
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
        speed = speed_of(self.all[:, a - 1 : b + 1])
        limit = max(0.05, self.unrest / speed.max())
        # P and T that run into QRS move too: between them is where the heart is slowest.
        near = self.index(0.04)
        rest = int(speed[:near].argmin()), len(speed) - near + int(speed[-near:].argmin())
        place = np.arange(len(speed))
        first, last = outermost(np.where((place < rest[0]) | (place > rest[1]), 0.0, speed), limit)
        self.on, self.j = a + first, a + last
        # A delta wave is slow: 25 ms after the onset the vector has not yet half of its largest speed.
        begin = speed[first : first + self.index(0.025)]
        self.initial_speed = float(begin.max() / speed.max())
        self.level = self.all[:, self.on]
        size = ((self.all[:, self.on : self.j] - self.level[:, None]) ** 2).sum(0)
        self.peak = self.on + int(size.argmax())

    def find_t(self, onset, offset):
        a, b = self.j + self.index(0.04), min(self.index(offset + 0.05), self.all.shape[1] - 1)
        # At QRS onset the heart moves already; a T wave of low voltage ends below that.
        rest = self.all[:, max(self.on - self.index(0.014), 0)]
        size = np.sqrt(((self.all[:, a:b] - rest[:, None]) ** 2).sum(0))
        self.t_end = a + outermost(size, 0.05)[1]

    def u_wave(self, name, end):
        """Height above the straight line from the end of T over 250 ms, or to where P or QRS begins."""
        x = self.leads[name][self.t_end : min(self.t_end + self.index(0.25), self.index(end)) + 1]
        return max(float((x - np.linspace(x[0], x[-1], len(x))).max()), 0.0) if len(x) > 2 else 0.0

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
        # Deflections of one sign, those of less than 0.02 mV left out.
        whole = y[self.on : self.j + 1]
        parts = [p for p in np.split(np.arange(len(whole)), np.flatnonzero(np.diff(whole > 0)) + 1)
                 if np.abs(whole[p]).max() >= 0.02 and np.abs(whole[p]).argmax() + p[0] < len(whole) - 1]
        highs = [p for p in parts if whole[p[0]] > 0]
        lows = [p for p in parts if highs and whole[p[0]] <= 0 and p[0] > highs[0][0]]
        deep = min(lows, key=lambda p: whole[p].min(), default=None)
        prime = [whole[p].max() for p in highs if deep is not None and p[0] > deep[0]]
        level = lambda k: y[max(k - self.index(0.005), 0) : k + self.index(0.005) + 1].mean()
        # T: peaks that rise a tenth of the highest above the valleys beside them.
        curve = np.sign(top) * np.convolve(np.pad(t, 5, "edge"), np.ones(11) / 11, "valid")
        peaks, low, high, rising = 0, curve[0], curve[0], True
        for v in curve:
            high, low = max(high, v), min(low, v)
            if rising and v < high - 0.1 * curve.max():
                peaks, rising, low = peaks + 1, False, v
            elif not rising and v > low + 0.1 * curve.max():
                rising, high = True, v
        flat = next((i for i in range(self.j + self.index(0.01), len(y)) if abs(level(i)) >= 0.05), len(y))
        out = dict(
            rPeakTime=self.milliseconds(0, int(qrs.argmax())) if len(up) else 0.0,
            initialRAmplitude=float(whole[highs[0]].max()) if highs else 0.0,
            rPrimeAmplitude=float(max(prime, default=0.0)),
            sDuration=0.0 if deep is None else self.milliseconds(
                0, int((whole[deep] <= 0.1 * whole[deep].min()).sum())),
            j80Rise=after(80) - after(0), jToTPeak=self.milliseconds(self.j, k), tPeaks=float(peaks),
            flatSTDuration=self.milliseconds(self.j, flat),
            jToTRatio=after(0) / top if top > 0 else 1e9,
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


def atrial_train(eight, rate, marks, beats, length):
    """P waves and their complexes: rates, blocks and steps of PR, in ms."""
    complexes = []
    for q in marks["qrs"]:
        own = [b.on / rate for b in beats if not b.hidden and abs(b.on / rate - q[0]) < 0.04]
        complexes.append(own[0] if own else q[0])
    waves = []
    for p in marks["p"]:
        if p[0] < complexes[0] - 0.4 or p[0] > complexes[-1] or p[0] < 0.05 or p[1] > length - 0.05:
            continue
        clear = not any(q[0] - 0.02 < p[1] and p[0] < t[1] + 0.02 for q, t in zip(marks["qrs"], marks["t"]))
        bounds = p_wave(eight, rate, *p) if clear else None
        if clear and bounds is None:
            continue
        onset = bounds[0] / rate if clear else p[0]
        waves.append((onset, next((c - onset for c in complexes if c > onset), np.nan)))
    if len(waves) < 3:
        return {"pToQRSRatio": 0.0}, {}
    onsets = np.array([w[0] for w in waves])
    after = np.array([w[1] for w in waves])
    nearest = np.append(onsets[1:] > onsets[:-1] + after[:-1], True)
    last = after[nearest & ~np.isnan(after)]
    conducted = nearest & (after >= 0.08) & (after <= 0.45)
    stretches = np.split(np.arange(len(after)), np.flatnonzero(np.diff(conducted)) + 1)
    runs = lambda kind: [len(s) for s in stretches if len(s) and conducted[s[0]] == kind]
    cycles = [after[s] for s in stretches if len(s) and conducted[s[0]]]
    drops = [i for i in range(1, len(after) - 1) if not conducted[i] and conducted[i - 1] and conducted[i + 1]]
    pp = np.diff(onsets)
    record = dict(
        atrialRate=60 / pp.mean(), ppRange=1000 * np.ptp(pp),
        pToQRSRatio=float(np.mean(np.diff(complexes)) / pp.mean()),
        pToQRSSpread=1000 * float(np.ptp(last)) if len(last) else 0.0,
        longestBlockedRun=float(max(runs(False), default=0)),
        longestConductedRun=float(max(runs(True), default=0)),
    )
    if conducted.any():
        record["conductedPRRange"] = 1000 * float(np.ptp(after[conducted]))
    each = dict(
        prStep=[1000 * d for c in cycles for d in np.diff(c)],
        prStepChange=[1000 * d for c in cycles for d in np.diff(c, 2)],
        prRecovery=[1000 * (after[i - 1] - after[i + 1]) for i in drops],
        dropPause=[(onsets[i + 1] + after[i + 1] - onsets[i - 1] - after[i - 1]) / (2 * pp.mean())
                   for i in drops],
    )
    return record, each


def p_shapes(eight, rate, beats):
    """Correlation of each beat's P wave with the mean P wave, eight leads together, lines removed."""
    seen = [b.p for b in beats if b.p is not None]
    if len(seen) < 2:
        return []
    n = min(last - first for first, last in seen)
    # Onsets scatter by a sample or two: the mean is of waves that lie on their centres of size.
    middles = []
    for first, last in seen:
        size = above_line(eight[:, first : last + 1])
        middles.append(int(round(first + (size * np.arange(len(size))).sum() / size.sum())))
    cuts = [eight[:, max(m - n // 2, 0) : max(m - n // 2, 0) + n] for m in middles]
    cuts = [c - np.linspace(c[:, 0], c[:, -1], n).T for c in cuts]
    mean = np.mean(cuts, axis=0)
    return [float((c * mean).sum() / np.sqrt((c**2).sum() * (mean**2).sum())) for c in cuts]


def fewest(times, length):
    """Fewest of the times in any 10 s."""
    starts = [0.0] + [t + 1e-6 for t in times if t + 10 <= length]
    return float(min(sum(a <= t < a + 10 for t in times) for a in starts))


def alike(a, b):
    """Highest correlation of two beats' complexes over eight leads and shifts up to 20 ms."""
    best, n = -1.0, a.index(0.12)
    for shift in range(-a.index(0.02), a.index(0.02) + 1, 2):
        i, j = a.peak - a.index(0.08), b.peak - a.index(0.08) + shift
        if min(i, j) < 0 or max(i, j) + n + a.index(0.08) >= a.all.shape[1]:
            continue
        x, y = (v - v.mean(1, keepdims=True) for v in
                (a.all[:, i : i + n + a.index(0.08)], a.all[:, j : j + n + a.index(0.08)]))
        best = max(best, (x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()))
    return best


def sequence(eight, rate, marks, beats, length):
    """How narrow and wide beats follow each other; intervals as parts of the sinus interval."""
    wide = np.array([b.milliseconds(b.on, b.j) >= 120 for b in beats])
    peaks = np.array([b.peak for b in beats]) / rate
    rr = np.diff(peaks)
    narrow_pairs = [r for r, a, b in zip(rr, wide, wide[1:]) if not a and not b]
    lone = [i for i in range(1, len(beats) - 1) if wide[i] and not wide[i - 1] and not wide[i + 1]]
    spans = [peaks[i + 1] - peaks[i - 1] for i in lone]
    sinus = np.median(narrow_pairs) if narrow_pairs else np.median(spans) / 2 if spans else np.nan
    early = [i for i in range(1, len(beats))
             if not wide[i] and not wide[i - 1] and rr[i - 1] < 0.85 * sinus]
    stretches = np.split(np.arange(len(wide)), np.flatnonzero(np.diff(wide)) + 1)
    longest = lambda kind: float(max((len(s) for s in stretches if wide[s[0]] == kind), default=0))
    shapes = []
    for b in np.array(beats, dtype=object)[wide]:
        if all(alike(first, b) < 0.8 for first in shapes):
            shapes.append(b)
    starts = [p_wave(eight, rate, *p) for p in marks["p"]]
    starts = [s[0] / rate for s, p in zip(starts, marks["p"]) if s is not None]
    own = lambda b: sum(0.08 <= b.on / rate - s <= 0.28 for s in starts)
    record = dict(
        wideBeatsInTenSeconds=fewest(list(peaks[wide]), length), wideBeatPart=100 * wide.mean(),
        longestWideRun=longest(True), longestNarrowRun=longest(False), wideShapes=float(len(shapes)),
        earlyNarrowBeatsInTenSeconds=fewest([peaks[i] for i in early], length),
        earlyNarrowBeatPart=100 * len(early) / len(beats),
    )
    each = dict(
        wideRunRate=[60 / rr[i - 1] for s in stretches if wide[s[0]] and len(s) > 2 for i in s[1:]],
        wideCoupling=[rr[i - 1] / sinus for i in range(1, len(beats)) if wide[i] and not wide[i - 1]],
        compensation=[span / (2 * sinus) for span in spans],
        pWavesBeforeWide=[float(own(b)) for b, w in list(zip(beats, wide))[1:] if w],
        earlyPause=[rr[i] / sinus for i in early if i < len(rr)],
    )
    if early and all(b.p is not None for b in beats):
        cut = lambda b: np.array([x - np.linspace(x[0], x[-1], len(x)) for x in
                                  b.all[:, b.p[0] : b.p[0] + b.index(0.09)]])
        waves = [cut(b) for b in beats]
        mean = np.mean([w for i, w in enumerate(waves) if i not in early], axis=0)
        each["earlyPShapeCorrelation"] = [
            float((waves[i] * mean).sum() / np.sqrt((waves[i] ** 2).sum() * (mean**2).sum()))
            for i in early]
    return record, each, ["wide" if w else "narrow" for w in wide]


def spectrum(x, rate, low=0.5, high=15.0):
    """Frequencies and power under a Hann window, fine enough for 0.1 Hz."""
    y = (x - x.mean()) * np.hanning(len(x))
    power = np.abs(np.fft.rfft(y, 8 * len(y))) ** 2
    f = np.fft.rfftfreq(8 * len(y), 1 / rate)
    keep = (f >= low) & (f <= high)
    return f[keep], power[keep]


def without_line(x):
    t = np.arange(len(x))
    return x - np.polyval(np.polyfit(t, x, 1), t)


def restless(leads, rate):
    """What never rests, in whole leads."""
    by_lead = {"dominantFrequency": {}, "powerNearPeak": {}, "amplitudePerSecond": {}}
    for name, x in leads.items():
        f, power = spectrum(x, rate)
        peak = f[power.argmax()]
        by_lead["dominantFrequency"][name] = [float(peak)]
        by_lead["powerNearPeak"][name] = [100 * power[np.abs(f - peak) <= 0.5].sum() / power.sum()]
        seconds = x[: len(x) // int(rate) * int(rate)].reshape(-1, int(rate))
        by_lead["amplitudePerSecond"][name] = [float(np.median(np.ptp(seconds, axis=1)))]
    step = int(0.004 * rate)
    eight = np.array([leads[name] for name in EIGHT])
    speed = np.sqrt(((eight[:, step:] - eight[:, :-step]) ** 2).sum(0))
    return by_lead, float(np.percentile(speed, 99) / max(np.median(speed), 1e-6))


def free_of_p(gaps, waves, rate):
    """What annotated P waves leave of stretches, with 30 ms to either side."""
    for first, last in ((int((p[0] - 0.03) * rate), int((p[1] + 0.03) * rate)) for p in waves):
        gaps = [part for a, b in gaps
                for part in ([(a, b)] if last < a or b < first else [(a, first), (last, b)])]
    return [(a, b) for a, b in gaps if b > a]


def fibrillation(leads, rate, beats, rr, waves, by_lead):
    """f waves between T and QRS, and how irregular the beats are."""
    lags = [np.abs(rr[k:] - rr[:-k]).mean() / rr.mean() for k in range(1, 5) if len(rr) > k + 1]
    gaps = [(a.t_end + int(0.02 * rate), b.on - int(0.02 * rate)) for a, b in zip(beats, beats[1:])]
    gaps = free_of_p(gaps, waves, rate)
    for name, x in leads.items():
        free = [without_line(x[a:b]) for a, b in gaps if b - a >= 0.2 * rate]
        by_lead.setdefault("fWaveAmplitude", {})[name] = [
            float(np.median([np.ptp(w[: int(0.2 * rate)]) for w in free]))] if free else []
        powers = [spectrum(np.pad(w, (0, int(4 * rate) - len(w))), rate) for w in free if len(w) < 4 * rate]
        by_lead.setdefault("fWaveFrequency", {})[name] = [
            float(powers[0][0][sum(p for _, p in powers).argmax()])] if powers else []
        windows = [without_line(x[b.on - int(0.28 * rate) : b.on - int(0.02 * rate)])
                   for b in beats if b.on > 0.28 * rate]
        by_lead.setdefault("lockedPart", {})[name] = [
            float(np.ptp(np.mean(windows, axis=0)) / max(np.median([np.ptp(w) for w in windows]), 1e-6))]
    return dict(rrVariation=float(rr.std() / rr.mean()), rrPatternError=float(min(lags, default=0)))


def alternans(rows):
    """Largest difference of even and odd rows over the largest height, in percent of at least 0.1 mV.

    What alternates is at half the rate of the beats; a window keeps breathing out of it. A tenth of
    0.1 mV is the least deflection that a recorder must show (ANSI/AAMI EC11).
    """
    hann = np.hanning(len(rows) + 2)[1:-1, None] / np.hanning(len(rows) + 2).sum()
    mean = (hann * rows).sum(0)
    half = np.abs((hann * (rows - mean) * (-1.0) ** np.arange(len(rows))[:, None]).sum(0))
    return float(200 * half.max() / max((np.abs(mean) + half).max(), 0.1))


def t_waves(x, rate, beats):
    """T of each beat from J + 40 ms to its end, over the level before QRS, lying on the middles of QRS."""
    middles = [(b.on + b.j) // 2 for b in beats]
    ahead = int(np.median([b.on - m for b, m in zip(beats, middles)])) - int(0.01 * rate)
    first = int(np.median([b.j - m for b, m in zip(beats, middles)]) + 0.04 * rate)
    last = min(int(np.median([b.t_end - m for b, m in zip(beats, middles)])), len(x) - 1 - middles[-1])
    level = lambda m: x[m + ahead - int(0.01 * rate) : m + ahead].mean()
    return np.array([x[m + first : m + last] - level(m) for m in middles])


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


def measured(path, instants):
    raw, rate = read(path)
    marks = json.load(open(instants))
    leads = without_pulses(raw, rate, marks["pulses"])
    length = len(raw["I"]) / rate
    beats, unrest = [], unrest_of(np.array([leads[name] for name in EIGHT]), rate, marks)
    for qrs in marks["qrs"]:
        ahead = [p for p in marks["p"] if qrs[0] - 0.35 < p[0] and p[1] < qrs[0]]
        t = [t for t in marks["t"] if qrs[1] < t[1] < qrs[1] + 0.6]
        begin = ahead[-1][0] if ahead else qrs[0]
        # A P wave that runs into QRS hides its onset, one that outlasts it its end.
        hidden = marks["dissociated"] and any(
            (p[0] < qrs[0] + 0.01 and qrs[0] - 0.06 < p[1]) or p[0] < qrs[1] < p[1] for p in marks["p"]
        )
        # Of beats in f waves or under P waves, what is faster than these is seen.
        slow = 0.0 if marks["p"] and not hidden else unrest
        if not t or begin < 0.05 or qrs[0] < 0.3 or t[0][1] > length - 0.06:
            continue
        locked = ahead[-1] if ahead and not marks["dissociated"] else None
        beats.append(Beat(leads, rate, qrs, locked, t[0], slow))
        beats[-1].hidden = hidden
    rr = np.diff([b.peak for b in beats]) / rate
    out = {"record": {}, "beats": {}, "leads": {}, "kinds": []}
    record, each, by_lead = out["record"], out["beats"], out["leads"]
    of_leads, record["speedCrest"] = restless(leads, rate)
    by_lead.update(of_leads)
    if not beats:
        return out
    record.update(fibrillation(leads, rate, beats, rr, marks["p"], by_lead))
    record["heartRate"] = 60 / rr.mean()
    record["rrRange"] = 1000 * np.ptp(rr)
    record["longestRR"] = 1000 * rr.max()
    record["rrRangePart"] = 100 * np.ptp(rr) / rr.min()
    each["rrStep"] = 100 * np.abs(np.diff(rr)) / np.minimum(rr[1:], rr[:-1])
    multiple = rr.max() / np.median(rr)
    record["pauseFromMultiple"] = abs(multiple - round(multiple))
    each["rrInterval"] = 1000 * rr
    each["rrFromProgrammed"] = 1000 * np.abs(rr - marks["rrInterval"])
    seen = [b for b in beats if not b.hidden] or beats
    each["initialPeakSpeedRatio"] = [b.initial_speed for b in seen]
    each["qrsDuration"] = [b.milliseconds(b.on, b.j) for b in seen]
    each["qtcFridericia"] = [b.milliseconds(b.on, b.t_end) / np.cbrt(rr.mean()) for b in beats]
    record["qtcOfMeans"] = float(np.median(each["qtcFridericia"]))
    each["qtInterval"] = [b.milliseconds(b.on, b.t_end) for b in beats]
    longest = int(rr.argmax())
    rest = slice(beats[longest].t_end + int(0.1 * rate), beats[longest + 1].on - int(0.35 * rate))
    next_wave = [min((w[0] for w in marks["p"] + marks["qrs"] if w[0] * rate > b.t_end), default=length)
                 for b in beats]
    for name in raw:
        by_lead.setdefault("uAmplitude", {})[name] = [
            b.u_wave(name, end - 0.01) for b, end in zip(beats, next_wave)]
        still = leads[name][rest]
        by_lead.setdefault("pauseAmplitude", {})[name] = [float(np.ptp(still))] if len(still) else []
        rows = [b.in_lead(name) for b in beats]
        for measure in set().union(*rows):
            by_lead.setdefault(measure, {})[name] = [row[measure] for row in rows if measure in row]
        by_lead.setdefault("qrsAlternans", {})[name] = [
            alternans(np.array([[row["qrsAmplitude"]] for row in rows]))]
        by_lead.setdefault("tAlternans", {})[name] = [alternans(t_waves(leads[name], rate, beats))]
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
    each["pShapeCorrelation"] = p_shapes(np.array([leads[n] for n in EIGHT]), rate, beats)
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
    of_record, of_beats, out["kinds"] = sequence(eight, rate, marks, beats, length)
    record.update(of_record)
    each.update(of_beats)
    if len(marks["p"]) > 2:
        of_record, of_beats = atrial_train(eight, rate, marks, beats, length)
        record.update(of_record)
        each.update(of_beats)
    else:
        record["pToQRSRatio"] = 0.0
    if marks["dissociated"]:
        # Every annotated P wave that stands clear of QRS and T; its mean must be a P wave.
        clear = [
            p for p in marks["p"]
            if p[0] > 0.05 and p[1] < length - 0.05
            and not any(q[0] - 0.02 < p[1] and p[0] < t[1] + 0.02
                        for q, t in zip(marks["qrs"], marks["t"]))
        ]
        windows = [leads["II"][int(p[0] * rate) :][: int(0.1 * rate)] for p in clear]
        if windows:
            record["meanPAmplitude"] = float(np.ptp(np.mean(windows, axis=0)))
        found = [bounds[0] / rate for p in clear if (bounds := p_wave(eight, rate, *p))]
        ahead = [1000 * (min(q[0] for q in marks["qrs"] if q[0] > p) - p) for p in found
                 if any(q[0] > p for q in marks["qrs"])]
        record["prSpread"] = float(np.ptp(ahead)) if len(ahead) > 1 else 0.0
    each["pulsesPerBeat"] = [0.0 for _ in beats[1:]]
    inside = [x for x in marks["pulses"] if 0.01 < x < length - 0.01]
    if inside:
        shapes = [pulse(raw, rate, x) for x in inside]
        record["pulseWidth"] = float(np.median([w for w, _ in shapes]))
        record["pulseArea"] = float(np.median([a for _, a in shapes]))
        each["pulsesPerBeat"] = [
            float(sum(x.peak / rate < p < y.peak / rate for p in inside))
            for x, y in zip(beats, beats[1:])
        ]
        own = [[p for p in inside if x.peak / rate < p <= y.peak / rate] for x, y in zip(beats, beats[1:])]
        each["pulseToP"] = [1000 * (b.p[0] / rate - p[0]) for b, p in zip(beats[1:], own) if p and b.p]
        each["lastPulseToQRS"] = [1000 * (b.on / rate - p[-1]) for b, p in zip(beats[1:], own) if p]
        each["pulsePairInterval"] = [1000 * (p[-1] - p[0]) for p in own if p]
        record["pulseIntervalRange"] = 1000 * float(np.ptp(np.diff(inside)))
        starts = []
        for q in marks["qrs"]:
            seen = [b.on / rate for b in beats if not b.hidden and abs(b.on / rate - q[0]) < 0.04]
            starts.append(seen[0] if seen else q[0])
        between = [p for p in inside if beats[0].peak / rate < p < beats[-1].peak / rate]
        lost = [p for p in between if not any(-0.01 <= s - p <= 0.15 for s in starts)
                and min((p - s for s in starts if s < p), default=9) > 0.4]
        caught = [p for p in between if any(-0.01 <= s - p <= 0.04 for s in starts)]
        native = [s for s in starts if not any(-0.01 <= s - p <= 0.04 for p in inside)]
        late = [p for p in inside if any(0.05 <= p - s <= 0.5 for s in native)]
        record["lostPulsesInTenSeconds"] = fewest(lost, length)
        record["unexplainedPulses"] = float(len(between) - len(lost) - len(caught))
        record["pulsesAfterNativeInTenSeconds"] = fewest(late, length)
        record["nativeBeatPart"] = 100 * len(native) / len(starts)
        ahead = [[b.on / rate - p for p in inside if p < b.peak / rate] for b in beats if not b.hidden]
        each["captureDelay"] = [1000 * min(delays, key=abs) for delays in ahead if delays]
    return out


reports = []
for record, instants in json.load(open(sys.argv[1])):
    try:
        reports.append(measured(record, instants))
    except Exception as error:
        raise SystemExit(f"{record}: {traceback.format_exc()}") from error
print(json.dumps(reports, default=lambda x: np.asarray(x, float).tolist(), allow_nan=False))
