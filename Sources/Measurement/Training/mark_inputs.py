"""What the networks that mark P, QRS and T see of a beat.

The same as MarkStage.swift, MarkInputs.swift and AnalysisLeads.swift; a test holds the two to each other.
"""
import numpy as np

RATE = 250.0


class Stage:
    """One kind of wave: where its marks are looked for and what the network sees there."""

    def __init__(self, name, grid, edges, half_height, floor, sigma):
        self.name, self.grid, self.edges = name, grid, np.array(edges)
        self.half_height, self.floor, self.sigma = half_height, floor, sigma


NEAR = [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48]
WIDE = [0, 2, 4, 6, 9, 13, 18, 25, 34, 46, 62]
STAGES = {
    "qrs": Stage("qrs", np.arange(-55, 56), NEAR, 0.1, 0.003, 2.0),
    "t": Stage("t", np.arange(5, 150, 2), WIDE, 0.6, 0.03, 5.0),
    "p": Stage("p", np.arange(-100, 1, 2), WIDE, 0.6, 0.03, 2.5),
}


# ---- samples -----------------------------------------------------------------------------------

def without_pulses(x, rate):
    """Pulses of pacemakers replaced by lines, as PacingPulseDetector.swift does."""
    n, near = x.shape[1], int(np.ceil(0.002 * rate)) + 1
    far = (5 * near + 1) // 2
    i = np.arange(far, n - far)

    def height(d):
        h = np.zeros(n)
        h[i] = ((x[:, i] - (x[:, i - d] + x[:, i + d]) / 2) ** 2).sum(0)
        return h

    narrow, wide, step = height(near), height(far), np.zeros(n)
    step[i] = ((x[:, i + near] - x[:, i - near]) ** 2).sum(0)
    least = max(0.09, 144 * np.median(narrow[i]))
    peaks, k = [], far
    while k < n - far:
        if (narrow[k] >= least and narrow[k] >= narrow[k - near:k + near + 1].max()
                and narrow[k] >= 0.64 * wide[k] and step[k] <= 0.49 * narrow[k]):
            peaks.append(k)
            k += near
        k += 1
    x = x.copy()
    if len(peaks) >= 0.25 * n / rate:
        for k in peaks:
            a, b = k - near, k + near
            x[:, a:b + 1] = x[:, [a]] + (x[:, [b]] - x[:, [a]]) * np.linspace(0, 1, b - a + 1)
    return x


def resampled(x, rate):
    """Triangular kernel of half-width 4 ms, or one sample if that is more."""
    n, width = x.shape[1], max(1 / RATE, 1 / rate) * rate
    count = int((n - 1) * RATE / rate) + 1
    t = np.arange(count) * rate / RATE
    y, norm = np.zeros((len(x), count)), np.zeros(count)
    reach = int(np.ceil(width))
    for d in range(-reach, reach + 1):
        i = np.floor(t).astype(int) + d
        w = np.maximum(0, 1 - np.abs(i - t) / width) * ((i >= 0) & (i < n))
        y += w * x[:, np.clip(i, 0, n - 1)]
        norm += w
    return y / norm


def box5(x):
    p = np.pad(x, ((0, 0), (2, 2)), mode="edge")
    return sum(p[:, k:k + x.shape[1]] for k in range(5)) / 5


def slowed(x, complexes):
    y = x.copy()
    for on, off in complexes:
        on, off = max(0, on), min(x.shape[1] - 1, off)
        if off > on + 1:
            y[:, on:off + 1] = y[:, [on]] + (y[:, [off]] - y[:, [on]]) * np.linspace(0, 1, off - on + 1)
    return box5(box5(y))


def noise(x):
    return np.median(np.abs(x[:, 1:-1] - (x[:, :-2] + x[:, 2:]) / 2), 1) / (0.6745 * 1.5**0.5)


def qrs_size(x, peaks):
    n = x.shape[1]
    spans = [np.ptp(x[:, max(0, r - 20):r + 21], axis=1) for r in peaks if r >= 10 and r + 10 < n]
    return (np.median(spans, 0) if spans else np.zeros(len(x))) + 1e-3


