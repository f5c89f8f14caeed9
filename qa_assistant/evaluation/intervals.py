"""How sure a mean is, and what refusing more or less would cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Values = NDArray[np.float64]

RESAMPLES = 2000
SEED = 0
BATCH = 200
"""Resamples drawn at once; bounds memory at large case counts."""


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval (percentile) of the mean, always the same; None below two values."""
    if len(values) < 2:
        return None
    return _bootstrap([np.asarray(values, dtype=float)], _mean)


def difference_interval(before: Sequence[float | None], after: Sequence[float | None]) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of the mean of `after` less that of `before`; None below two pairs.

    The two belong together pair by pair and are drawn so; each mean leaves out its Nones.
    """
    if len(before) < 2:
        return None
    # A list of floats and Nones becomes floats and nans.
    return _bootstrap([np.asarray(before, dtype=float), np.asarray(after, dtype=float)], _mean_difference)


def _mean(values: Values, axis: int) -> Values:
    """Return the mean of what is not nan; 0 where nothing is."""
    mean: Values = np.nansum(values, axis=axis) / np.maximum(np.sum(~np.isnan(values), axis=axis), 1)
    return mean


def _mean_difference(before: Values, after: Values, axis: int) -> Values:
    return _mean(after, axis) - _mean(before, axis)


def _bootstrap(samples: list[Values], statistic: Callable[..., Values]) -> tuple[float, float]:
    from scipy.stats import bootstrap  # type: ignore[import-untyped]  # takes most of a second to import

    result = bootstrap(
        samples,
        statistic,
        confidence_level=0.95,
        n_resamples=RESAMPLES,
        batch=BATCH,
        method="percentile",
        paired=len(samples) > 1,
        rng=SEED,
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """What share of the answers given is wrong, for every share of questions that could be answered."""

    points: tuple[tuple[float, float, float], ...]
    """`(threshold, coverage, risk)`: answering whatever has at least this confidence. Coverage grows."""
    area: float
    """Area under the curve: the mean risk over all coverages; 0 is perfect."""


def risk_coverage(confidence: Sequence[float], correct: Sequence[bool]) -> RiskCoverage:
    """Return the risk-coverage curve of answering only what has enough confidence.

    One point a distinct confidence, since questions of equal confidence can only be answered together; in the area
    each question counts with the risk at its own point.

    Raises:
        ValueError: the two differ in length, or are empty.
    """
    if len(confidence) != len(correct) or not confidence:
        raise ValueError(f"{len(confidence)} confidences for {len(correct)} outcomes; give one for each, at least one")
    ordered = sorted(zip(confidence, correct, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float, float]] = []
    answered = wrong = 0
    area = 0.0
    for threshold, group in groupby(ordered, key=lambda pair: pair[0]):
        outcomes = [right for _, right in group]
        answered += len(outcomes)
        wrong += outcomes.count(False)
        points.append((float(threshold), answered / len(ordered), wrong / answered))
        area += len(outcomes) / len(ordered) * wrong / answered
    return RiskCoverage(tuple(points), area)
