"""The windows of time that a question names, relative to the day it is asked on.

A question names the time of an event ("What happened in June 2022?") or that of the articles it wants ("articles from
June"). Events are reported when they happen or later, so only the second kind leaves other articles out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_assistant.retrieval.periods import TO, WEEKDAY, YEAR, Period, periods
from qa_assistant.retrieval.telling import means_from_then_on
from qa_assistant.schema import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WINDOWS = 4
"""Of a question that names more times than these, none is looked at first."""

_POINTER = (
    r"\b(?:(?P<since>since)|(?P<after>after|following)|(?P<before>before|prior\s+to)|(?P<until>until|till|up\s+to|by)"
    r"|(?P<as_of>as\s+(?:of|at)))"
)
_POINTS = re.compile(rf"{_POINTER}\s+$", re.IGNORECASE)
_POINTS_TO_THE = re.compile(rf"{_POINTER}\s+the\s+$", re.IGNORECASE)
"""Before a period that ends its clause: "since the start of July", not "before the 2024 election"."""
_ENDS_CLAUSE = re.compile(r"\s*(?:[?.!,;)]|$)")
_ONE_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_BEFORE_ITS_DATE = re.compile(r",?\s+(?:the\s+)?")
WEEK = timedelta(days=7)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(TO, re.IGNORECASE)
_AND = re.compile(r"\s*and\s*", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|shall|going\s+to|would|upcoming|planned|scheduled|expected)\b", re.IGNORECASE)

_ARTICLES = r"(?:articles|reports|stories|coverage|reporting|news|pieces|headlines)"
_PUBLISHED = r"(?:published|reported|written|printed|dated|covered)"
_LINK = r"(?:(?:from|of|in|on|during|since|between|before|after|until|for|by)\s+){0,2}(?:the\s+)?$"
_ABOUT = r"(?:\s+(?:about|on|of)(?:\s+[\w’'-]+){1,4}?)"
_ASKS_FOR_ARTICLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # articles (that were published) in June
        rf"\b{_ARTICLES}(?:\s+(?:that|which))?(?:\s+(?:was|were))?(?:\s+{_PUBLISHED})?\s+{_LINK}",
        # coverage of the flood since June; what was "in June" may be the flood's time
        rf"\b{_ARTICLES}{_ABOUT}\s+(?:(?:from|since|between|until)\s+|{_PUBLISHED}\s+(?:in|on)\s+)(?:the\s+)?$",
        # what was reported (about the flood) in June; which articles were published in June
        rf"^\W*(?:what|which(?:\s+\w+){{1,2}})\s+(?:was|were|has\s+been|have\s+been)\s+{_PUBLISHED}{_ABOUT}?\s+{_LINK}",
        # what did the papers write (about the flood) in June
        rf"^\W*what\s+(?:did|have|has)\s.*\b(?:papers|newspapers|press|media|outlets|articles)\s+"
        rf"(?:say|said|write|written|reported|report){_ABOUT}?\s+{_LINK}",
    )
)


def windows_of(question: str, asked_on: date) -> tuple[Window, ...]:
    """Return the windows that a question names, in its order; none of them begins after the day it is asked on."""
    if not date.min.year < asked_on.year < date.max.year:
        # at the ends of the calendar nothing can be counted back or on
        return ()
    found = _with_their_weekdays(question, periods(question, asked_on))
    if _FUTURE.search(question):
        found = [period for period in found if period.is_past]
    windows = []
    while found:
        one, *found = found
        window = _joined(question, one, found[0], asked_on) if found else None
        if window:
            found = found[1:]
        else:
            window = _pointed(question, one, asked_on)
        is_over = window.last is not None and window.last < asked_on
        if is_over if window.first is None else window.first <= asked_on:
            windows.append(_until(window, asked_on))
    windows = list(dict.fromkeys(windows))
    if len(windows) == 1 and _asks_for_articles(question, windows[0]):
        return (replace(windows[0], use="only"),)
    return tuple(windows) if len(windows) <= MOST_WINDOWS else ()


def _with_their_weekdays(question: str, found: Sequence[Period]) -> list[Period]:
    """Return the periods, a day with the weekday before it as one: "Wednesday, 9 July"."""
    kept: list[Period] = []
    for one in found:
        before = kept[-1] if kept else None
        if (
            before
            and one.first == one.last
            and _ONE_WEEKDAY.fullmatch(question[before.start : before.end])
            and _BEFORE_ITS_DATE.fullmatch(question[before.end : one.start])
        ):
            kept[-1] = replace(one, start=before.start)
        else:
            kept.append(one)
    return kept


def _joined(question: str, one: Period, other: Period, asked_on: date) -> Window | None:
    """Return the window from one period to the next, where the question joins the two."""
    between = question[one.end : other.start]
    is_range = bool(_BETWEEN.search(question[: one.start]))
    is_to = bool(_TO.fullmatch(between)) and not _AND.fullmatch(between)
    if not (is_to or (_TO.fullmatch(between) and (is_range or one.last - one.first > timedelta(days=7)))):
        return None
    if other.has_year and not one.has_year:
        # "from March to May 2024"
        year = other.first.year
        read = periods(f"in {question[one.start : one.end]} {year}", asked_on)
        one = replace(one, first=read[0].first, last=read[0].last) if read else one
    if one.first > other.first and _ONE_WEEKDAY.fullmatch(question[other.start : other.end]):
        # "between Monday and Wednesday", asked on a Wednesday: this week's where it has been, else last week's
        if other.last + WEEK <= asked_on:
            other = replace(other, first=other.first + WEEK, last=other.last + WEEK)
        else:
            one = replace(one, first=one.first - WEEK, last=one.last - WEEK)
    elif one.first > other.first:
        one = replace(one, first=one.first - YEAR, last=one.last - YEAR)
    is_one_run = is_to or is_range or one.last + timedelta(days=1) == other.first
    words = question[one.start : other.end]
    return Window(words, one.first, other.last) if is_one_run and one.first <= other.last else None


def _pointed(question: str, period: Period, asked_on: date) -> Window:
    """Return the window of one period, or the one before or after it that the question points to."""
    points = _POINTS.search(question[: period.start])
    if points is None and _ENDS_CLAUSE.match(question, period.end):
        points = _POINTS_TO_THE.search(question[: period.start])
    is_as_of = points is not None and points.lastgroup == "as_of"
    if points is None or (is_as_of and (period.last >= asked_on or means_from_then_on(question))):
        return Window(question[period.start : period.end], period.first, period.last)
    first, last = {
        "since": (period.first, asked_on),
        "after": (period.last + timedelta(days=1), asked_on),
        "before": (None, period.first - timedelta(days=1)),
        "until": (None, period.last),
        "as_of": (None, period.last),
    }[str(points.lastgroup)]
    return Window(question[points.start() : period.end], first, last)


def _until(window: Window, asked_on: date) -> Window:
    return replace(window, last=min(window.last or asked_on, asked_on))


def _asks_for_articles(question: str, window: Window) -> bool:
    before = question[: question.index(window.words)]
    points = _POINTS.match(f"{window.words.split()[0]} ")
    before += points[0] if points else ""
    return any(pattern.search(before) for pattern in _ASKS_FOR_ARTICLES)
