"""What the fitted models of quote mode do, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.fit import Example, Fitted

THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)
FIRST = (1, 2, 3)


def hits_table(examples: Sequence[Example], fitted: Fitted) -> Table:
    """Return for how many questions an accepted answer is in the first 1, 2, 3 sentences."""
    table = Table(title="accepted answer in the first 1, 2, 3 sentences", title_justify="left")
    for name in ("set", "half", "answerable", "in order of probability"):
        table.add_column(name, justify="left" if name in ("set", "half") else "right")
    for place in dict.fromkeys((one.set, one.half) for one in examples):
        here = [one for one in examples if (one.set, one.half) == place and one.case.answers]
        if here:
            table.add_row(*place, str(len(here)), " ".join(f"{share:.3f}" for share in _hits(here, fitted)))
    return table


def _hits(examples: Sequence[Example], fitted: Fitted) -> list[float]:
    ranks = []
    for one in examples:
        order = np.argsort([-probability for probability in fitted.probabilities(one.signals)], kind="stable")
        holding = one.holds_answer
        ranks.append(next((rank for rank, place in enumerate(order) if holding[place]), len(order)))
    return [float(np.mean([rank < most for rank in ranks])) for most in FIRST]


def rates_table(supports: Sequence[tuple[str, str, bool, float]]) -> Table:
    """Return, for each set and half, wrong refusals and refused impossible questions at each threshold.

    `supports` holds set, half, whether it can be answered, and the probability of that, for each question.
    """
    table = Table(title="wrong refusals / refused impossible, below each threshold", title_justify="left")
    for name in ("set", "half", "answerable", "impossible", *(f"{threshold:.2f}" for threshold in THRESHOLDS)):
        table.add_column(name, justify="left" if name in ("set", "half") else "right")
    for place in dict.fromkeys((name, half) for name, half, _, _ in supports):
        here = [(can, support) for name, half, can, support in supports if (name, half) == place]
        yes, no = ([support for can, support in here if can is wanted] for wanted in (True, False))
        rates = (f"{_below(yes, threshold)} / {_below(no, threshold)}" for threshold in THRESHOLDS)
        table.add_row(*place, str(len(yes)), str(len(no)), *rates)
    return table


def _below(supports: Sequence[float], threshold: float) -> str:
    return f"{sum(support < threshold for support in supports) / len(supports):.3f}" if supports else "–"
