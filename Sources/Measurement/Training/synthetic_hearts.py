"""Records of hearts drawn at random from Gaussian kernels, whose marks are known.

The marks are those of AnalyticFiducials.swift: P from 10 to 10 % of its largest magnitude, QRS from 5 to
5 % of its largest speed, T from 10 to 5 % of its largest magnitude, over the three axes of the dipole.
"""
import numpy as np

RATE = 250.0
# How long before the end of T a P wave may culminate and still be seen.
ON_T = 0.045
# Dower: columns X (left), Y (foot), Z (back).
DOWER = {
    "i": (0.632, -0.235, 0.059), "ii": (0.235, 1.066, -0.132), "v1": (-0.515, 0.157, -0.917),
    "v2": (0.044, 0.164, -1.387), "v3": (0.882, 0.098, -1.277), "v4": (1.213, 0.127, -0.601),
    "v5": (1.125, 0.127, -0.086), "v6": (0.831, 0.076, 0.230)}


def twelve(dipole):
    """[3, n] to twelve leads in the order I, II, III, aVR, aVL, aVF, V1 to V6."""
    lead = {name: np.array(row) @ dipole for name, row in DOWER.items()}
    i, ii = lead["i"], lead["ii"]
    return np.array([i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2]
                    + [lead[f"v{k}"] for k in range(1, 7)])


def direction(rng, mean, spread):
    v = np.array(mean, float) / np.linalg.norm(mean) + spread * rng.standard_normal(3)
    return v / np.linalg.norm(v)


class Heart:
    """Kernels of P, QRS and T: time in seconds after the wave's own event, width, vector."""

    def __init__(self, rng):
        self.kernels = {}
        start, parts = 0.025 + 0.012 * rng.random(), []
        for k in range(rng.integers(1, 4)):
            parts.append((start, rng.uniform(0.010, 0.022),
                          rng.uniform(0.03, 0.2) * direction(rng, (0.1, 0.09, -0.04), 0.4)))
            start += rng.uniform(0.02, 0.045)
        self.kernels["p"] = parts
        wide = rng.random() < 0.3
        count, parts, time = rng.integers(3, 6), [], 0.0
        size = np.exp(rng.normal(0, 0.4)) * (1.1 if wide else 0.9)
        mean = direction(rng, (0.7, 0.3, 0.2), 0.8)
        for k in range(count):
            width = rng.uniform(0.011, 0.022) if wide else rng.uniform(0.005, 0.010)
            time += rng.uniform(1.2, 2.6) * width
            inner = 0 < k < count - 1
            parts.append((time, width, size * (rng.uniform(0.4, 1.2) if inner else rng.uniform(0.1, 0.5))
                          * direction(rng, mean, 0.5 if inner else 1.5)))
        if rng.random() < 0.1:
            parts.append((parts[0][0] - 0.02, rng.uniform(0.012, 0.02), 0.25 * size * mean))
        self.kernels["qrs"] = parts
        last = max(t for t, _, _ in parts)
        peak = last + rng.uniform(0.17, 0.29)
        towards = direction(rng, (0.6, 0.3, -0.5), 0.6) * rng.choice([1, 1, 1, -1])
        size = np.exp(rng.normal(-1.4, 0.6))
        parts = [(peak, rng.uniform(0.025, 0.045), size * towards)]
        if rng.random() < 0.3:
            # One kernel: late and broad as in a long QT interval, or peaked.
            peak += rng.uniform(0.0, 0.09)
            parts = [(peak, rng.uniform(0.025, 0.08), size * towards)]
        else:
            if rng.random() < 0.85:
                parts.append((peak - rng.uniform(0.02, 0.045), rng.uniform(0.035, 0.06),
                              size * rng.uniform(0.4, 1.0) * direction(rng, towards, 0.15)))
            if rng.random() < 0.6:
                parts.append((peak - rng.uniform(0.06, 0.11), rng.uniform(0.045, 0.075),
                              size * rng.uniform(0.1, 0.5) * direction(rng, towards, 0.3)))
        self.kernels["t"] = parts
        # An ST segment off the line, from J into T.
        self.plateau = None
        if rng.random() < 0.25:
            self.plateau = (last + 0.01, rng.uniform(0.006, 0.012), peak - rng.uniform(0.02, 0.06),
                            rng.uniform(0.03, 0.05), rng.uniform(0.05, 0.3) * direction(rng, towards, 0.5))

    def value(self, wave, t, stretch=1.0):
        """[3, n]: the dipole of one wave at times after its event."""
        sum_ = np.zeros((3, len(t)))
        for at, width, vector in self.kernels[wave]:
            at, width = at * stretch, width * (stretch if wave == "t" else 1)
            sum_ += np.outer(vector, np.exp(-0.5 * ((t - at) / width) ** 2))
        if wave == "t" and self.plateau:
            a, wa, b, wb, vector = self.plateau
            step = 0.5 * (np.tanh(0.851 * (t - a) / wa) - np.tanh(0.851 * (t - b * stretch) / wb))
            sum_ += np.outer(vector, step)
        return sum_

    def marks(self, wave, stretch=1.0):
        """Onset, peak and offset in seconds after the event."""
        t = np.arange(-0.15, 0.9, 0.0005)
        dipole = self.value(wave, t, stretch)
        magnitude = np.sqrt((dipole**2).sum(0))
        ruler = magnitude
        if wave == "qrs":
            ruler = np.sqrt((np.gradient(dipole, t, axis=1) ** 2).sum(0))
        low, high = {"p": (0.1, 0.1), "qrs": (0.05, 0.05), "t": (0.1, 0.05)}[wave]
        top = magnitude.argmax()
        return np.array([t[np.flatnonzero(ruler >= low * ruler.max())[0]], t[top],
                         t[np.flatnonzero(ruler >= high * ruler.max())[-1]]])


