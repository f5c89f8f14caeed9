"""Mark the words of a sentence that answer the question: those the reader points at, else the value it asks for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_assistant.answering.asked import asks_whether, counts, kinds_asked, values_asked
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import MONTHS, WEEKDAYS, values

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

_MOVES = (
    r"grow|grew|grown|r[io]se|risen|increase|gain|climb|jump|f[ae]ll|fallen|drop|decline|decrease|shrink|shrank|shrunk"
    r"|go up|gone up|went up|go down|gone down|went down|come down|came down|improve|slip|slump|soar"
    r"|surge|plunge|advance"
)
_ASKS_FOR_CHANGE = re.compile(
    rf"\bhow (?:much|far)\b[^?]*\b(?:{_MOVES})(?:e?d|p?ped)?\b(?!\s+to\b)(?![^?]*\bto\s*\??$)(?<!\bto how much)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    rf"\b(?:{_MOVES})(?:e?d|p?ped|ing|p?ping|s)?\s+(?P<by>by\s+)?(?:(?:about|some|around|nearly|almost|just|over|only|a"
    r"|another|more than|less than|further)\s+){0,3}$",
    re.IGNORECASE,
)
_TO_LEVEL = re.compile(
    r",?\s+to(?:\s+(?:an?|the|about|some|around|nearly|almost|just|over|under|record|more than|less than))*\s+"
)
_LETTER = re.compile(r"\b[A-Z]\b")
_OFFERS = re.compile(r"\b(?:or|between|either|versus|vs?)\b", re.IGNORECASE)
"""In questions that name what may answer them."""
_NAMES = re.compile(r"[A-Z]\w*(?:\s+[A-Z]\w*)*")
_TIMES = frozenset({*MONTHS, *WEEKDAYS})
_AUXILIARY = re.compile(r"\b(?:do|does|did|has|have|had|can|could|will|would|should|may|might|must)\s+$", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose|which|what|where)\b", re.IGNORECASE)


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
    span = direct_answer(question, sentence) if pointed_at is None else _pointed(question, sentence, pointed_at)
    return None if span is None or _only_repeats(question, sentence[slice(*span)]) else span


def _pointed(question: str, sentence: str, pointed_at: Span) -> Span | None:
    """Return the place of the words that the reader points at as they are marked; None where that says nothing."""
    start, end = pointed_at
    if end - start > MOST * len(sentence):
        return None
    span = whole_words(sentence, pointed_at)
    return _change_before(question, sentence, span) or span


def _change_before(question: str, sentence: str, level: Span) -> Span | None:
    """Return the place of a change before a level, where it is asked for: `7 percent` in `rose 7 percent to £2bn`."""
    if not _ASKS_FOR_CHANGE.search(question):
        return None
    given = [value for value in values(sentence) if value.kind in _NUMBERS]
    for change, new in pairwise(given):
        if not (new.span[0] < level[1] and level[0] < new.span[1] and level[0] >= change.span[1]):
            continue
        led = _CHANGED.search(sentence[: change.span[0]])
        is_change = led and (change.kind == "percent" != new.kind or (change.kind == new.kind and led["by"]))
        if is_change and _TO_LEVEL.fullmatch(sentence[change.span[1] : new.span[0]]):
            return change.span
    return None


def _only_repeats(question: str, text: str) -> bool:
    """Return whether words say nothing that the question does not, and are none of those it names to choose from."""
    words = content_words(text)
    if not words or not words <= content_words(question) or _OFFERS.search(question):
        return False
    if not set(_LETTER.findall(text)) <= set(_LETTER.findall(question)):
        return False  # "type B", of which type it was
    named = [match for match in _NAMES.finditer(question, 1) if not _TIMES.intersection(match[0].split())]
    # whoever "did sign" is none of those that may have been signed
    offered = [name for name in named if not _AUXILIARY.search(question[: name.start()])]
    is_a_choice = len(named) > 1 and any(words & content_words(name[0]) for name in offered)
    return not (is_a_choice and _ASKS_WHO.search(question))


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
