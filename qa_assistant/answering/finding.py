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

    from qa_assistant.models import Pointing, PointingReranker
    from qa_assistant.schema import Passage, Span

    Place = tuple[str, int, int]
    """File and offsets of a sentence."""

ABSENT = -20.0
"""The value of a sentence none of whose words were read, because the passage is too long."""
FAR = 7.0
"""By how much less a sentence is worth that is hardly about what is asked, where another one is."""
LONGEST = 64
"""Tokens that an answer has at most."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What the reader makes of a sentence."""

    peak: float
    """The value of its best words as the answer, against there being none: the logarithm of how many times likelier."""
    mass: float
    """The same for all its words taken together."""
    words: Span
    """The place of the best words in the sentence on one line."""


NOT_READ = Answering(ABSENT, ABSENT, (0, 0))


@dataclass(frozen=True)
class Found:
    """Where the answer may stand among the sentences that were read."""

    sentences: Mapping[Place, Answering]

    def of(self, place: Place) -> Answering:
        """Return what the reader makes of a sentence."""
        return self.sentences.get(place, NOT_READ)

    def words(self, place: Place) -> Span | None:
        """Return which words of a sentence, on one line, answer; None where it is likelier that none do."""
        one = self.of(place)
        return one.words if one.peak > 0 else None

    def pointed_at(self, place: Place) -> tuple[Span | None, Span | None]:
        """Return which words of a sentence answer, as `words` does, and which are likeliest to, be it unlikely.

        The latter are none, an empty place, where the best sentence is far likelier to answer.
        """
        one = self.of(place)
        if one is NOT_READ:
            return None, None
        return self.words(place), one.words if one.peak > self.best - FAR else (0, 0)

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
    for passage in passages:
        pointing = reader.point(question, reading_text(passage))
        for place, span in sentences_as_read(passage):
            one = _answering(pointing, span)
            if place not in found or one.peak > found[place].peak:
                found[place] = one
    return Found(found)


def _answering(pointing: Pointing, sentence: Span) -> Answering:
    start, end = sentence
    (inside,) = np.nonzero((pointing.spans[:, 0] >= start) & (pointing.spans[:, 1] <= end))
    if not len(inside):
        return NOT_READ
    # of each pair of tokens the value of the words from the one to the other
    values = pointing.starts[inside, None].astype(float) + pointing.ends[None, inside]
    first, last = np.indices(values.shape)
    values[(last < first) | (last >= first + LONGEST)] = -np.inf
    begin, stop = np.unravel_index(int(values.argmax()), values.shape)
    spans = pointing.spans[inside]
    words = (int(spans[begin, 0]) - start, int(spans[stop, 1]) - start)
    return Answering(float(values.max()), float(np.logaddexp.reduce(values, axis=None)), words)


def sentences_as_read(passage: Passage) -> Iterator[tuple[Place, Span]]:
    """Yield the place of each sentence, and where it stands in what the models read of the passage."""
    at = len(reading_text(passage)) - len(passage.clean_text)
    for start, end in passage.sentences:
        length = len(" ".join(passage.text[start - passage.start : end - passage.start].split()))
        yield (passage.file, start, end), (at, at + length)
        at += length + 1
