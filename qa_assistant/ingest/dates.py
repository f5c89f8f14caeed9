"""Dates as they are written in heads of articles and in file names; dateparser reads them, nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"""\b(?:
        \d{{4}}-\d{{2}}-\d{{2}}
      | {_DAY}(?:\s+of)?[\s-]+{MONTH},?[\s-]+(?:\d{{4}}|\d{{2}})
      | {MONTH}\s+{_DAY},?\s+\d{{4}}
      | \d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_NAME = re.compile(
    r"(?<![0-9a-z])((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![0-9a-z])", re.IGNORECASE
)
_YEAR_IN_NAME = re.compile(r"(?<![0-9a-z])((?:19|20)\d\d)(?![0-9a-z])", re.IGNORECASE)
_LONGEST_LINE = 60
"""A line that is nothing but a date and a time is shorter."""


def first_date(text: str) -> date | None:
    """Return the first full date written in `text`: day, month and year."""
    for match in _WRITTEN.finditer(text):
        found = _parse(match.group())
        if found is not None:
            return found
    return None


def whole_date(line: str) -> date | None:
    """Return the date that a line consists of, with or without weekday and time; None if it says anything else."""
    line = line.strip(" .,|")
    return _parse(line) if len(line) <= _LONGEST_LINE and any(map(str.isdigit, line)) else None


def date_of_day(day: str, year: int) -> date | None:
    """Return the date of a day written without its year, such as `July 4`, in a year known from elsewhere."""
    return _parse(f"{day} {year}")


def date_in_name(file: str) -> date | None:
    """Return the date in a path such as `2025-07-04-talks.txt`, `20250704.txt` or `2025/07/04/talks.txt`."""
    for year, _, month, day in _IN_NAME.findall(file):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            # 30 February: no date after all
            continue
    return None


def year_in_name(file: str) -> int | None:
    """Return the one year a path names; None if it names none or several."""
    years = {int(year) for year in _YEAR_IN_NAME.findall(file)}
    return years.pop() if len(years) == 1 else None


def date_of_value(value: object) -> date | None:
    """Return the date of a metadata value: a date, a datetime, or either as text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    return whole_date(text) or first_date(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        # not ISO; dateparser knows the rest
        pass
    import dateparser

    # 4/7/2025 is a day in April or in July: with both orders tried, only an unambiguous date comes out the same
    days = {
        parsed.date() if parsed else None
        for order in ("DMY", "MDY")
        if (parsed := dateparser.parse(text, languages=["en"], settings={**_STRICT, "DATE_ORDER": order})) or True
    }
    return days.pop() if len(days) == 1 else None


_STRICT = {
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}
