"""The floor under disagreements: the labelled pairs, compared by the real comparer."""

from __future__ import annotations

import pytest

from benchmarks.conflicts import found, read_pairs, scores
from qa_assistant.answering.comparing import Comparer
from qa_assistant.config import Config
from qa_assistant.models import load_embedder

pytestmark = pytest.mark.slow

Results = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def results() -> Results:
    """What each pair is and what it was taken for, by half."""
    comparer = Comparer(load_embedder(Config().embedder))
    by_half: Results = {}
    for pair in read_pairs():
        by_half.setdefault(pair.half, []).append((pair.label, found(comparer, pair)))
    return by_half


def test_there_are_many_pairs(results: Results) -> None:
    assert sum(map(len, results.values())) >= 200


@pytest.mark.parametrize(
    ("half", "label", "precision", "recall"),
    [
        ("test", "conflict", 0.82, 0.75),
        ("test", "supersedes", 0.90, 0.78),
        ("test", "same", 0.90, 0.78),
        ("fresh", "conflict", 0.50, 0.58),
    ],
)
def test_no_figure_falls_below_its_floor(
    results: Results, half: str, label: str, precision: float, recall: float
) -> None:
    right, complete, _ = scores(results[half], label)

    assert right >= precision
    assert complete >= recall
