"""Made series of many natures, each set from its own seed: what `series.py` adds to the sets of packages. Half of them
(`chosen`) may be looked at when a method is chosen."""
import zlib

import numpy as np
import pandas as pd


def arma(rng, n, ar=(), ma=()):
    noise = rng.standard_normal(n + 50)
    out = np.zeros(n + 50)
    for t in range(n + 50):
        out[t] = noise[t]
        out[t] += sum(a * out[t - k] for k, a in enumerate(ar, 1) if t >= k)
        out[t] += sum(b * noise[t - k] for k, b in enumerate(ma, 1) if t >= k)
    return out[50:]


def season(rng, n, period, waves=3):
    """A smooth pattern of deviation 1, the same in every season."""
    t = np.arange(n)
    pattern = sum(rng.normal() / k * np.sin(2 * np.pi * k * t / period + rng.uniform(0, 6.3)) for k in range(1, waves + 1))
    return pattern / (pattern.std() or 1)


def steps(rng, n, chance, size):
    return np.cumsum((rng.uniform(size=n) < chance) * rng.normal(0, size, n))


walk = lambda rng, n: np.cumsum(rng.standard_normal(n))
grow = lambda rng, n, low, high: rng.uniform(low, high) * np.arange(n)
line = lambda rng, n, m: 50 + grow(rng, n, -0.1, 0.4)


def damped(rng, n):
    return 100 + rng.normal(0, 30) * (1 - 0.97 ** np.arange(n)) + np.cumsum(rng.normal(0, 0.5, n)) + rng.normal(0, 1, n)


def intermittent(rng, n):
    return (rng.uniform(size=n) < rng.uniform(0.2, 0.5)) * rng.poisson(4, n).astype(float)


def volatile(rng, n):
    variance, out = 1.0, np.zeros(n)
    for t in range(n):
        out[t] = rng.normal() * np.sqrt(variance)
        variance = 0.1 + 0.3 * out[t] ** 2 + 0.6 * variance
    return 100 + np.cumsum(out)


def outliers(rng, x, chance=0.03):
    return x + (rng.uniform(size=len(x)) < chance) * rng.normal(0, 8 * np.std(np.diff(x)), len(x))


def daily_year(rng, n):
    return 100 + 5 * season(rng, n, 7) + 15 * season(rng, n, 365, 1) + 3 * arma(rng, n, (0.5,))


def closed_sundays(rng, n):
    x = rng.poisson(np.exp(3 + 0.3 * season(rng, n, 7) + 0.002 * np.arange(n))).astype(float)
    x[6::7] = 0
    return x


def shared(rng, n, factor):
    return 50 + rng.uniform(0.5, 2) * factor + arma(rng, n, (0.6,))


def turning(rng, n, m):
    """The pattern of the season drifts."""
    share = np.linspace(0, 1, n)
    return 40 + 5 * ((1 - share) * season(rng, n, m) + share * season(rng, n, m)) + arma(rng, n, (0.3,))