def spread(y, windows):
    found = []
    for a, b in windows:
        a, b = max(0, a), min(y.shape[1], b)
        if b - a < 12:
            continue
        part, t = y[:, a:b], np.linspace(-1, 1, b - a)
        line = (part * t).sum(1, keepdims=True) / (t * t).sum() * t
        found.append((part - part.mean(1, keepdims=True) - line).std(1))
    return (np.median(found, 0) if found else np.full(len(y), 0.05)) + 1e-3


def interval_means(x, index, edges):
    """Means over intervals after and before each index, less the sample there."""
    pad = int(edges[-1]) + 2
    p = np.pad(x, ((0, 0), (pad, pad)), mode="edge")
    c = np.concatenate([np.zeros((len(x), 1)), np.cumsum(p, 1)], 1)
    i = np.clip(index, 0, x.shape[1] - 1) + pad
    after = [(c[:, i + b + 1] - c[:, i + a + 1]) / (b - a) for a, b in zip(edges, edges[1:])]
    before = [(c[:, i - a] - c[:, i - b]) / (b - a) for a, b in zip(edges, edges[1:])]
    return np.stack(after + before, -1) - p[:, i][..., None]


def inputs(stage, x, peaks, complexes=None):
    """[beat, lead, place, input] and the sample that each beat's grid counts from."""
    peaks = np.asarray(peaks)
    n, size = x.shape[1], qrs_size(x, peaks)
    if stage.name == "qrs":
        y, anchor, s = x, peaks, size
    else:
        on, off = np.asarray(complexes)[:, 0], np.asarray(complexes)[:, 1]
        y = slowed(x, list(zip(on, off)))
        after, before = np.append(on[1:], n), np.append(0, off[:-1])
        if stage.name == "t":
            anchor = off
            s = spread(y, [(b + 10, min(b + 130, c - 10)) for b, c in zip(off, after)])
        else:
            anchor = on
            s = spread(y, [(max(a - 75, c + 10), a) for a, c in zip(on, before)])
    index = anchor[:, None] + stage.grid[None]
    v = interval_means(y, index, stage.edges)
    v = v / (np.abs(v) + stage.half_height * s[:, None, None, None])
    g = np.broadcast_to(stage.grid[None, None, :], v.shape[:3])
    middle = stage.grid.mean()
    extra = [g / 50, ((g - middle) / 50) ** 2,
             np.broadcast_to((np.log10(noise(x) / s + stage.floor) + 2)[:, None, None], v.shape[:3])]
    if stage.name != "qrs":
        rr = np.diff(peaks)
        usual = np.median(rr) if len(rr) else RATE
        rr = np.append(rr, usual) if stage.name == "t" else np.append(usual, rr)
        time = np.broadcast_to((index - peaks[:, None])[None], v.shape[:3])
        extra += [np.broadcast_to((np.log10(size / s) - 1)[:, None, None], v.shape[:3]),
                  time / rr[None, :, None],
                  np.broadcast_to(((off - on) / 25 - 1)[None, :, None], v.shape[:3])]
        if stage.name == "t":
            extra.append(2 * time / np.sqrt(np.minimum(rr, 400) * RATE)[None, :, None])
        else:
            last = np.append(-1000, peaks[:-1])
            extra.append(np.broadcast_to(
                np.minimum((index - last[:, None]) / RATE, 1.5)[None], v.shape[:3]))
    return np.moveaxis(np.concatenate([v] + [e[..., None] for e in extra], -1), 0, 1), anchor


def allowed(stage, anchor, peaks, complexes, n):
    """[beat, place]: places within the recording and on this beat's side of its neighbours."""
    index, peaks = anchor[:, None] + stage.grid[None], np.asarray(peaks)
    if stage.name == "qrs":
        halves = (peaks[1:] + peaks[:-1]) / 2
        ok = (index > np.append(-1, halves)[:, None]) & (index < np.append(halves, n)[:, None])
    elif stage.name == "t":
        ok = index < np.append([c[0] for c in complexes[1:]], n)[:, None] - 2
    else:
        ok = index > np.append(0, [c[1] for c in complexes[:-1]])[:, None] + 10
    return ok & (index >= 0) & (index < n)
