"""Join ranked lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RANK_CONSTANT = 60
"""The k of the paper below: how little the first ranks stand out."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]], *, depth: int) -> list[tuple[str, float]]:
    """Return the `depth` best ids of several rankings with their fused scores, best first, equal scores by id.

    Source: Cormack, Clarke, Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
    methods", SIGIR 2009.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:depth]
