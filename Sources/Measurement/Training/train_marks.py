"""Trains the networks that mark P, QRS and T, and writes their weights.

    python train_marks.py LUDB OUTPUT.json [--seed S] [--folds 5]

LUDB is the folder of the Lobachevsky University database (ludb.csv, data/). Only its tuning records are
used: within each kind of rhythm the records are ordered by a hash of their number and every third is
left out (the rule of LUDBSplit.swift). Records of synthetic_hearts.py, whose marks are known, are added.
--folds trains on parts of them and reports on the rest, and writes nothing. Needs numpy, wfdb and jax;
measuring needs none of them.
"""
import argparse
import json

import jax
import jax.numpy as jnp
import numpy as np

import synthetic_hearts
from ludb_records import fingerprint, read, tuning_records
from mark_inputs import RATE, STAGES, allowed, inputs

HIDDEN = 16
DILATIONS = (4, 10)


def disturbed(x, rng):
    """Smoothed, noisier, wandering."""
    if rng.random() < 0.3:
        taps = np.exp(-0.5 * (np.arange(-3, 4) / rng.uniform(0.3, 1.3)) ** 2)
        p = np.pad(x, ((0, 0), (3, 3)), mode="edge")
        x = sum(w * p[:, k:k + x.shape[1]] for k, w in enumerate(taps / taps.sum()))
    x = x + rng.choice([0, 0, 0.003, 0.01, 0.02, 0.04]) * rng.standard_normal(x.shape)
    if rng.random() < 0.3:
        hertz, phase = rng.uniform(0.1, 0.4, (12, 1)), rng.random((12, 1))
        x = x + rng.uniform(0, 0.1, (12, 1)) * np.sin(
            2 * np.pi * (hertz * np.arange(x.shape[1]) / RATE + phase))
    return x


def loose(complexes, rng):
    """Bounds and R peaks of complexes as a first search may find them."""
    count = len(complexes)
    shift = np.stack([rng.normal(0, 1.5, count), rng.uniform(-6, 6, count),
                      rng.normal(0, 1.5, count)], 1)
    return np.round(complexes + shift).astype(int)


def beats_of(stage, x, bounds, own, median, keep, real):
    """Inputs, leads' marks, marks of all leads, allowed places, and whether the beat is real."""
    peaks, complexes = bounds[:, 1], bounds[:, [0, 2]]
    f, anchor = inputs(stage, x, peaks, complexes)
    ok = allowed(stage, anchor, peaks, complexes, x.shape[1])
    return [a[keep].astype(np.float32) for a in (
        f, own - anchor[:, None, None], median - anchor[:, None], ok, np.full(len(peaks), real))]


def example(stage, samples, beats, rng=None):
    """The beats of one record; with a generator, stretched, disturbed and anchored loosely."""
    x = samples
    complexes = np.array([b["qrs"][0] for b in beats])
    absent = np.full(3, np.nan), np.full((12, 3), np.nan)
    median = np.array([b.get(stage.name, absent)[0] for b in beats])
    own = np.array([b.get(stage.name, absent)[1] for b in beats])
    bounds = np.round(complexes).astype(int)
    if rng is not None:
        factor = np.exp(rng.uniform(-0.2, 0.2))
        t = np.arange(int(x.shape[1] * factor)) / factor
        x = disturbed(np.array([np.interp(t, np.arange(x.shape[1]), row) for row in x]), rng)
        bounds, median, own = loose(complexes * factor, rng), median * factor, own * factor
    # What lies before the first and after the last beat was not marked.
    keep = np.ones(len(beats), bool)
    if stage.name == "p" and "p" not in beats[0]:
        keep[0] = False
    if stage.name == "t" and "t" not in beats[-1]:
        keep[-1] = False
    return beats_of(stage, x, bounds, own, median, keep, 1)


def synthetic(stage, rng):
    """The beats of a synthetic record, marked over all leads only."""
    x, beats = synthetic_hearts.record(rng)
    marks = np.full((len(beats), 3), np.nan)
    keep = np.array([b[stage.name] is not None for b in beats])
    for k, beat in enumerate(beats):
        if keep[k] and not isinstance(beat[stage.name], str):
            marks[k] = beat[stage.name]
    if stage.name == "t":
        # Cardiologists mark the onset of T by rules of their own.
        marks[:, 0] = np.nan
    bounds = loose(np.array([b["qrs"] for b in beats]), rng)
    bounds[:, 1] = np.clip(bounds[:, 1], 0, x.shape[1] - 1)
    return beats_of(stage, disturbed(x, rng), bounds, np.full((len(beats), 12, 3), np.nan), marks, keep, 0)


