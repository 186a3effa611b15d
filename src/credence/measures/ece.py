"""Calibration errors (ECE): bins of equal width and of equal mass, the debiased square, and without bins (smooth ECE).

In   points of distinct prices (`samples.Pooled`), or the rows where events matter (`samples.Sample`)
Out  one number: 0 is calibrated

The plain forms are above 0 for calibrated prices too, the more so the fewer rows: judge them against their null distribution,
or take the debiased square, which is 0 on average.
"""

import numpy as np
from scipy.fft import dct, dst, next_fast_len
from scipy.optimize import brentq

from ..errors import InputError
from .decomposition import binned, equal_width_bins
from .inputs import Codes, Vector
from .samples import GRID, Pooled, Sample
from .sweeps import LEAST_ROWS, squares_by_bin

BINS = 15

ROUNDING = 1e-9  # of a bin: a price that belongs on an edge stays on one side of it whatever the order of the sums
CELLS = 1 << 24  # events x bins that are summed at once: 128 MiB

FINE = 1 << 17  # steps of the grid that prices off the tick grid are spread over
SMALLEST = 1e-5  # bandwidth; below it the kernels of any two ticks of 0.0001 no longer touch
DECAY = 9.0  # exp(-9^2 / 2) = 3e-18: waves beyond are nothing
REACH = 12  # bandwidths: two prices so far apart do not meet
STEPS = 16  # evaluation points per bandwidth


def equal_mass_bins(pooled: Pooled, bins: int = BINS) -> Codes:
    """(k,) the bin of each distinct price, 0 .. without gaps: about 1 / bins of all weight each, equal prices never split.

    A price belongs where the middle of its weight falls, so a price that outweighs a bin gets one for itself and the number of
    bins shrinks: with ties there are fewer than `bins`, with one price there is one.

    >>> from credence.measures.samples import sample
    >>> equal_mass_bins(sample([0.001] * 6 + [0.2, 0.4, 0.6, 0.8], [0] * 10).pooled, bins=5).tolist()
    [0, 1, 1, 2, 2]
    """
    if bins < 1:
        raise InputError("bins", bins, "1 or more")
    middle = np.cumsum(pooled.weight) - pooled.weight / 2
    cut = np.clip(np.floor(middle * bins + ROUNDING), 0, bins - 1)
    return np.concatenate([[0], np.cumsum(np.diff(cut) > 0)]).astype(np.int64)


def ece_equal_width(pooled: Pooled, bins: int = 10) -> float:
    """Expected calibration error: mean gap between mean price and share of YES over bins of equal width, by their mass.

    pooled  `sample(...).pooled`
    bins    as in `decomposition.equal_width_bins`; empty ones are skipped

    0 is perfect, 1 is the worst; of calibrated prices it is about 0.1 at n = 100. Guo et al. (2017), ICML, equation 3.

    >>> from credence.measures.samples import sample
    >>> ece_equal_width(sample([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1]).pooled)
    0.25
    """
    mass, mean_p, mean_y = binned(equal_width_bins(pooled, bins), pooled)
    return float(np.sum(mass * np.abs(mean_p - mean_y)))


def ece_equal_mass(pooled: Pooled, bins: int = BINS, norm: int = 1) -> float:
    """Gap between mean price and share of YES over bins of equal mass: (sum over bins of mass x |gap|^norm)^(1 / norm).

    pooled  `sample(...).pooled`
    bins    as in `equal_mass_bins`
    norm    1 (the mean gap) or 2 (its root mean square)

    Bins stand at their weighted mean price. Never 0 by luck alone: see the head of this file. Nguyen and O'Connor (2015), EMNLP;
    Kumar, Liang, Ma (2019), NeurIPS.

    >>> from credence.measures.samples import sample
    >>> ece_equal_mass(sample([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1]).pooled, bins=2)
    0.25
    """
    if norm not in (1, 2):
        raise InputError("norm", norm, "1 or 2")
    mass, mean_p, mean_y = binned(equal_mass_bins(pooled, bins), pooled)
    return float(np.sum(mass * np.abs(mean_p - mean_y) ** norm) ** (1 / norm))


