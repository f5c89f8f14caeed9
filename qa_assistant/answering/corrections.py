"""Corrections in articles: what was wrongly reported is not quoted without the sentence that puts it right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import NEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Quote

_MISREPORTS = re.compile(
    r"^\W*(?:correction|clarification|corrected|editor['’]?s note)\b"
    r"|\b(?:earlier|previous|original|first|initial) (?:version|edition|headline)"
    r" of th(?:is|e) (?:article|story|report|page)\b"
    r"|\bmis(?:stated|identified|reported|spelled|spelt|attributed|quoted)\b"
    r"|\b(?:wrongly|incorrectly|mistakenly|erroneously) (?:said|stated|reported|gave|put|named|described|identified)\b",
    re.IGNORECASE,
)
_IS_WHOLE = re.compile(
    r"\b(?:not|rather than|instead of|in fact|should have|correct (?:figure|number|name|date|sum|year))\b",
    re.IGNORECASE,
)


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


def _start(quote: Quote) -> int:
    return quote.span[0]