def examples(stage, records, copies, part, seed):
    rng = np.random.default_rng(seed)
    parts = [example(stage, *r, rng) for r in records for _ in range(copies)]
    parts += [synthetic(stage, rng) for _ in range(int(part * copies * len(records)))]
    return [np.concatenate([p[i] for p in parts]) for i in range(5)]


def start(key, count):
    a, b, c = jax.random.split(key, 3)
    wide = HIDDEN * (1 + 2 * len(DILATIONS))
    return {
        "W1": jax.random.normal(a, (count, HIDDEN)) / np.sqrt(count), "b1": jnp.zeros(HIDDEN),
        "W2": jax.random.normal(b, (wide, HIDDEN)) / np.sqrt(wide), "b2": jnp.zeros(HIDDEN),
        "W3": jax.random.normal(c, (HIDDEN, 3)) * 0.3 / np.sqrt(HIDDEN), "b3": jnp.zeros(3),
        "sharing": jnp.zeros(3)}


def soft(x):
    return x / (1 + jnp.abs(x))


def moved(h, d):
    zero = jnp.zeros_like(h[..., :abs(d), :])
    if d > 0:
        return jnp.concatenate([h[..., d:, :], zero], -2)
    return jnp.concatenate([zero, h[..., :d, :]], -2)


def scores(p, f):
    """[..., place, mark]: how much speaks for onset, peak and offset there."""
    h = soft(f @ p["W1"] + p["b1"])
    h = jnp.concatenate([h] + [moved(h, s * d) for d in DILATIONS for s in (-1, 1)], -1)
    return soft(h @ p["W2"] + p["b2"]) @ p["W3"] + p["b3"]


def wanted(stage, marks, ok):
    """Normal density around each mark, and whether there is a mark at an allowed place."""
    d = (stage.grid[:, None] - marks[..., None, :]) / stage.sigma
    t = jnp.exp(-0.5 * d * d) * ok
    known = jnp.isfinite(marks) & (t.sum(-2) > 0.3)
    t = jnp.where(known[..., None, :], t, 0.0)
    return t / jnp.maximum(t.sum(-2), 1e-9)[..., None, :], known


def cost(stage):
    def missing(t, z, known, axis):
        bits = -(t * jax.nn.log_softmax(z, axis)).sum(axis)
        return jnp.where(known, bits, 0).sum() / jnp.maximum(known.sum(), 1)

    def presence(z, marks, known, axis, weight):
        odds = jax.nn.logsumexp(z[..., 1], axis)
        there = jnp.isfinite(marks[..., 1])
        bits = jax.nn.softplus(odds) - there * odds
        return (weight * jnp.where(there & ~known[..., 1], 0, bits)).mean()

    def total(p, f, own, median, ok, real, used):
        z = jnp.where(ok[:, None, :, None] > 0, scores(p, f), -30.0)
        share = jax.nn.sigmoid(p["sharing"])
        together = (z * used[:, :, None, None]).sum(1) / used.sum(1)[:, None, None] ** share
        t1, known1 = wanted(stage, own, ok[:, None, :, None])
        t2, known2 = wanted(stage, median, ok[:, :, None])
        value = missing(t1, z, known1, 2) + missing(t2, together, known2, 1)
        if stage.name == "p":
            value += 1.5 * (presence(z, own, known1, 2, real[:, None])
                            + presence(together, median, known2, 1, 1.0))
        return value + 1e-4 * sum((p[k] ** 2).sum() for k in ("W1", "W2", "W3"))
    return total


