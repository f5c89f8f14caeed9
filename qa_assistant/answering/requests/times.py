"""Find the time at the end of a request: `on the dam from 3 to 9 July`."""

from __future__ import annotations

import re
from datetime import date

from qa_assistant.retrieval.periods import WEEKDAY, periods

_TIME_BEGINS = re.compile(
    r"(?:^|\s)(?:(?:that|which)\s+(?:are|were|was)\s+)?(?:(?:published|dated|written|printed)\s+)?"
    r"((?:(?:from|in|of|on|during|since|after|before|until|till|up to|by|between|within)\s+)?(?:the\s+)?)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|to|and|until|till)\s*(?:the\s+)?", re.IGNORECASE)
_DATED = re.compile(rf"{WEEKDAY},?\s+(?:the\s+)?", re.IGNORECASE)
"""A weekday before its date: `Wednesday, 9 July`."""
_ANY_DAY = date(2000, 1, 1)
"""Where a time stands in a sentence does not depend on the day it is asked on."""


def without_time(tail: str) -> tuple[str, str]:
    """Return the tail without the time at its end, and that time with the words that point at it."""
    found = periods(tail, _ANY_DAY)
    if not found or found[-1].end != len(tail):
        return tail, ""
    start = found[-1].start
    if len(found) > 1 and (
        _RANGE.fullmatch(tail, found[-2].end, start) or _DATED.fullmatch(tail, found[-2].start, start)
    ):
        start = found[-2].start
    begins = _TIME_BEGINS.search(tail[:start])
    return (tail[: begins.start()].strip(), tail[begins.start(1) :].strip()) if begins else (tail, "")
