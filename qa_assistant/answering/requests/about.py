"""Find the articles about a subject, and in each the sentence that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.corrections import misreports
from qa_assistant.retrieval.hybrid import HybridRetriever, reading_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.models import Embedder, Reranker
    from qa_assistant.schema import Filters, Passage

SEARCHED = 200
"""Passages taken from each of the two searches."""
READ = 30
"""Passages that the cross-encoder reads."""
NAMED = 0.99
"""Share of the subject's words, by weight, from which a passage names all of it."""
TOUCHED = -6.0
"""Logit of the cross-encoder below which a passage that names the subject is about other things all the same."""
TOLD = 0.0
"""Logit from which a passage is about a subject that it tells of in other words; its names must be there still."""

_NAME = re.compile(r"\b(?:[^\W\d_a-z]\w*|\w*\d\w*)")
"""A word with a capital, or a number; a subject stands in the middle of a sentence."""


class ArticleSearch(Protocol):
    """The part of an index in which articles about a subject are found."""

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the passages nearest to the embedding."""
        ...

    def keyword(self, query: str, k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the passages that match the words of the query best."""
        ...

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages in the order of their ids."""
        ...

    def whole(self, file: str) -> Passage:
        """Return an article as one passage."""
        ...

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the origin of an article and the other files of it."""
        ...

    def stems(self, text: str) -> list[str]:
        """Return the words of a text as the keyword search compares them."""
        ...

    def term_weights(self, text: str) -> dict[str, float]:
        """Return the stems of a text's content words, each with its weight."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """An article about a subject: its best passages, best first, the whole of it, its origin and how well it fits."""

    whole: Passage
    passages: tuple[Passage, ...]
    origin: str
    score: float
    """Logit of its best passage."""

    @classmethod
    def of(cls, whole: Passage, origin: str) -> Found:
        """Return an article that is all about it."""
        return cls(whole, (whole,), origin, 0.0)


class Subject:
    """The words of a subject by weight, as the index knows them."""

    def __init__(self, topic: str, index: ArticleSearch) -> None:
        self.topic = topic
        self._index = index
        self._weights: Mapping[str, float] = index.term_weights(topic)
        names = _NAME.findall(topic) if not topic.isupper() else []
        self._names = {stem for name in names for stem in index.stems(name) if stem in self._weights}

    def is_about(self, text: str, score: float) -> bool:
        """Return whether a text is about the subject, given what the cross-encoder makes of it."""
        held = set(self._index.stems(text))
        if not self._names <= held:
            return False
        return score >= (TOUCHED if self._share(held) >= NAMED else TOLD)

    def share(self, text: str) -> float:
        """Return the share of the subject's words (0…1), by weight, that a text holds."""
        return self._share(set(self._index.stems(text)))

    def _share(self, held: set[str]) -> float:
        total = sum(self._weights.values())
        return sum(weight for stem, weight in self._weights.items() if stem in held) / total if total else 0.0

    def mention(self, found: Found) -> Quote:
        """Return the first sentence of an article that names most of the subject; else that of its best passage."""
        quotes = [Quote(found.whole, span) for span in found.whole.sentences]
        quotes = [quote for quote in quotes if not misreports(quote.words)] or quotes
        shares = [self.share(quote.words) for quote in quotes]
        best = max(shares, default=0.0)
        if best > 0:
            return quotes[shares.index(best)]
        first = found.passages[0].sentences[0]
        return Quote(found.whole, first)


def find_articles(
    subject: Subject, index: ArticleSearch, embedder: Embedder, reranker: Reranker, filters: Filters | None
) -> list[Found]:
    """Return the articles about a subject, best first."""
    retriever = HybridRetriever(index, embedder, dense_depth=SEARCHED, keyword_depth=SEARCHED, depth=READ)
    passages = [p for p in retriever.retrieve(subject.topic, filters=filters).passages if p.sentences]
    scores = reranker.scores(subject.topic, [reading_text(passage) for passage in passages])
    by_file: dict[str, list[tuple[float, Passage]]] = {}
    for passage, score in zip(passages, map(float, scores), strict=True):
        if subject.is_about(reading_text(passage), score):
            by_file.setdefault(passage.file, []).append((score, passage))
    found = []
    for file, scored in by_file.items():
        scored.sort(key=lambda pair: (-pair[0], pair[1].start))
        origin, _ = index.origin_of(file)
        found.append(Found(index.whole(file), tuple(passage for _, passage in scored), origin, scored[0][0]))
    return sorted(found, key=lambda one: (-one.score, one.whole.file))


def by_origin(found: Sequence[Found]) -> list[list[Found]]:
    """Return the articles in groups of the same copy, best first."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.origin, []).append(one)
    return list(groups.values())