def fibrillation(rng, n):
    """[3, n]: f or F waves as a slowly modulated oscillation."""
    hertz = rng.uniform(3.5, 8)
    t = np.arange(n) / RATE
    phase = 2 * np.pi * hertz * t + 0.8 * np.cumsum(rng.standard_normal(n)) / np.sqrt(RATE) * 2
    size = rng.uniform(0.02, 0.12) * (1 + 0.4 * np.sin(2 * np.pi * rng.uniform(0.1, 0.5) * t))
    wave = sum(size / (k + 1) * np.sin((k + 1) * (phase + rng.uniform(0, 6))) for k in range(3))
    return np.outer(direction(rng, (0.1, 0.5, -0.6), 0.5), wave)


def record(rng, seconds=10.0):
    """Twelve leads at 250 Hz and beats as train_marks.read gives them, but without leads' own marks.

    The marks of a wave that may or may not be seen are None.
    """
    n, heart = int(seconds * RATE), Heart(rng)
    kind = rng.choice(["sinus", "sinus", "sinus", "dissociated", "fibrillation", "none"])
    interval = np.exp(rng.uniform(np.log(0.45), np.log(1.3)))
    scatter = 0.25 if kind == "fibrillation" else rng.choice([0.005, 0.03, 0.08])
    dipole, t, beats = np.zeros((3, n)), np.arange(n) / RATE, []
    pr = rng.uniform(0.11, 0.32) if interval > 0.75 else rng.uniform(0.11, 0.17)
    event = rng.uniform(0.1, 0.1 + interval)
    events = []
    while event < seconds - 0.1:
        events.append(event)
        event += max(0.3, interval * (1 + scatter * rng.standard_normal()))
    qrs, p = heart.marks("qrs"), heart.marks("p")
    atria = []
    if kind == "sinus":
        atria = [e + qrs[0] - pr - p[0] for e in events]
    elif kind == "dissociated":
        cycle = interval * rng.uniform(0.5, 0.9)
        atria = list(np.arange(rng.uniform(0, cycle), seconds, cycle))
    for a in atria:
        dipole += (1 + 0.04 * rng.standard_normal()) * heart.value("p", t - a)
    ends = -np.inf
    for k, e in enumerate(events):
        stretch = np.sqrt(min(np.diff(events[k - 1:k + 1])[0] if k else interval, 1.4))
        swing = 1 + 0.04 * rng.standard_normal(3)
        dipole += swing[0] * heart.value("qrs", t - e) + swing[1] * heart.value("t", t - e, stretch)
        end = heart.marks("t", stretch) + e
        beat = {"qrs": (qrs + e) * RATE, "t": end * RATE if end[2] < seconds - 0.1 else None}
        before = [a + p for a in atria if a + p[2] < e + qrs[0] + 0.004 and a + p[0] > e + qrs[0] - 0.38]
        hidden = [a for a in atria if ends - 0.05 < a + p[2] and a + p[0] < max(ends, e + qrs[2])]
        if kind in ("fibrillation", "none"):
            beat["p"] = "absent"
        elif before and before[-1][1] > ends - ON_T and before[-1][0] > 0.02:
            beat["p"] = before[-1] * RATE
        else:
            beat["p"] = None if hidden or k == 0 or kind == "sinus" else "absent"
        beats.append(beat)
        ends = end[2]
        if k + 1 < len(events) and end[2] > events[k + 1] + qrs[0]:
            beat["t"] = None
    if kind == "fibrillation":
        dipole += fibrillation(rng, n)
    return twelve(dipole), beats
