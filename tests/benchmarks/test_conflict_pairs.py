"""The floor under disagreements: the labelled pairs, read by the real reader and compared by the real comparer."""

from __future__ import annotations

import pytest

from benchmarks.conflicts import found, read_pairs, scores
from benchmarks.remembering import the_reader
from qa_assistant.answering.comparing import Comparer
from qa_assistant.config import Config
from qa_assistant.models import load_embedder, load_reranker

pytestmark = pytest.mark.slow

Results = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def results() -> Results:
    """What each pair is and what it was taken for, by part."""
    reader = the_reader(load_reranker(Config().reranker))
    comparer = Comparer(load_embedder(Config().embedder), reader)
    by_part: Results = {}
    for pair in read_pairs(reader):
        by_part.setdefault(pair.part, []).append((pair.label, found(comparer, pair)))
    return by_part


def test_there_are_many_pairs(results: Results) -> None:
    assert sum(map(len, results.values())) >= 200


@pytest.mark.parametrize(
    ("part", "label", "precision", "recall"),
    [
        ("dev", "conflict", 0.75, 0.71),
        ("dev", "supersedes", 0.90, 0.63),
        ("dev", "same", 0.80, 0.68),
        ("fresh", "conflict", 0.48, 0.75),
        ("news", "conflict", 0.80, 0.83),
        ("news", "supersedes", 0.95, 0.80),
        ("news", "same", 0.85, 0.80),
        ("reports", "conflict", 0.75, 0.59),
        ("reports", "supersedes", 0.95, 0.24),
    ],
)
def test_no_figure_falls_below_its_floor(
    results: Results, part: str, label: str, precision: float, recall: float
) -> None:
    right, complete, _ = scores(results[part], label)

    assert right >= precision
    assert complete >= recall
