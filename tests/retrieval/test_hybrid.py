from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa_assistant.retrieval.hybrid import LEADERS, HybridRetriever, PassageReranker
from qa_assistant.retrieval.recency import Recency
from qa_assistant.retrieval.timing import Timing
from qa_assistant.schema import Filters, Passage


def passage(name: str, text: str = "", published: date | None = None) -> Passage:
    text = text or f"Only {name} says {name * 3}."
    return Passage(name, f"{name}.txt", name, 0, len(text), text, published=published, sentences=((0, len(text)),))


@dataclass
class Searches:
    """Two fixed rankings; keeps the filters it was asked with."""

    near: list[str]
    words: list[str]
    asked: list[Filters | None] = field(default_factory=list)

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        self.asked.append(filters)
        return [(name, 0.9 - place / 10) for place, name in enumerate(self.near)][:k]

    def keyword(self, query: str, k: int, filters: Filters | None) -> list[tuple[str, float]]:
        self.asked.append(filters)
        return [(name, 1.0) for name in self.words][:k]

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        return [passage(name) for name in ids]


class Constant:
    name = "constant"

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)


@dataclass
class Marks:
    """Scores a text by the number written in it after `#`, else 0."""

    name = "marks"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([float(text.rpartition("#")[2].strip(".") or 0) if "#" in text else 0.0 for text in texts])


def retriever(searches: Searches, depth: int = 10) -> HybridRetriever:
    return HybridRetriever(searches, Constant(), dense_depth=10, keyword_depth=10, depth=depth)


def test_both_searches_get_the_filters() -> None:
    searches = Searches(["a"], ["a"])
    filters = Filters(after="2025-07-01", outlets=["Meridian"])

    retriever(searches).retrieve("q", filters=filters)

    assert searches.asked == [filters, filters]


def test_passages_that_both_searches_find_lead() -> None:
    found = retriever(Searches(["a", "b"], ["b", "c"])).retrieve("q", filters=None)

    assert [item.id for item in found.passages] == ["b", "a", "c"]
    assert found.nearest == 0.9


def test_a_sense_of_now_searches_the_recent_window_as_well() -> None:
    searches = Searches(["a"], ["a"])

    retriever(searches).retrieve("q", filters=None, timing=Timing(recency=Recency(date(2025, 7, 20), 7)))

    assert searches.asked[2:] == [Filters("2025-07-06", "2025-07-20")] * 2


def test_a_filter_outside_the_recent_window_is_searched_alone() -> None:
    searches = Searches(["a"], ["a"])

    timing = Timing(recency=Recency(date(2025, 7, 20), 7))
    retriever(searches).retrieve("q", filters=Filters(before="2025-01-01"), timing=timing)

    assert searches.asked == [Filters(before="2025-01-01")] * 2


def test_the_leaders_are_the_rerankers_and_the_rest_keep_their_order() -> None:
    given = [passage(name, f"Text of {name * 4} #{score}") for name, score in zip("abcdefg", "1243675", strict=True)]

    ranked = PassageReranker(Marks()).rerank("q", given)

    assert [item.id for item in ranked] == ["f", "e", "g", "c", "a", "b", "d"]
    assert LEADERS == 4


def test_a_copy_of_a_leader_does_not_take_a_leaders_place() -> None:
    words = "the union and the port signed a pay deal on friday"
    given = [passage("a", f"{words} #9"), passage("b", f"{words} #8"), passage("c", "other words entirely #1")]

    ranked = PassageReranker(Marks()).rerank("q", given)

    assert [item.id for item in ranked] == ["a", "c", "b"]


def test_recency_lifts_a_fresh_passage_over_a_slightly_better_old_one() -> None:
    given = [
        passage("old", "Old news here #3", date(2024, 1, 1)),
        passage("new", "Fresh report today #2", date(2025, 7, 19)),
    ]

    ranked = PassageReranker(Marks()).rerank("q", given, timing=Timing(recency=Recency(date(2025, 7, 20), 7)))

    assert [item.id for item in ranked] == ["new", "old"]
