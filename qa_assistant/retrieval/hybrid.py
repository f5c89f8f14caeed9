"""Find passages: vector and keyword search fused, then read by the cross-encoder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from qa_assistant.retrieval.fusion import reciprocal_rank_fusion
from qa_assistant.retrieval.timing import NO_TIMING, Timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.models import Embedder, Reranker
    from qa_assistant.schema import Filters, Passage

TIME_BONUS = 3.0
"""Logits that a passage gains which fits the time a question names, or came on the very day where it means now."""


LEADERS = 4
"""Passages the cross-encoder puts in front. The rest keep their fused order: on questions that join several articles
the cross-encoder buries passages that answer only a part (docs/benchmarks.md)."""


COPIED = 0.55
"""Share of the shorter passage's distinct words that marks it as a copy of the other."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages for a question, best first, and the cosine similarity of the nearest one to it (-1…1)."""

    passages: tuple[Passage, ...]
    nearest: float


class PassageSearch(Protocol):
    """The two searches of an index; ids with scores, best first."""

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the passages nearest to the embedding."""
        ...

    def keyword(self, query: str, k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the passages that match the words of the query best."""
        ...

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages in the order of their ids; ids that are gone are left out."""
        ...


class Retriever(Protocol):
    """Finds candidate passages for a question."""

    def retrieve(self, question: str, *, filters: Filters | None, timing: Timing = NO_TIMING) -> Retrieved:
        """Return passages, best first, `score` being what they were ranked by."""
        ...


class HybridRetriever:
    """Vector and keyword search, joined by reciprocal rank fusion.

    A question that names a time also searches the window it names, so that a passage of that time cannot be crowded out
    by others before the cross-encoder sees it.
    """

    def __init__(
        self, search: PassageSearch, embedder: Embedder, *, dense_depth: int, keyword_depth: int, depth: int
    ) -> None:
        self.search = search
        self.embedder = embedder
        self.dense_depth = dense_depth
        self.keyword_depth = keyword_depth
        self.depth = depth

    def retrieve(self, question: str, *, filters: Filters | None, timing: Timing = NO_TIMING) -> Retrieved:
        """Return at most `depth` passages, best first, `score` being the fused one."""
        embedding = self.embedder.embed_question(question)
        rankings = []
        nearest = -1.0
        for window, most in timing.searches(filters):
            near = self.search.dense(embedding, min(self.dense_depth, most or self.dense_depth), window)
            nearest = max([nearest, *(similarity for _, similarity in near)])
            rankings.append([item for item, _ in near])
            words = self.search.keyword(question, min(self.keyword_depth, most or self.keyword_depth), window)
            rankings.append([item for item, _ in words])
        fused = dict(reciprocal_rank_fusion(rankings, depth=self.depth))
        passages = (replace(passage, score=fused[passage.id]) for passage in self.search.passages(list(fused)))
        return Retrieved(tuple(passages), nearest)


class PassageReranker:
    """Puts in front the passages that the cross-encoder finds best, reading question and passage together."""

    def __init__(self, reranker: Reranker) -> None:
        self.reranker = reranker

    def rerank(self, question: str, passages: Sequence[Passage], *, timing: Timing = NO_TIMING) -> list[Passage]:
        """Return all passages with the cross-encoder's logit as `score`: the leaders best first, then the others."""
        scores = self.reranker.scores(question, [reading_text(passage) for passage in passages])
        scored = [replace(passage, score=float(score)) for passage, score in zip(passages, scores, strict=True)]
        timing = timing.among(sorted(scored, key=lambda passage: -(passage.score or 0.0))[:LEADERS])
        leaders = _distinct(sorted(scored, key=lambda passage: -_with_time(passage, timing)))[:LEADERS]
        return [*leaders, *(passage for passage in scored if passage not in leaders)]


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Leave out passages most of whose words stand in a better one: copies would fill the places of other sources."""
    kept: list[tuple[Passage, frozenset[str]]] = []
    for passage in passages:
        words = frozenset(passage.clean_text.lower().split())
        if all(len(words & other) < COPIED * min(len(words), len(other)) for _, other in kept):
            kept.append((passage, words))
    return [passage for passage, _ in kept]


def reading_text(passage: Passage) -> str:
    """Return what the models read of a passage: its title, then its text without page junk."""
    return f"{passage.title}. {passage.clean_text}"


def _with_time(passage: Passage, timing: Timing) -> float:
    return (passage.score or 0.0) + TIME_BONUS * timing.weight(passage)
