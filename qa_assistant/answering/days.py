"""Written dates and times of day as numbers that can be compared."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_assistant.answering.numerals import Interval, number_of
from qa_assistant.answering.values import MONTHS, WEEKDAYS
from qa_assistant.retrieval.periods import periods

if TYPE_CHECKING:
    from qa_assistant.answering.values import Value

_HOURS = {"midnight": (0, 0), "noon": (12, 12), "dawn": (4, 7), "sunrise": (4, 8), "dusk": (16, 22), "sunset": (16, 22)}

_SPOKEN = re.compile(r"(?P<minutes>[a-z\s-]+?)(?:\s+minutes?)?\s+(?P<side>past|after|to)\s+(?P<hour>[a-z]+)$")
"""A quarter past six, ten minutes to noon."""
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_QUARTER = r"(?:(?:first|second|third|fourth|last)[\s-]quarter|Q[1-4])"
_FIRST_HALF = r"(?:early(?:\s+in)?|(?:beginning|start)\s+of|first[\s-]half(?:\s+of)?|H1(?:\s+of)?)"
_SECOND_HALF = r"(?:late(?:\s+in)?|end\s+of|(?:second|last)[\s-]half(?:\s+of)?|H2(?:\s+of)?)"
_MIDDLE = r"(?:mid|middle\s+of)"
_PART_OF_TIME = re.compile(
    rf"\b(?:(?P<first>{_FIRST_HALF})|(?P<second>{_SECOND_HALF})|(?P<middle>{_MIDDLE})"
    rf"|(?P<named>{_QUARTER}|{_SEASON})(?:\s+of)?)(?:\s+|(?<=mid)-)(?:the\s+year\s+)?(?=\S+(?:\s\S+)?$)",
    re.IGNORECASE,
)
"""What stands before a year, a decade or a month where a part of it is meant, and never more than a date follows."""
_LED_BY_OTHERS = re.compile(
    r"(?:\b(?:by|before|until|till|into|since|after|from|than|between|through|and|or|(?:half|quarter|Q\d|H\d|early|mid|late"
    r"|spring|summer|autumn|fall|winter)\s+to)\s+(?:at\s+least\s+|about\s+)?(?:the\s+)?|[-–/])$",
    re.IGNORECASE,
)
"""Before a part that is the border of a time, or one of several: `by early 2027`, `in spring or autumn 2027`."""
SPRING_ENDS = 21
"""Days after the end of May until which the calendar's spring lasts, as each season does after its third month."""


def dates(value: Value, published: date | None) -> tuple[Interval, ...]:
    """Return the days a value may stand for, each as the first and last ordinal."""
    text = value.text
    if part := _PART_OF_TIME.match(text):
        whole = dates(replace(value, text=text[part.end() :]), published)
        return tuple(_part(part, interval) for interval in whole)
    if value.kind == "weekday":
        return _weekday(text, published or date.today())
    year = re.search(r"\b(?:1\d{3}|20\d\d)", text)
    if value.kind == "year":
        if not year:
            return ()  # "last year"
        first = int(year[0])
        return (_days(date(first, 1, 1), date(first + (9 if text.endswith("s") else 0), 12, 31)),)
    month = month_in(text)
    if month is None:
        return ()
    day = re.search(r"(?<!\d)\d{1,2}(?!\d)", text) if value.kind == "day" else None
    years = [int(year[0])] if year else _years_near(month, published)
    return tuple(interval for y in years if (interval := _month_or_day(y, month, int(day[0]) if day else None)))


def with_part(value: Value, sentence: str) -> Value:
    """Return a year, a decade or a month with the words before it that tell which part of it is meant, if any do.

    Early and late are vague, so what they may mean is taken as wide as can be: two halves, and a middle across both.
    """
    start, end = value.span
    if value.kind not in {"year", "month"}:
        return value
    before = sentence[max(0, start - 40) : start]
    found = next(
        (match for match in _PART_OF_TIME.finditer(f"{before}{value.text}") if match.end() == len(before)), None
    )
    if found is None or (found["named"] and not re.fullmatch(r"\d{4}", value.text)):
        return value
    first = start - len(before) + found.start()
    if _LED_BY_OTHERS.search(sentence[:first]):
        return value
    return replace(value, span=(first, end), text=sentence[first:end])