def bend(rng, n, m):
    slope = np.where(np.arange(n) < rng.integers(n // 3, n - 2 * m), 0.4, rng.uniform(-0.6, 0.6))
    return 50 + np.cumsum(slope) + 4 * season(rng, n, m) + arma(rng, n)


def logistic(rng, n):
    return 200 / (1 + np.exp(-(np.arange(n) - rng.uniform(0.3, 0.9) * n) / (0.1 * n))) + rng.normal(0, 3, n) + 20


def seasonal_walk(rng, n, m):
    """ARIMA(0,1,1)(0,1,1): the airline model."""
    noise = rng.standard_normal(n)
    w = noise.copy()
    w[1:] -= 0.4 * noise[:-1]
    w[m:] -= 0.6 * noise[:-m]
    if m + 1 < n:
        w[m + 1 :] += 0.24 * noise[: -m - 1]
    out = 30 + 5 * season(rng, n, m)
    for t in range(m + 1, n):
        out[t] = out[t - 1] + out[t - m] - out[t - m - 1] + w[t]
    return out


times = lambda rng, n, m, rate, noise: np.exp(3 + grow(rng, n, -rate / 4, rate) + 0.2 * season(rng, n, m) + noise * arma(rng, n, (0.5,)))
# name: (frequency, season, horizon, lengths, series, how one is made from (rng, length, season))
BANK = {
    "made-trend-monthly": ("MS", 12, 12, (96, 144), 10, lambda r, n, m: line(r, n, m) + 6 * season(r, n, m) + 2 * arma(r, n)),
    "made-growth-monthly": ("MS", 12, 18, (72, 160), 10, lambda r, n, m: times(r, n, m, 0.01, 0.05)),
    "made-growth-quarterly": ("QS", 4, 8, (40, 80), 12, lambda r, n, m: times(r, n, m, 0.03, 0.04)),
    "made-airline-quarterly": ("QS", 4, 8, (50, 90), 12, seasonal_walk),
    "made-airline-monthly": ("MS", 12, 12, (90, 150), 10, seasonal_walk),
    "made-weekly": ("W", 52, 13, (170, 230), 8, lambda r, n, m: 80 + 8 * season(r, n, m, 2) + walk(r, n) * 0.5 + 2 * arma(r, n)),
    "made-weekly-counts": ("W", 52, 8, (130, 200), 10, lambda r, n, m: r.poisson(np.exp(2 + 0.4 * season(r, n, m, 2))).astype(float)),
    "made-daily": ("D", 7, 14, (120, 300), 10, lambda r, n, m: 60 + 8 * season(r, n, m) + walk(r, n) * 0.6 + 2 * arma(r, n)),
    "made-daily-year": ("D", 7, 28, (700, 800), 4, lambda r, n, m: daily_year(r, n)),
    "made-closed-sundays": ("D", 7, 14, (150, 250), 8, lambda r, n, m: closed_sundays(r, n)),
    "made-hourly": ("h", 24, 48, (500, 700), 4, lambda r, n, m: 50 + 10 * season(r, n, m) + 4 * season(r, n, 168) + 2 * arma(r, n, (0.7,))),
    "made-hourly-growth": ("h", 24, 24, (240, 400), 5, lambda r, n, m: times(r, n, m, 0.001, 0.08)),
    "made-intermittent": ("D", 1, 14, (90, 200), 15, lambda r, n, m: intermittent(r, n)),
    "made-intermittent-short": ("MS", 1, 6, (36, 60), 25, lambda r, n, m: intermittent(r, n)),
    "made-shifts": ("D", 1, 14, (150, 300), 12, lambda r, n, m: 50 + steps(r, n, 0.02, 10) + arma(r, n, (0.3,))),
    "made-shifts-monthly": ("MS", 12, 12, (96, 150), 10, lambda r, n, m: 50 + 4 * season(r, n, m) + steps(r, n, 0.03, 8) + arma(r, n)),
    "made-walk": ("B", 1, 10, (100, 250), 12, lambda r, n, m: 100 + walk(r, n)),
    "made-walk-drift": ("YS", 1, 6, (30, 60), 15, lambda r, n, m: 100 + walk(r, n) + grow(r, n, -0.5, 1)),
    "made-cycles": ("YS", 1, 8, (60, 120), 10, lambda r, n, m: 20 + 3 * arma(r, n, (1.5, -0.75))),
    "made-ar": ("D", 1, 10, (80, 200), 12, lambda r, n, m: 10 + arma(r, n, (0.8,), (0.3,))),
    "made-noise": ("MS", 1, 12, (60, 120), 12, lambda r, n, m: 10 + r.standard_normal(n)),
    "made-short-yearly": ("YS", 1, 4, (18, 26), 30, lambda r, n, m: 100 + 2 * walk(r, n) + grow(r, n, -1, 3)),
    "made-short-quarterly": ("QS", 4, 4, (20, 28), 30, lambda r, n, m: times(r, n, m, 0.03, 0.05)),
    "made-short-monthly": ("MS", 12, 6, (36, 48), 30, lambda r, n, m: line(r, n, m) + 6 * season(r, n, m) + 3 * arma(r, n, (0.4,))),
    "made-damped": ("YS", 1, 8, (40, 80), 12, lambda r, n, m: damped(r, n)),
    "made-logistic": ("MS", 1, 12, (60, 120), 12, lambda r, n, m: logistic(r, n)),
    "made-bends": ("QS", 4, 8, (60, 100), 12, bend),
    "made-bends-monthly": ("MS", 12, 12, (96, 150), 10, bend),
    "made-turning": ("MS", 12, 12, (96, 150), 10, turning),
    "made-outliers": ("MS", 12, 12, (96, 150), 10, lambda r, n, m: outliers(r, line(r, n, m) + 6 * season(r, n, m) + arma(r, n))),
    "made-volatile": ("B", 1, 10, (200, 400), 10, lambda r, n, m: volatile(r, n)),
    "made-shared": ("W", 1, 8, (100, 160), 15, None),
    "made-counts-monthly": ("MS", 12, 12, (80, 140), 12, lambda r, n, m: r.poisson(np.exp(2.5 + 0.5 * season(r, n, m) + grow(r, n, -0.003, 0.006))).astype(float)),
    "made-negative": ("QS", 4, 8, (50, 90), 12, lambda r, n, m: 10 * season(r, n, m) + 2 * walk(r, n)),
}


def build(name):
    frequency, period, horizon, (least, most), count, make = BANK[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    factor = walk(rng, most) + 5 * arma(rng, most, (0.9,))
    parts = []
    for index in range(count):
        n = int(rng.integers(least, most + 1))
        values = shared(rng, n, factor[-n:]) if make is None else make(rng, n, period)
        stamps = pd.date_range("2001-01-01", periods=n, freq=frequency)
        parts.append(pd.DataFrame({"series": f"s{index:02d}", "timestamp": stamps, "value": np.round(values, 4)}))
    return pd.concat(parts, ignore_index=True)


def sets():
    return {name: (row[2], row[1], lambda _, name=name: build(name), index % 2 == 0) for index, (name, row) in enumerate(BANK.items())}