def train(stage, data, epochs, seed, batch=64, subset=6, rate=5e-3):
    f, own, median, ok, real = data
    p = start(jax.random.PRNGKey(seed), f.shape[-1])
    m, v = jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p)
    total = cost(stage)

    @jax.jit
    def step(p, m, v, t, rate, *args):
        value, g = jax.value_and_grad(total)(p, *args)
        m = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
        v = jax.tree.map(lambda a, b: 0.995 * a + 0.005 * b * b, v, g)
        p = jax.tree.map(
            lambda q, a, b: q - rate * (a / (1 - 0.9**t)) / (jnp.sqrt(b / (1 - 0.995**t)) + 1e-8),
            p, m, v)
        return p, m, v, value

    rng, count, t = np.random.default_rng(seed), len(f) // batch, 0
    means = 2 * (len(stage.edges) - 1)
    for _ in range(epochs):
        order, sum_ = rng.permutation(len(f)), 0.0
        for k in range(count):
            i, t = order[k * batch:(k + 1) * batch], t + 1
            leads = np.argsort(rng.random((batch, 12)), 1)[:, :subset]
            part = f[i[:, None], leads]
            # A lead may be turned round: signs carry no meaning.
            part[..., :means] *= rng.choice([-1, 1], (batch, subset, 1, 1)).astype(np.float32)
            used = np.arange(subset)[None] < rng.choice([1, 2, 3, subset], (batch, 1))
            slow = rate * 0.5 * (1 + np.cos(np.pi * t / (epochs * count)))
            p, m, v, value = step(p, m, v, t, slow, part, own[i[:, None], leads], median[i], ok[i], real[i],
                                  used.astype(np.float32))
            sum_ += float(value)
    return jax.tree.map(np.asarray, p), sum_ / count


def place(stage, z, ok, axis):
    """Mean over the neighbourhood of the highest score."""
    z = np.moveaxis(np.where(ok, z, -30.0), axis, -1)
    top = z.argmax(-1)
    half = int(3 * stage.sigma / (stage.grid[1] - stage.grid[0]))
    w = np.exp(z - z.max(-1, keepdims=True))
    w = w * (np.abs(np.arange(z.shape[-1]) - top[..., None]) <= half)
    return (w * stage.grid).sum(-1) / w.sum(-1)


def report(stage, p, records):
    """Errors in milliseconds of all leads together, of II and of every lead."""
    together, each = [], []
    for r in records:
        f, own, median, ok, _ = example(stage, *r)
        z = np.asarray(scores(p, f))
        share = 1 / (1 + np.exp(-p["sharing"]))
        each.append(4 * (place(stage, z, ok[:, None, :, None] > 0, 2) - own))
        together.append(4 * (place(stage, z.sum(1) / 12**share, ok[:, :, None] > 0, 1) - median))
    each, together = np.concatenate(each), np.concatenate(together)
    return together, each[:, 1], each.reshape(-1, 3)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ludb")
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--synthetic", type=float, default=1.0, help="synthetic records per real copy")
    args = parser.parse_args()
    names = tuning_records(args.ludb)
    records = [r for r in (read(args.ludb, n) for n in names) if len(r[1]) > 1]
    order = np.random.default_rng(args.seed).permutation(len(records))
    nets = {}
    for name, stage in STAGES.items():
        errors = []
        for fold in range(args.folds):
            out = order[fold::args.folds]
            rest = [records[i] for i in order if i not in out]
            p, _ = train(stage, examples(stage, rest, args.copies, args.synthetic, args.seed), args.epochs, args.seed)
            errors.append(report(stage, p, [records[i] for i in out]))
        for what, e in zip(("all leads", "II", "each lead"), zip(*errors)):
            e = np.concatenate(e)
            e = np.where(np.abs(e) <= 150, e, np.nan)
            print(name, what, "mean", np.nanmean(e, 0).round(1), "SD", np.nanstd(e, 0).round(1), flush=True)
        if not args.folds:
            p, value = train(stage, examples(stage, records, args.copies, args.synthetic, args.seed), args.epochs, args.seed)
            print(name, "cost", round(value, 3), flush=True)
            nets[name] = {k: np.round(np.asarray(v, float), 5).tolist() for k, v in p.items()}
            nets[name]["sharing"] = (1 / (1 + np.exp(-p["sharing"]))).round(5).tolist()
    if nets:
        provenance = (f"LUDB 1.0.1 (ODC-BY 1.0), records {', '.join(map(str, names))}; "
                      f"SHA-256 {fingerprint(args.ludb, names)}; train_marks.py --seed {args.seed} --epochs {args.epochs} --copies {args.copies} "
                      f"--synthetic {args.synthetic}")
        with open(args.output, "w") as file:
            json.dump({"provenance": provenance, "networks": nets}, file, indent=None, separators=(",", ":"))


if __name__ == "__main__":
    main()