def season_in(text: str) -> str | None:
    """Return the season that a date begins with."""
    part = _PART_OF_TIME.match(text)
    return part["season"].lower().replace("fall", "autumn") if part and part["season"] else None


def _part(part: re.Match[str], whole: Interval) -> Interval:
    """Return the days of a part of a year, a decade or a month."""
    first, last = whole
    if part["named"]:
        year = date.fromordinal(int(first)).year
        found = periods(f"{part[0].replace('-', ' ')}{year}", date(year, 12, 31))
        if not found or found[0].start != 0:
            return whole
        if part["season"] is None:
            return _days(found[0].first, found[0].last)
        # the winter of a year may be the one that it begins or the one that it ends with
        begins = first if part["season"].lower() == "winter" else float(found[0].first.toordinal())
        return begins, float(found[0].last.toordinal() + SPRING_ENDS)
    # the second half of a year begins with July
    half = (last - first - 1) // 2
    if part["middle"]:
        return first + half // 3, last - half // 3
    return (first, first + half - 1) if part["first"] else (first + half, last)


def month_in(text: str) -> int | None:
    """Return the number of the month that a date gives in words, whole or in short, from 1 to 12; None for none."""
    return next((n for n, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", text, re.IGNORECASE)), None)


def _years_near(month: int, published: date | None) -> list[int]:
    if published is None:
        # without a year in either article, the day and the month are what can be compared
        return [2000]
    return [min((published.year + k for k in (-1, 0, 1)), key=lambda y: abs((date(y, month, 15) - published).days))]


def _month_or_day(year: int, month: int, day: int | None) -> Interval | None:
    if day is None:
        following = date(year + month // 12, month % 12 + 1, 1)
        return _days(date(year, month, 1), following - timedelta(days=1))
    try:
        return _days(date(year, month, day), date(year, month, day))
    except ValueError:
        # "31 June" is no day: nothing can be the same or differ
        return None


def _weekday(text: str, published: date) -> tuple[Interval, ...]:
    near = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}.get(text.lower())
    if near is not None:
        day = published + timedelta(days=near)
        return (_days(day, day),)
    if text.rstrip("s") not in WEEKDAYS:
        return ()  # "next week" says too little
    number = WEEKDAYS.index(text.rstrip("s"))
    back = (published.weekday() - number) % 7
    return tuple(
        _days(d, d) for d in (published - timedelta(days=back), published + timedelta(days=(7 - back) % 7 or 7))
    )


def _days(first: date, last: date) -> Interval:
    return float(first.toordinal()), float(last.toordinal())


def minutes(text: str, *, about: bool) -> tuple[Interval, ...]:
    """Return the minutes of the day that a time of day may stand for: two where it is not said which half of it."""
    lower = text.lower()
    for word, (first, last) in _HOURS.items():
        if re.search(rf"\b{word}$", lower) and not _SPOKEN.search(lower):
            return ((60.0 * first, 60.0 * last),)
    if spoken := _SPOKEN.search(lower):
        hour, minute = _hour(spoken["hour"]), _spoken_minutes(spoken["minutes"])
        total = 60.0 * hour + (minute if spoken["side"] in {"past", "after"} else -minute)
        is_either = spoken["hour"] not in _HOURS
    else:
        digits = re.search(r"(\d{1,2})(?:[:.](\d\d))?", lower)
        hour = int(digits[1]) if digits else _hour(lower)
        total = 60.0 * hour + (int(digits[2] or 0) if digits else 0)
        is_either = 1 <= hour <= 12 and not (digits and digits[0].startswith("0"))
    if re.search(r"p\.?m|afternoon|evening|at\s+night", lower):
        total, is_either = total % 720 + 720, False
    elif re.search(r"a\.?m\b|morning", lower):
        total, is_either = total % 720, False
    off = 15 if about else 0
    halves = (total % 720, total % 720 + 720) if is_either else (total % 1440,)
    return tuple((each - off, each + off) for each in halves)


def _hour(text: str) -> int:
    if text in _HOURS:
        return _HOURS[text][0]
    number = number_of(text)
    return int(number[0]) if number else 0


def _spoken_minutes(text: str) -> float:
    if "quarter" in text or "half" in text:
        return 15.0 if "quarter" in text else 30.0
    number = number_of(text)
    return number[0] if number else 0.0
