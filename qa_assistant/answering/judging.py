"""Whether the words that the reader points at do answer the question, by a second model that is told which they are.

Where a passage speaks of the right people and things, the reader points at the likeliest words of it also when it does
not say what is asked. Asked about those very words, a model can look for what is missing.

Source: Hu et al., "Read + Verify: Machine Reading Comprehension with Unanswerable Questions", AAAI 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Quote
    from qa_assistant.answering.finding import Found, Place
    from qa_assistant.models import PointingReranker
    from qa_assistant.schema import Passage, Span

BEFORE, AFTER = 2, 1
"""Sentences around it that are read with one."""
LONGEST = 1600
"""Characters that are read at most."""
SENTENCES = 8
"""Sentences that are judged where a question is to be answered by yes or no."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What the models make of a sentence that may settle a question for yes or no."""

    verdict: float
    """The judge's log-odds that it does."""
    alone: float
    """The cross-encoder's score of the sentence by itself."""


def verdict(judge: PointingReranker, question: str, quotes: Sequence[Quote], found: Found) -> float | None:
    """Return the log-odds that the words which the reader finds likeliest answer; None where it read none."""
    read = [(quote, one) for quote in quotes if (one := found.read(quote.place))]
    if not read:
        return None
    quote, one = max(read, key=lambda pair: pair[1].peak)
    start, end = one.words
    (judged,) = judge.verdicts(question, [(quote.words[start:end], surroundings(quote.passage, quote.span))])
    return judged.answers


def settling(judge: PointingReranker, question: str, quotes: Sequence[Quote]) -> dict[Place, Settling]:
    """Return what the models make of sentences that may settle a question for yes or no; they come likeliest first."""
    read = quotes[:SENTENCES]
    verdicts = judge.verdicts(question, [(quote.words, surroundings(quote.passage, quote.span)) for quote in read])
    scores = judge.scores(question, [quote.words for quote in read])
    return {
        quote.place: Settling(judged.answers, float(score))
        for quote, judged, score in zip(read, verdicts, scores, strict=True)
    }


def surroundings(passage: Passage, span: Span) -> str:
    """Return what is read of a passage beside a sentence: its title, the sentences around it, and itself."""
    place = passage.sentences.index(span)
    near = passage.sentences[max(0, place - BEFORE) : place + AFTER + 1]
    texts = (passage.text[start - passage.start : end - passage.start] for start, end in near)
    return f"{passage.title}. {' '.join(' '.join(texts).split())}"[:LONGEST]
