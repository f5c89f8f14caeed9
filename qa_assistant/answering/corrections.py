"""Corrections in articles: what was wrongly reported is not quoted without the sentence that puts it right.

That holds for the correction, and for a report that it corrects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.agreement import Agreement
from qa_assistant.answering.amounts import amounts, are_comparable, differ
from qa_assistant.answering.citing import NEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import Quote
    from qa_assistant.schema import Span

_MISREPORTS = re.compile(
    r"^\W*(?:correction|clarification|corrected|editor['’]?s note)\b"
    r"|\b(?:earlier|previous|original|first|initial) (?:version|edition|headline)"
    r" of th(?:is|e) (?:article|story|report|page)\b"
    r"|\bmis(?:stated|identified|reported|spelled|spelt|attributed|quoted)\b"
    r"|\b(?:wrongly|incorrectly|mistakenly|erroneously) (?:said|stated|reported|gave|put|named|described|identified)\b",
    re.IGNORECASE,
)
_IS_WHOLE = re.compile(
    r"(?:[,;]|\band|\bbut) not\b|\bnot\b[^.]{1,60}\bbut\b|\bnot (?:the |an? |in |on |at )?[£$€\d]"
    r"|\b(?:rather than|instead of|in fact|should have|correct (?:figure|number|name|date|sum|year))\b",
    re.IGNORECASE,
)

_REPORTED = re.compile(r"^.*?\bthat\b", re.IGNORECASE)
COVERED = 0.7
"""Share of the words of what was wrongly reported that stand in a sentence which reported it."""


def misreports(sentence: str) -> bool:
    """Return whether a sentence says what was wrongly reported and leaves what is right to the next."""
    return bool(_MISREPORTS.search(sentence)) and not _IS_WHOLE.search(sentence)


def inseparable(quote: Quote, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return a quote with the half of the correction that it is the other half of, if it is one, in reading order."""
    start, end = quote.span
    beside = [other for other in quotes if other.passage.file == quote.passage.file]
    after = min((other for other in beside if 0 <= other.span[0] - end <= NEAR), key=_start, default=None)
    if after and misreports(quote.words):
        return quote, after
    before = max((other for other in beside if 0 <= start - other.span[1] <= NEAR), key=_start, default=None)
    return (before, quote) if before and misreports(before.words) else (quote,)


def whole_correction(at: int, quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return the places in `quotes` of one of them and of what it is not quoted without; none where that is missing."""
    if not misreports(quotes[at].words):
        return (at,)
    whole = inseparable(quotes[at], quotes)
    return (at, quotes.index(whole[1])) if len(whole) > 1 else ()


def corrected_by(quote: Quote, answer: Span, quotes: Sequence[Quote]) -> tuple[Amount, Quote, Amount] | None:
    """Return the value that a quote gives as the answer, the quote that corrects it, and the value that is right.

    `answer` is the place, in the words of the quote, of those that answer.
    """
    mine = [one for one in _amounts(quote) if one.span[0] < answer[1] and answer[0] < one.span[1]]
    for other in quotes if mine else ():
        if other == quote or not misreports(other.words):
            continue
        reported = Agreement(_REPORTED.sub("", other.words), [quote.words])
        right = inseparable(other, quotes)[-1]
        if right == other or reported.unfounded or reported.features()["coverage"] < COVERED:
            continue
        for value in mine:
            is_reported = any(are_comparable(value, one) and not differ(value, one) for one in _amounts(other))
            new = next((one for one in _amounts(right) if are_comparable(value, one) and differ(value, one)), None)
            if is_reported and new:
                return value, right, new
    return None


def _amounts(quote: Quote) -> tuple[Amount, ...]:
    return amounts(quote.words, quote.passage.published)


def _start(quote: Quote) -> int:
    return quote.span[0]
