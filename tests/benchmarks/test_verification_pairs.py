"""The floor under the proof of sentences: hand-written pairs, judged by the real verifier."""

from __future__ import annotations

import pytest

from benchmarks.verification_pairs import Pair, article_of, rates, read_pairs, support
from qa_assistant.answering.verify import BuiltInVerifier
from qa_assistant.config import Config
from qa_assistant.models import load_reranker

PAIRS = read_pairs()


def test_there_are_many_pairs() -> None:
    assert len(PAIRS) >= 850


@pytest.mark.parametrize("pair", {pair.quote: pair for pair in PAIRS}.values(), ids=lambda pair: pair.quote[:30])
def test_every_quote_stands_in_its_article(pair: Pair) -> None:
    assert pair.quote in " ".join(article_of(pair.file).text.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "most_lost", "least_caught"), [("dev", 0.25, 0.9), ("held-out", 0.2, 0.95), ("fresh", 0.29, 0.8)]
)
def test_no_figure_falls_below_its_floor(part: str, most_lost: float, least_caught: float) -> None:
    verifier = BuiltInVerifier(load_reranker(Config().reranker))
    pairs = [pair for pair in PAIRS if pair.part == part]

    lost, caught = rates(pairs, [support(verifier, pair) for pair in pairs])

    assert lost <= most_lost
    assert caught >= least_caught
