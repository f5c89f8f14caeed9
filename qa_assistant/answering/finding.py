"""Find which sentences hold the answer, and which of their words, by where the reader points in whole passages.

A sentence that says "it" or "the company" is read badly alone; in its passage it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qa_assistant.models import Pointing, PointingReranker
    from qa_assistant.schema import Passage, Span

    Place = tuple[str, int, int]
    """File and offsets of a sentence."""

ABSENT = -20.0
"""The value of a sentence none of whose words were read, because the passage is too long."""
LONGEST = 64
"""Tokens that an answer has at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Answering:
    """What the reader makes of a sentence. All places are in the sentence on one line."""

    peak: float = ABSENT
    """The value of its best words as the answer, against there being none: the logarithm of how many times likelier."""
    mass: float = ABSENT
    """The same for all its words taken together."""
    words: Span = (0, 0)
    """The place of the best words."""
    spans: NDArray[np.int64] | None = None
    """The places of its tokens, of shape (tokens, 2); None where the sentence was not read."""
    values: NDArray[np.float64] | None = None
    """Of each pair of tokens the value of the words from the one to the other, of shape (tokens, tokens)."""

    @property
    def answer(self) -> Span | None:
        """The place of the words that answer; None where it is likelier that none do."""
        return self.words if self.peak > 0 else None

    def value_of(self, place: Span) -> float:
        """Return the value of the best words that share some with `place`."""
        if self.spans is None or self.values is None:
            return ABSENT
        is_within = (self.spans[:, None, 0] < place[1]) & (self.spans[None, :, 1] > place[0])
        return float(self.values[is_within].max(initial=ABSENT))


NOT_READ = Answering()


@dataclass(frozen=True)
class Found:
    """Where the answer may stand among the sentences that were read."""

    sentences: Mapping[Place, Answering]

    def of(self, place: Place) -> Answering:
        """Return what the reader makes of a sentence."""
        return self.sentences.get(place, NOT_READ)

    def read(self, place: Place) -> Answering | None:
        """Return the same; None where the sentence was not read."""
        one = self.of(place)
        return None if one is NOT_READ else one

    @cached_property
    def best(self) -> float:
        """The highest peak of all sentences."""
        return max((one.peak for one in self.sentences.values()), default=ABSENT)

    @cached_property
    def surplus(self) -> float:
        """The mass of all sentences."""
        masses = [one.mass for one in self.sentences.values()]
        return float(np.logaddexp.reduce(masses)) if masses else ABSENT

    @cached_property
    def total(self) -> float:
        """The mass of all sentences and of there being no answer."""
        return float(np.logaddexp(self.surplus, 0.0))


def find(reader: PointingReranker, question: str, passages: Sequence[Passage]) -> Found:
    """Point in the passages; a sentence that stands in two of them counts where more points at it."""
    found: dict[Place, Answering] = {}
    pointed = reader.point(question, [reading_text(passage) for passage in passages])
    for passage, pointing in zip(passages, pointed, strict=True):
        for place, span in sentences_as_read(passage):
            one = answering_in(pointing, span)
            if place not in found or one.peak > found[place].peak:
                found[place] = one
    return Found(found)


def answering_in(pointing: Pointing, sentence: Span) -> Answering:
    """Return what the reader makes of the sentence at this place of the text that it points in."""
    start, end = sentence
    (inside,) = np.nonzero((pointing.spans[:, 0] >= start) & (pointing.spans[:, 1] <= end))
    if not len(inside):
        return NOT_READ
    spans = pointing.spans[inside] - start
    values: NDArray[np.float64] = pointing.starts[inside, None].astype(np.float64) + pointing.ends[None, inside]
    first, last = np.indices(values.shape)
    values[(last < first) | (last >= first + LONGEST)] = -np.inf
    begin, stop = np.unravel_index(int(values.argmax()), values.shape)
    words = (int(spans[begin, 0]), int(spans[stop, 1]))
    return Answering(float(values.max()), float(np.logaddexp.reduce(values, axis=None)), words, spans, values)


def sentences_as_read(passage: Passage) -> Iterator[tuple[Place, Span]]:
    """Yield the place of each sentence, and where it stands in what the models read of the passage."""
    at = len(reading_text(passage)) - len(passage.clean_text)
    for start, end in passage.sentences:
        length = len(" ".join(passage.text[start - passage.start : end - passage.start].split()))
        yield (passage.file, start, end), (at, at + length)
        at += length + 1