def ece_debiased(sample: Sample, bins: int = BINS) -> float:
    """Squared calibration error without its bias, for any weights and events: 0 on average where prices are calibrated.

    A squared gap is too large by the noise of each event times itself; this takes only products across different events of a
    bin. The unit is a squared probability (0.0004 is a gap of 2 points).

    A negative value is an answer: the gaps are smaller than their own noise, as in half of all calibrated samples. It says
    "nothing seen", never "better than calibrated"; do not clip it before averaging, do not take its root.

    sample  rows with events; weights as given
    bins    as in `equal_mass_bins`

    Refused: fewer than two events in every bin.

    With d(e, k) the sum of w (p - y) of event e in bin k, and m(k) the bin's mass: the sum over k of
    [(sum over e of d)^2 - sum over e of d^2] / m. For single rows of equal weight it is the idea of Kumar, Liang, Ma (2019),
    NeurIPS, with the noise of each row in place of the bin's.

    >>> from credence.measures.samples import sample
    >>> ece_debiased(sample([0.5, 0.5, 0.5, 0.5], [0, 1, 1, 1], event_codes=[0, 1, 2, 2])).__round__(6)
    -0.03125
    """
    bin_of = equal_mass_bins(sample.pooled, bins)
    found = int(bin_of[-1]) + 1
    row_bin = bin_of[sample.place]
    if sample.events <= found and _most_events_in_a_bin(sample.event, row_bin) < 2:
        raise InputError("event_codes", sample.events, "2 or more events in one of the bins: one event has no pair")
    pooled = sample.pooled
    mass = np.bincount(bin_of, pooled.weight)
    gap = np.bincount(bin_of, pooled.weight * (pooled.price - pooled.share_yes))
    off = sample.weight * (sample.p_yes - sample.resolved_yes)
    alone, _ = cell_squares(sample.event, sample.events, row_bin, found, off)
    return float(np.sum((gap**2 - alone) / mass))


def ece_debiased_independent(sample: Sample, bins: int = BINS) -> float:
    """The debiased square of Kumar, Liang and Ma, for independent rows of equal weight: refused for any others.

    Rows of one event, or of unequal weight, make it too high by several standard errors: use `ece_debiased`. A negative value
    means what it means there. A bin of one row has no noise of its own to subtract and adds 0.

    sample  one row per event, all of one weight
    bins    as in `equal_mass_bins`

    Kumar, Liang, Ma (2019), NeurIPS, section 5: sum over bins of mass x [gap^2 - share (1 - share) / (rows - 1)].

    >>> from credence.measures.samples import sample
    >>> ece_debiased_independent(sample([0.5] * 4, [0, 1, 1, 1])).__round__(6)
    0.0
    """
    rows = len(sample.p_yes)
    if sample.events != rows:
        raise InputError("event_codes", f"{sample.events} events in {rows} rows", "one row per event (else use ece_debiased)")
    if sample.weight.max() - sample.weight.min() > ROUNDING / rows:
        between = (float(sample.weight.min()), float(sample.weight.max()))
        raise InputError("weight", between, "all the same (else use ece_debiased)")
    bin_of = equal_mass_bins(sample.pooled, bins)
    n = np.bincount(bin_of, sample.pooled.n)
    if n.max() < 2:
        raise InputError("p_yes", rows, "2 or more rows in one of the bins")
    mass, mean_p, mean_y = binned(bin_of, sample.pooled)
    squared = (mean_p - mean_y) ** 2 - mean_y * (1 - mean_y) / np.maximum(n - 1, 1)
    return float(np.sum(mass * squared, where=n > 1))


def smooth_ece(pooled: Pooled) -> float:
    """Calibration error without bins: gaps smoothed by a Gaussian that is exactly as wide as the error that it finds.

    With r(t) = sum of w (share - p) K(t, p), K the Gaussian reflected at 0 and 1 as often as it reaches them, the error at
    bandwidth s is the integral of |r| over 0..1; it falls as s grows, and the answer is the s that it equals. Between 0 and 1;
    the bandwidth is the answer itself.

    pooled  `sample(...).pooled`

    Good to 1e-6 for ticks of 0.0001 or coarser. Other prices are spread over a grid of 2^-17 by cubic weights: good to 1e-6 for
    answers above 0.0001; one below 0.00001 is too small by less than itself.

    Blasiok and Nakkiran (2024), ICLR, "Smooth ECE: principled reliability diagrams via kernel smoothing", section 3.

    >>> from credence.measures.samples import sample
    >>> round(smooth_ece(sample([0.3, 0.3, 0.8, 0.8], [0, 1, 0, 1]).pooled), 6)
    0.199068
    """
    gap = pooled.weight * (pooled.share_yes - pooled.price)
    unsmoothed, net = float(np.abs(gap).sum()), abs(float(gap.sum()))
    apart = float(np.diff(pooled.price).min(initial=1.0))
    # the error lies between the two at every bandwidth; so narrow a kernel, or gaps of one sign, and nothing cancels
    if unsmoothed <= max(apart / REACH, net * (1 + 1e-12), 1e-12):
        return unsmoothed
    waves = _Waves(pooled.price, gap)
    upper = max(unsmoothed, SMALLEST)
    lower = max(waves.error(upper), net, SMALLEST)
    if lower >= upper or waves.error(lower) <= lower:
        return min(waves.error(lower), unsmoothed)
    return float(brentq(lambda bandwidth: waves.error(bandwidth) - bandwidth, lower, upper, xtol=1e-10, rtol=1e-12))


