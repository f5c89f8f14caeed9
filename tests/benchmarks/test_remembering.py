"""Scoring each pair once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.remembering import Remembering


class LengthReranker:
    """Scores a text by its length, and counts what it scored."""

    name = "length"

    def __init__(self) -> None:
        self.scored: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.scored += texts
        return np.array([len(question) + len(text) for text in texts], dtype=np.float32)


def test_a_pair_is_scored_once() -> None:
    reranker = LengthReranker()
    remembering = Remembering(reranker)

    remembering.scores("who", ["a", "bb", "a"])
    again = remembering.scores("who", ["bb", "ccc"])

    assert again.tolist() == [5, 6]
    assert reranker.scored == ["a", "bb", "ccc"]


def test_what_was_saved_is_known_to_the_next(tmp_path: Path) -> None:
    reranker = LengthReranker()
    first = Remembering(LengthReranker(), tmp_path / "scores.pkl")
    first.scores("who", ["a", "bb"])
    first.save()

    found = Remembering(reranker, tmp_path / "scores.pkl").scores("who", ["bb"])

    assert found.tolist() == [5]
    assert reranker.scored == []
