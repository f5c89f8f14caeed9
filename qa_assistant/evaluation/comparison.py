"""Hold a run against another: its baseline, or the least it must reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.errors import ConfigError
from qa_assistant.evaluation.intervals import difference_interval
from qa_assistant.evaluation.metrics import AT_DEPTH, LESS_IS_BETTER, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_assistant.evaluation.report import Report, Row


@dataclass(frozen=True, slots=True)
class Change:
    """How the mean of one metric differs between two runs, over the cases that both have.

    What an answer is decides whether some metrics apply, `refusal_precision` for one: each mean is over the cases the
    metric applies to in its own run.
    """

    metric: str
    before: float
    after: float
    n: int
    """Cases it applies to in either run."""
    low: float | None
    high: float | None
    """Bounds of the 95 % bootstrap interval of the difference; None for a single case."""
    better: tuple[str, ...]
    worse: tuple[str, ...]
    """Ids of the cases that moved, among those it applies to in both runs."""

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def is_certain(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a run differs from its baseline."""

    changes: dict[str, Change]
    """By metric; only metrics that apply to some case in each run."""
    fixed: tuple[str, ...]
    """Ids of cases that failed and now pass."""
    broken: tuple[str, ...]
    """Ids of cases that passed and now fail."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    """Ids of cases only one of the two has; they count in nothing here."""


def compare(report: Report, baseline: Report) -> Comparison:
    """Return how `report` differs from `baseline`; cases are paired by id."""
    before, after = _by_id(baseline), _by_id(report)
    shared = [name for name in after if name in before]
    changes = (_change(metric, before, after, shared) for metric in report.metrics)
    return Comparison(
        changes={change.metric: change for change in changes if change},
        fixed=tuple(i for i in shared if after[i].passed and not before[i].passed),
        broken=tuple(i for i in shared if before[i].passed and not after[i].passed),
        added=tuple(i for i in after if i not in before),
        removed=tuple(i for i in before if i not in after),
    )


def _by_id(report: Report) -> dict[str, Row]:
    return {row.id: row for row in report.rows}


def _change(metric: str, before: Mapping[str, Row], after: Mapping[str, Row], shared: list[str]) -> Change | None:
    pairs = {i: (before[i].metrics.get(metric), after[i].metrics.get(metric)) for i in shared}
    pairs = {i: pair for i, pair in pairs.items() if pair != (None, None)}
    old = [value for value, _ in pairs.values() if value is not None]
    new = [value for _, value in pairs.values() if value is not None]
    if not old or not new:
        return None
    low, high = difference_interval(*zip(*pairs.values(), strict=True)) or (None, None)
    sign = -1 if metric in LESS_IS_BETTER else 1
    gains = {i: (b - a) * sign for i, (a, b) in pairs.items() if a is not None and b is not None}
    return Change(
        metric=metric,
        before=sum(old) / len(old),
        after=sum(new) / len(new),
        n=len(pairs),
        low=low,
        high=high,
        better=tuple(i for i, gain in gains.items() if gain > 0),
        worse=tuple(i for i, gain in gains.items() if gain < 0),
    )


@dataclass(frozen=True, slots=True)
class Miss:
    """A metric that did not reach what was asked of it."""

    metric: str
    floor: float
    value: float | None
    """None: the metric applied to no case, so nothing was measured."""

    def __str__(self) -> str:
        got = "was not measured: it applies to no case" if self.value is None else f"is {self.value:.4f}"
        return f"{self.metric} {got}; wanted at least {self.floor:g}"


ROUNDING = 1e-9
"""How far below a floor a mean may be that only rounding keeps from it."""


def read_floors(given: Iterable[str]) -> dict[str, float]:
    """Return thresholds written as `answer_match=0.8`, by metric.

    Raises:
        ConfigError: one is not of that form, names a metric that has no floor, or is not in 0…1.
    """
    floors: dict[str, float] = {}
    for text in given:
        name, _, number = text.partition("=")
        if name.strip() in floors:
            raise ConfigError(f"{name.strip()} is given two thresholds; keep one")
        try:
            floors[name.strip()] = float(number)
        except ValueError as error:
            raise ConfigError(f"{text!r} is not a threshold; write it as answer_match=0.8") from error
    for name, floor in floors.items():
        _check(name, floor)
    return floors


def depths_of(floors: Iterable[str]) -> tuple[int, ...]:
    """Return the depths that metric names ask for: `hit_rate@3` asks for 3. Run with these besides the default ones."""
    return tuple(sorted({int(name.partition("@")[2]) for name in floors if "@" in name}))


def misses(report: Report, floors: Mapping[str, float]) -> tuple[Miss, ...]:
    """Return the metrics whose mean is below its floor; one that applies to no case is a miss, too.

    Raises:
        ConfigError: a name is not that of a metric for which more is better, or a floor is not in 0…1.
    """
    for name, floor in floors.items():
        _check(name, floor)
    means = {name: score.mean for name, score in report.metrics.items()}
    found = (Miss(name, floor, means.get(name)) for name, floor in floors.items())
    return tuple(miss for miss in found if miss.value is None or miss.value < miss.floor - ROUNDING)


def _check(metric: str, floor: float) -> None:
    base, at, depth = metric.partition("@")
    is_named = bool(re.fullmatch(r"[1-9]\d*", depth)) if base in AT_DEPTH else base in NAMES and not at
    if not is_named:
        known = ", ".join(f"{name}@k" if name in AT_DEPTH else name for name in NAMES if name not in LESS_IS_BETTER)
        raise ConfigError(f"{metric!r} is no metric; there are {known}")
    if base in LESS_IS_BETTER:
        raise ConfigError(f"{metric!r} has no floor: less of it is better")
    if not 0 <= floor <= 1:
        raise ConfigError(f"{metric}={floor:g} is no share; give a number from 0 to 1")
