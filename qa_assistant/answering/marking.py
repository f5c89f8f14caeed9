"""Mark the words of a sentence that answer the question: those the reader points at, else the value it asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.asked import asks_whether, counts, kinds_asked, values_asked
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import values

if TYPE_CHECKING:
    from qa_assistant.answering.values import Value
    from qa_assistant.schema import Span

REACH = 60
"""Characters on either side of a value in which words of the question speak for it."""
CLEAR = 0.5
"""By how much more of the question must stand around a value than around the next one for it to be marked."""
MOST = 0.6
"""Share of a sentence that is marked at most: where nearly all of it answers, marking it says nothing."""
SURE = 0.5
"""Probability that a sentence answers from which words of it are marked: of those marked in others most are wrong."""

_WORD = re.compile(r"(?:[^\W_]|(?<=[^\W_])[-‐‑](?=[^\W_])|(?<=\d)[.,](?=\d)|(?<=\w)['’](?!s\b)(?=\w))+")
"""A word, also with hyphens, or a number; the `'s` after a name is no part of it."""
_NUMBERS = frozenset({"money", "percent", "number", "quantity", "length", "duration", "clock"})
"""Kinds of value that a part of says something else. A part of a date or a name may be what is asked for."""


def marked(question: str, sentence: str, pointed_at: Span | None, probability: float) -> Span | None:
    """Return the place of the words to mark in a sentence; no words of it answer a question for yes or no.

    Args:
        question: the standalone question.
        sentence: as it is shown.
        pointed_at: the words that the reader points at, if any.
        probability: how likely the sentence answers, 0…1.
    """
    if probability < SURE or asks_whether(question):
        return None
    if pointed_at is None:
        return direct_answer(question, sentence)
    start, end = pointed_at
    return whole_words(sentence, pointed_at) if end - start <= MOST * len(sentence) else None


def whole_words(sentence: str, span: Span) -> Span:
    """Return a place in a sentence, as much wider as it cuts a word or a number: not `four` of `Thirty-four`."""
    words = [match.span() for match in _WORD.finditer(sentence)]
    numbers = [value.span for value in values(sentence) if value.kind in _NUMBERS]
    for first, last in (*words, *numbers):
        start, end = span
        span = (first if first < start < last else start, last if first < end < last else end)
    return span


def direct_answer(question: str, sentence: str) -> Span | None:
    """Return the place in the sentence of the value asked for; None where its kind is open or several are as likely.

    Of several the one that counts the thing asked for goes first, then those of the likeliest kind, then the one with
    most of the question's words around it.
    """
    found = values_asked(question, sentence)
    counting = [value for value in found if counts(question, sentence, value)]
    kinds = kinds_asked(question)
    first = min((kinds.index(value.kind) for value in found), default=0)
    likely = counting or [value for value in found if kinds.index(value.kind) == first]
    asked = content_words(question)
    ranked = sorted(((_near(value, sentence, asked), value) for value in likely), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR):
        return None
    return ranked[0][1].span


def _near(value: Value, sentence: str, asked: frozenset[str]) -> float:
    """Return how many words of the question stand near a value, each counted by its nearness."""
    start, end = value.span
    near = 0.0
    for match in re.finditer(r"[\w’'-]+", sentence):
        away = max(start - match.end(), match.start() - end)
        if 0 <= away <= REACH and content_words(match[0]) & asked:
            near += 1 - away / (REACH + 1)
    return near
