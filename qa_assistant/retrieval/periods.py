"""Stretches of the calendar that a question names: `June 2022`, `the first week of July`, `last year`, `on Monday`.

Dates and what is counted back from today are read by dateparser. Here stands where a question may hold them, how long
each is, and which words that look like one are none: `who may`, `Black Friday`, `in 2000 cities`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from collections.abc import Callable

Days = tuple[date, date]
"""First and last day, both included."""

YEAR = relativedelta(years=1)
"""Taken from 29 February it leads to 28 February."""

TO = r"\s*(?:-|–|—|\b(?:to|and|until|till|through)\b)\s*"
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:19|20)\d\d"
_IN_MONTH = rf"(?:of\s+)?(?P<month>{_MONTH})"
_IN_YEAR = rf"(?:(?:,|,?\s+of)?\s+(?P<year>{_YEAR}))?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1": 1, "2": 2, "3": 3, "4": 4}
_NTH = rf"(?P<nth>{'|'.join(_ORDINALS)})(?:st|nd|rd|th)?"
_PART = r"(?P<part>early|mid|late|beginning\s+of|start\s+of|middle\s+of|end\s+of)[\s-]+"
_THIRDS = {"e": 0, "b": 0, "s": 0, "m": 1, "l": 2}
"""Which third of a month or a year the word for a part means, by its first letter; `end` is told apart in `_third`."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_COUNT = r"(?:\d{1,3}|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|several|couple\s+of)"
_PREVIOUS = r"(?:(?<=\bin the )|(?<=\bduring the ))previous"
"""Not in "compared with the previous year": that is the one before another."""
_UNITS = r"(?:days?|weeks?|months?|years?)"


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a text names, and where in the text."""

    start: int
    end: int
    first: date
    last: date
    has_year: bool
    """Whether the words give the year, so that it could be given to a neighbour: `from March to May 2024`."""
    is_past: bool
    """Whether the words themselves say that it has begun: `last week`, `2021`; `on Friday` does not."""


def periods(text: str, asked_on: date) -> list[Period]:
    """Return the periods that a text names, in their order; a month or a day without its year is the last one begun."""
    found: list[Period] = []
    for pattern, days_of in _KINDS:
        for match in pattern.finditer(text):
            is_taken = any(match.start() < other.end and other.start < match.end() for other in found)
            if is_taken or (pattern in _BARE and not _is_led(text, match)):
                continue
            if days := days_of(match, asked_on):
                has_year = bool(re.search(_YEAR, match[0]))
                is_past = has_year or bool(_PAST.search(match[0]))
                found.append(Period(*match.span(), *days, has_year=has_year, is_past=is_past))
    return sorted(found, key=lambda period: period.start)


_PAST = re.compile(r"last|previous|past|recent|ago|yesterday|today|this|weekend", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|[-–—]|\b(?:in|of|since|until|till|from|to|by|before|after|during|throughout|between|and|through|on|over))"
    r"\s*(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
"""What stands before a month, weekday or year with nothing else that tells it from a name or a number."""
_NAME_GOES_ON = re.compile(r"\s+[A-Z]\w")
_COUNTS_THINGS = re.compile(r"\s+(?!(?:was|is|has|does|as|this|versus|vs)\b)(?:[a-z]+s|people|men|women|children)\b")
_ALSO_VERBS = ("may", "march")
"""Months that in lower case are mostly other words: `who may`, `the march`."""
_LEADS_MONTH = re.compile(
    r"\b(?:in|since|from|until|till|during|throughout|before|after|by|between)\s+"
    rf"(?:{_MONTH}{TO})?$",
    re.IGNORECASE,
)
_ENDS_MONTH = re.compile(rf"\s*(?:$|[?.!,;:)]|(?:about|regarding|please|pls|plz)\b)|{TO}{_MONTH}", re.IGNORECASE)


def _is_led(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() :]
    if _NAME_GOES_ON.match(after) or _COUNTS_THINGS.match(after):
        return False
    if match[0] in _ALSO_VERBS:
        return bool(_LEADS_MONTH.search(text[: match.start()]) and _ENDS_MONTH.match(after))
    return bool(_LEAD.search(text[: match.start()])) or after.startswith(("'s ", "’s ")) or " " in match[0]


@lru_cache(maxsize=512)
def _read(words: str, asked_on: date) -> tuple[date, str] | None:
    """Return a day of what `words` name, and whether that is a day, week, month or year."""
    # takes a fifth of a second to import
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime(asked_on.year, asked_on.month, asked_on.day),
        "PREFER_DATES_FROM": "past",
    }
    data = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    return (data.date_obj.date(), data.period or "day") if data.date_obj else None


def _written(match: re.Match[str], asked_on: date) -> Days | None:
    """Return the days of what dateparser reads: a day, a week, a month or a year."""
    written = re.sub(r"\bprevious\b", "last", match[0], flags=re.I)
    written = re.sub(r"\b(?:few|several)\b", "3", re.sub(r"\bcouple\s+of\b", "2", written, flags=re.I), flags=re.I)
    words = re.sub(r"^(?:this|last)\s+(?=\w+$)(?!week|month|year)|\bof\b|^the\b|,", " ", written, flags=re.IGNORECASE)
    read = _read(" ".join(words.split()), asked_on)
    if read is None:
        return None
    day, kind = read
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if kind == "month":
        return _months(day.year, day.month, 1)
    return _months(day.year, 1, 12) if kind == "year" else (day, day)


def _dotted(match: re.Match[str], _: date) -> Days | None:
    """Return the day of a date with dots, which everywhere begins with the day."""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return day, day


def _this(match: re.Match[str], asked_on: date) -> Days:
    # asked on a Monday, nobody means that day alone
    week_ago = asked_on - timedelta(days=6)
    begun = {"week": week_ago, "month": asked_on.replace(day=1), "year": asked_on.replace(month=1, day=1)}
    return begun[match["unit"].lower()], asked_on


def _recent(match: re.Match[str], asked_on: date) -> Days | None:
    count = re.sub(r"few|several|couple\s+of", "3", match["count"] or "1", flags=re.IGNORECASE)
    read = _read(f"{count} {match['unit']} ago", asked_on)
    return (read[0] + timedelta(days=1), asked_on) if read else None


def _hours(match: re.Match[str], asked_on: date) -> Days:
    # at noon, the last 24 hours began yesterday
    return asked_on - timedelta(days=-(-int(match["hours"]) // 24)), asked_on


def _ago_today(match: re.Match[str], asked_on: date) -> Days | None:
    read = _read(match["ago"], asked_on)
    return (read[0], read[0]) if read else None


def _weekend(_: re.Match[str], asked_on: date) -> Days:
    saturday = asked_on - timedelta(days=(asked_on.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=1)


def _month_of(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    """Return year and month; the year that is given, else the one in which the month last began."""
    names = [name.lower() for name in calendar.month_abbr]
    month = names.index(match["month"][:3].lower())
    return int(match["year"] or asked_on.year - (month > asked_on.month)), month


def _months(year: int, month: int, count: int) -> Days:
    """Return the days of `count` months from one on."""
    first = date(year, month, 1)
    return first, first + relativedelta(months=count, days=-1)


def _days(month: tuple[int, int], first: int, last: int) -> Days | None:
    length = calendar.monthrange(*month)[1]
    return (date(*month, first), date(*month, min(last, length))) if 0 < first <= min(last, length) else None


def _run_of_days(match: re.Match[str], asked_on: date) -> Days | None:
    first, last = (int(re.sub(r"\D", "", match[name])) for name in ("first", "last"))
    return _days(_month_of(match, asked_on), first, last)


def _week_of_month(match: re.Match[str], asked_on: date) -> Days | None:
    month = _month_of(match, asked_on)
    nth = _ORDINALS[match["nth"].lower()]
    last = 7 * nth if nth > 0 else calendar.monthrange(*month)[1]
    return _days(month, last - 6, last)


def _third(match: re.Match[str]) -> int:
    part = match["part"].lower()
    return 2 if part.startswith("end") else _THIRDS[part[0]]


def _part_of_month(match: re.Match[str], asked_on: date) -> Days | None:
    first = 10 * _third(match) + 1
    return _days(_month_of(match, asked_on), first, 31 if first == 21 else first + 9)


def _part_of_year(match: re.Match[str], _: date) -> Days:
    return _months(int(match["year"]), 4 * _third(match) + 1, 4)


def _share_of_year(match: re.Match[str], _: date) -> Days | None:
    length = 6 if match["share"].lower() in ("half", "h") else 3
    nth = _ORDINALS[match["nth"].lower()]
    month = 12 - length + 1 if nth < 0 else (nth - 1) * length + 1
    return _months(int(match["year"]), month, length) if month < 12 else None


def _season(match: re.Match[str], asked_on: date) -> Days:
    month = _SEASONS[match["season"].lower()]
    first, last = _months(int(match["year"] or asked_on.year - (month > asked_on.month)), month, 3)
    if match[0].lower().startswith("last") and last >= asked_on and first.year > date.min.year:
        # in July "last summer" is none that has not ended
        return _months(first.year - 1, month, 3)
    return first, last


def _last_night(_: re.Match[str], asked_on: date) -> Days | None:
    day = asked_on - timedelta(days=1) if asked_on > date.min else asked_on
    return day, day


def _decade(match: re.Match[str], _: date) -> Days:
    return _months(int(match["decade"]), 1, 120)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(?:{text})(?![\w])", re.IGNORECASE)


_BARE = (_pattern(rf"(?:(?:this|last)\s+)?(?:{_MONTH}|{WEEKDAY})"), _pattern(_YEAR))
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (_pattern(rf"(?P<first>{_DAY}){TO}(?P<last>{_DAY})\s+{_IN_MONTH}{_IN_YEAR}"), _run_of_days),
    (_pattern(rf"(?P<month>{_MONTH})\s+(?P<first>{_DAY}){TO}(?P<last>{_DAY})(?!\s+{_MONTH}){_IN_YEAR}"), _run_of_days),
    (_pattern(rf"{_NTH}\s+week\s+{_IN_MONTH}{_IN_YEAR}"), _week_of_month),
    (_pattern(rf"{_PART}{_IN_MONTH}{_IN_YEAR}"), _part_of_month),
    (_pattern(rf"{_PART}(?P<year>{_YEAR})"), _part_of_year),
    (_pattern(rf"{_NTH}\s+(?P<share>half|quarter)(?:\s+of)?\s+(?P<year>{_YEAR})"), _share_of_year),
    (_pattern(rf"(?P<share>Q|H)(?P<nth>[1-4])(?:\s+of)?\s+(?P<year>{_YEAR})"), _share_of_year),
    (_pattern(rf"(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?\s+(?P<year>{_YEAR})"), _season),
    (_pattern(rf"(?:this|last)\s+(?P<season>{'|'.join(_SEASONS)})(?P<year>\b\B)?"), _season),
    (_pattern(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>{_YEAR})"), _dotted),
    (_pattern(rf"{_YEAR}-\d\d-\d\d|{_YEAR}/\d\d/\d\d|\d{{1,2}}/\d{{1,2}}/{_YEAR}"), _written),
    (_pattern(rf"{_DAY}\s+{_IN_MONTH}{_IN_YEAR}|{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"), _written),
    (_pattern(rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}"), _written),
    (_pattern(r"(?P<decade>(?:19|20)\d0)['’]?s"), _decade),
    (_pattern(r"(?<=\bthe )last(?P<count>\b\B)?\s+(?P<unit>week|month|year)(?!\s+of\b)"), _recent),
    (_pattern(r"last\s+night"), _last_night),
    (_pattern(rf"(?P<ago>{_COUNT}\s+{_UNITS}\s+ago)\s+today"), _ago_today),
    (_pattern(r"(?:last|past)\s+(?P<hours>\d{1,3})\s+hours(?!\s+of\b)"), _hours),
    (
        _pattern(
            rf"(?-i:\bt|^T)oday|(?:the\s+day\s+before\s+)?yesterday|{_COUNT}\s+{_UNITS}\s+ago|last\s+(?:week|month|year)|{_PREVIOUS}\s+(?:week|month)"
        ),
        _written,
    ),
    (_pattern(r"this\s+(?P<unit>week|month|year)"), _this),
    (_pattern(rf"(?:last|past|recent)\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNITS})"), _recent),
    (_pattern(r"past(?P<count>\b\B)?\s+(?P<unit>week|month|year)"), _recent),
    (_pattern(r"(?:this|last|past|the)\s+weekend"), _weekend),
    (_BARE[0], _written),
    (_BARE[1], _written),
)
"""In this order: what a longer expression holds is no further one."""