class _Waves:
    """Gaps at prices as a cosine series: the reflected Gaussian damps wave n by exp(-(n pi s)^2 / 2), and no more."""

    def __init__(self, price: Vector, gap: Vector) -> None:
        tick = np.rint(price * GRID).astype(np.int64)
        exact = np.array_equal(tick / GRID, price)
        on_grid = np.asarray(np.bincount(tick, gap, GRID + 1) if exact else _spread(price, gap), float)
        on_grid[1:-1] /= 2  # dct counts what is not at an end twice
        self.amplitude = np.asarray(dct(on_grid, type=1), float)

    def error(self, bandwidth: float) -> float:
        """The integral of |r|: how far R, the integral of r, walks up and down."""
        steps = next_fast_len(max(256, int(np.ceil(STEPS / bandwidth))))
        n = np.arange(min(int(DECAY / (np.pi * bandwidth)) + 2, steps))
        # on a grid of G steps wave 2 G - n is wave n
        last = len(self.amplitude) - 1
        folded = last - np.abs(n % (2 * last) - last)
        wave = np.zeros(steps + 1)
        wave[: len(n)] = self.amplitude[folded] * np.exp(-0.5 * (n * np.pi * bandwidth) ** 2)
        r = dct(wave, type=1)
        walked = np.zeros(steps + 1)
        walked[1:-1] = dst(wave[1:-1] / (np.arange(1, steps) * np.pi), type=1)
        walked += wave[0] * np.linspace(0, 1, steps + 1)
        return _distance(r, walked)


def _distance(r: Vector, walked: Vector) -> float:
    """Sum of |step of R|: exact where r keeps its sign; where it turns within a step, that of the parabola through its ends
    whose area is the step of R."""
    step = np.diff(walked)
    turn = np.flatnonzero(r[:-1] * r[1:] < 0)
    a, b = r[turn], r[turn + 1]
    net, at = step[turn] * len(step), a / (a - b)  # where the straight line from a to b is 0
    bulge = 6 * net - 3 * (a + b)
    straight = (a**2 + b**2) / (2 * np.abs(a - b))
    bent = np.sign(a) * bulge * (at**2 - 2 * at**3 / 3 - 1 / 6)
    step[turn] = (straight + bent) / len(step)
    return float(np.abs(step).sum())


def _spread(price: Vector, gap: Vector) -> Vector:
    """Each gap over the four nearest points of the fine grid, so that sums of cubics stay what they were (Lagrange)."""
    at = price * FINE
    left = np.minimum(np.floor(at), FINE - 1).astype(np.int64)
    f = at - left
    total = np.zeros(FINE + 1)
    for offset, share in (
        (-1, -f * (f - 1) * (f - 2) / 6),
        (0, (f + 1) * (f - 1) * (f - 2) / 2),
        (1, -(f + 1) * f * (f - 2) / 2),
        (2, (f + 1) * f * (f - 1) / 6),
    ):
        point = FINE - np.abs(FINE - np.abs(left + offset))  # waves are even around 0 and 1: beyond an end is before it
        total += np.bincount(point, gap * share, FINE + 1)
    return total


def cell_squares(event: Codes, events: int, bin_of: Codes, bins: int, value: Vector) -> tuple[Vector, Codes]:
    """For each bin the sum over events of (sum of the event's values in it)^2, and how many of these sums are not 0.

    event, bin_of, value  (n,) event in [0, events), bin in [0, bins)

    >>> squares, cells = cell_squares(np.array([0, 0, 1]), 2, np.array([0, 0, 0]), 1, np.array([1.0, 2.0, 4.0]))
    >>> squares.tolist(), cells.tolist()
    ([25.0], [2])
    """
    if len(event) >= LEAST_ROWS and (event[1:] >= event[:-1]).all():
        return squares_by_bin(event, bin_of, bins, value)
    if events == len(event):
        return np.asarray(np.bincount(bin_of, value**2, bins), float), np.bincount(bin_of[value != 0], minlength=bins)
    total, found, block = np.zeros(bins), np.zeros(bins, np.int64), max(CELLS // bins, 1)
    for first in range(0, events, block):
        last = min(first + block, events)
        part = slice(None) if last - first == events else (event >= first) & (event < last)
        cells = np.bincount((event[part] - first) * bins + bin_of[part], value[part], (last - first) * bins).reshape(-1, bins)
        total += np.einsum("ek,ek->k", cells, cells)
        found += np.count_nonzero(cells, axis=0)
    return total, found


def _most_events_in_a_bin(event: Codes, bin_of: Codes) -> int:
    pairs = np.unique(np.stack([bin_of, event]), axis=1)
    return int(np.bincount(pairs[0]).max())
